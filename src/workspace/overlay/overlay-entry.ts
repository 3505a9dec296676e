import { isDeepStrictEqual } from 'node:util'
import { isJsonObject } from '../../json/json-object'
import type { CaseStatus } from '../../rule/case-status'
import type { Draft, Rule, RuleCase } from '../../rule/rule'
import { ruleShape } from '../../rule/rule-shape'
import type { Suppression } from '../../suppression/suppression'
import { suppressionShape } from '../../suppression/suppression-shape'
import { ruleScopeQuery } from '../../wire/rule-scope'
import { writtenForm } from '../../yaml/written-form'
import { overlayShape } from './overlay-shape'

/** An overlay as a file writes it. */
export type WrittenOverlay = Readonly<Record<string, unknown>>

/** The overlay that makes what a tenant sees of a rule what it shall see, and says no more than that. */
export function ruleOverlay(seen: Draft, wanted: Draft): WrittenOverlay {
  const { tags: tagsSeen, cases: casesSeen, ...fields } = seen
  const { tags, cases, ...others } = wanted
  return written({
    rules: [seen.id],
    ...changedFields(ownOf(fields, ruleShape.fields), ownOf(others, ruleShape.fields)),
    ...changedCases(casesSeen, cases),
    ...changedTags(tagsSeen, tags),
  })
}

/** The same for a suppression. */
export function suppressionOverlay(seen: Suppression, wanted: Suppression): WrittenOverlay {
  const plain = ({
    rules,
    ruleQuery,
    startMs,
    expiresMs,
    neverExpires: _,
    reviewMs: _review,
    imported: _imported,
    renewed: _renewed,
    widened: _widened,
    tags,
    ...rest
  }: Suppression) => ({
    ...ownOf(rest, suppressionShape.fields),
    ruleQuery: ruleQuery ?? ruleScopeQuery(rules),
    ...(startMs !== undefined && { start: startMs }),
    ...(expiresMs !== undefined && { expires: expiresMs }),
  })
  return written({
    suppressions: [seen.id],
    ...changedFields(plain(seen), plain(wanted)),
    ...changedTags(seen.tags, wanted.tags),
  })
}

function written(overlay: WrittenOverlay): WrittenOverlay {
  return writtenForm(overlayShape, overlay) as WrittenOverlay
}

/** The fields of a thing that an overlay may change, and those that nobody knows. */
function ownOf(thing: object, known: object): WrittenOverlay {
  return Object.fromEntries(
    Object.entries(thing).filter(([key]) => !Object.hasOwn(known, key) || Object.hasOwn(overlayShape.fields, key)),
  )
}

/** What differs, maps field by field; what is gone as null. */
function changedFields(seen: object, wanted: object): WrittenOverlay {
  const before = seen as WrittenOverlay
  const after = wanted as WrittenOverlay
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const [old, now] = [before[key], after[key]]
      if (isDeepStrictEqual(old, now)) return []
      if (now === undefined) return [[key, null]]
      return [[key, isJsonObject(old) && isJsonObject(now) ? changedFields(old, now) : now]]
    }),
  )
}

/** Other severities and other targets of all cases have a short form; whatever else differs, the cases are written out. */
function changedCases(seen: Rule['cases'], wanted: Rule['cases']): WrittenOverlay {
  if (isDeepStrictEqual(seen, wanted)) return {}
  const severity = severitiesBetween(seen, wanted)
  const targets = wanted[0]?.notifications ?? []
  const told = wanted.every(({ notifications }) => isDeepStrictEqual(notifications ?? [], targets))
  const isSameTold = seen.every(({ notifications }, at) =>
    isDeepStrictEqual(notifications ?? [], wanted[at]?.notifications ?? []),
  )
  const rest = ({ status, notifications, ...others }: RuleCase) => others
  if (!severity || !isDeepStrictEqual(seen.map(rest), wanted.map(rest)) || !(told || isSameTold)) {
    return { cases: wanted }
  }
  return {
    ...(Object.keys(severity).length > 0 && { severity }),
    ...(!isSameTold && { notifications: targets }),
  }
}

/** Which severity each has become; undefined where one has become several, or a case came or went. */
function severitiesBetween(seen: Rule['cases'], wanted: Rule['cases']): WrittenOverlay | undefined {
  if (seen.length !== wanted.length) return undefined
  const became = new Map<CaseStatus, CaseStatus>()
  for (const [at, { status }] of seen.entries()) {
    const now = wanted[at]?.status ?? status
    if ((became.get(status) ?? now) !== now) return undefined
    became.set(status, now)
  }
  return Object.fromEntries([...became].filter(([before, now]) => before !== now))
}

function changedTags(seen: readonly string[] = [], wanted: readonly string[] = []): WrittenOverlay {
  const tags = wanted.filter((tag) => !seen.includes(tag))
  const withoutTags = seen.filter((tag) => !wanted.includes(tag))
  return { ...(tags.length > 0 && { tags }), ...(withoutTags.length > 0 && { withoutTags }) }
}
