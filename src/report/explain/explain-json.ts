import { hasDate, isoTime } from '../../diagnostic/times'
import type { Explanation } from '../../explain/explanation'
import { isCollection } from '../../json/json-object'
import { type JsonText, jsonDocument, jsonLines } from '../../medium/json-text'

/** Explanations as one document: times are ISO, durations seconds, everything else as the explanation names it. */
export function explainJson(explanations: readonly Explanation[]): JsonText {
  return jsonDocument({ explanations: explanations.map(explanationDocument) })
}

/** One explanation a line. */
export function explainNdjson(explanations: readonly Explanation[]): JsonText {
  return jsonLines(explanations.map(explanationDocument))
}

/** One explanation as a part of a document. */
export function explanationDocument(explanation: Explanation): unknown {
  return { kind: 'explanation', ...(told(explanation) as object) }
}

/** Keys that end in `Ms` and are durations; all others that do are moments. */
const durations: ReadonlySet<string> = new Set(['windowMs', 'waitMs', 'lateMs', 'aheadMs', 'forgetAfterMs'])
/** What logs carry is theirs: no key below these is ours to rename. */
const verbatim: ReadonlySet<string> = new Set(['attributes', 'group', 'groups', 'found'])

function told(value: unknown, key = ''): unknown {
  if (verbatim.has(key) || !isCollection(value)) return value
  if (Array.isArray(value)) return value.map((element) => told(element))
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => renamed(name, inner)))
}

function renamed(name: string, value: unknown): [string, unknown] {
  if (!name.endsWith('Ms') || typeof value !== 'number') return [name, told(value, name)]
  const stem = name.slice(0, -2)
  if (durations.has(name)) return [`${stem}Seconds`, value / 1000]
  return [stem, hasDate(value) ? isoTime(value) : value]
}
