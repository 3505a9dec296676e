import type { JsonObject } from '../../json/json'
import { adoptionKeysOf } from '../../rule/adoption-keys'
import { reprintRule } from '../../rule/print-rule'
import { readRule } from '../../rule/read-rule'
import type { Draft } from '../../rule/rule'
import { reprintSuppression } from '../../suppression/print-suppression'
import { readSuppression } from '../../suppression/read-suppression'
import type { Suppression } from '../../suppression/suppression'
import { decodeRule } from '../../wire/decode-rule'
import { decodeSuppression } from '../../wire/decode-suppression'
import { encodeRule } from '../../wire/encode-rule'
import { encodeSuppression } from '../../wire/encode-suppression'
import { ruleLevel } from '../../wire/server-fields'
import { withoutUnmentioned } from '../../wire/unmentioned'
import type { YamlDocument } from '../../yaml/yaml-document'
import { compareSuppression, mapReferences, type SlugOf } from '../comparable'
import { scopeBySlug } from '../scope-references'
import { inFile } from './in-file'
import { keepWritten, tagsAsBefore } from './keep-written'

/** The text of a file with the tenant's version written in, or why that cannot be done. */
export type AdoptedFile = { readonly text: string } | { readonly trouble: string }

/**
 * Writes the tenant's version of a rule into its file: comments, order and layout stay, and so does everything that
 * means the same already. Rules that it refers to are named by slug where `slugOf` knows them. A plan made with the new
 * text finds no difference. `seen` is what the tenant sees of the file, where variables make that something else.
 */
export function adoptedRuleFile(
  document: YamlDocument,
  remoteBody: JsonObject,
  slugOf: SlugOf,
  seen?: Draft,
): AdoptedFile {
  const { draft } = readRule(document)
  if (!draft) return { trouble: 'the file holds no rule' }
  const { id, ...fields } = draft
  const { id: _seen, ...view } = seen ?? draft
  const wanted = inFile(fields, view, wantedRule(view, remoteBody, slugOf))
  if ('variableAt' in wanted) return { trouble: usesVariable(wanted.variableAt) }
  const merged = wanted.value as JsonObject
  const text = reprintRule(document, { ...(id !== undefined && { id }), ...merged, ...adoptionKeysOf(draft) })
  return { text }
}

/** A rule as the tenant has it, in the words of how a file has it. */
export function wantedRule(fields: Omit<Draft, 'id'>, remoteBody: JsonObject, slugOf: SlugOf): JsonObject {
  const mentioned = mapReferences(withoutUnmentioned(ruleLevel, remoteBody, encodeRule(fields as Draft)), slugOf)
  const { id: _theirs, ...theirs } = decodeRule(mentioned)
  return keepWritten(fields as Draft, theirs)
}

/** The same for a suppression. */
export function adoptedSuppressionFile(
  document: YamlDocument,
  remoteBody: JsonObject,
  slugOf: SlugOf,
  seen?: Suppression,
): AdoptedFile {
  const { suppression } = readSuppression(document, { required: [] })
  if (!suppression) return { trouble: 'the file holds no suppression that can be read' }
  const wanted = inFile(suppression, seen ?? suppression, wantedSuppression(seen ?? suppression, remoteBody, slugOf))
  if ('variableAt' in wanted) return { trouble: usesVariable(wanted.variableAt) }
  return { text: reprintSuppression(document, wanted.value as Suppression) }
}

/** A suppression as the tenant has it, in the words of how a file has it. */
export function wantedSuppression(suppression: Suppression, remoteBody: JsonObject, slugOf: SlugOf): Suppression {
  const theirs = decodeSuppression(scopeBySlug(remoteBody, slugOf))
  const sameScope = isSameScope(suppression, theirs, slugOf)
  const { rules, ruleQuery } = sameScope ? suppression : theirs
  const { rules: _rules, ruleQuery: _query, ...rest } = theirs
  return {
    ...rest,
    ...ownKeysOf(suppression, rest.expiresMs === undefined),
    id: suppression.id,
    rules,
    ...(ruleQuery !== undefined && { ruleQuery }),
    tags: tagsAsBefore(suppression.tags, theirs.tags),
  }
}

/** What the file alone says of it. */
function ownKeysOf(suppression: Suppression, isEndless: boolean): Partial<Suppression> {
  const { intends, neverExpires, reviewMs, imported, renewed, widened } = suppression
  return {
    ...adoptionKeysOf(suppression),
    ...(intends !== undefined && { intends }),
    ...(renewed !== undefined && { renewed }),
    ...(neverExpires && isEndless && { neverExpires }),
    ...(reviewMs !== undefined && { reviewMs }),
    ...(imported && { imported }),
    ...(widened && { widened }),
  }
}

function usesVariable(path: string): string {
  return `${path} uses a variable of the tenant, which adopting would write out`
}

function isSameScope(ours: Suppression, theirs: Suppression, slugOf: SlugOf): boolean {
  const scope = (one: Suppression): JsonObject => ({ rule_query: encodeSuppression(one).rule_query ?? '' })
  return compareSuppression(scope(ours), scope(theirs), slugOf).fields.length === 0
}
