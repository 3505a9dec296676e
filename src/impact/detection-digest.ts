import type { ReferenceRows } from '../detect/compile-selector'
import { contentDigest } from '../json/canonical-json'
import { isJsonObject, listIn } from '../json/json-object'
import type { Draft } from '../rule/rule'
import { unknownKeys } from '../rule/unread/unknown-keys'
import { compileSuppression } from '../suppression/compile-suppression'
import { canonicalRule } from '../wire/canonical-rule'
import type { Detections } from './detections'

/** What decides the signals of a rule, part by part: where all parts are equal on two sides, so are its signals. */
export interface DetectionDigest {
  readonly rule: string
  /** Of title and message: they decide something only where somebody looks at the rule's signals. */
  readonly texts: string
  /** Of the suppressions with the rule in their scope; empty without any. */
  readonly suppressions: string
  readonly tables: string
  /** How raw logs are read before the rule sees them. */
  readonly logs: string
}

/** Makes the digests of the rules of one side. */
export function detectionDigests({
  options: { suppressions = [], tables = new Map(), harmlessKeys },
  wayOf,
}: Detections): (rule: Draft) => DetectionDigest {
  const compiled = suppressions.filter(({ enabled }) => enabled).map(compileSuppression)
  const rowsDigest = digestOfRows(tables)
  return (rule) => {
    const parts = compiled
      .filter(({ appliesTo }) => appliesTo(rule))
      .map(({ suppression: { suppressionQuery, dataExclusionQuery, startMs, expiresMs } }) =>
        contentDigest({ suppressionQuery, dataExclusionQuery, startMs, expiresMs }, 32),
      )
    const unknown = harmlessKeys === 'all' ? [] : unknownKeys(rule, harmlessKeys)
    const { id: _id, isEnabled: _isEnabled, name, message, customName, customMessage, ...rest } = canonicalRule(rule)
    // Whom a case tells decides no signal.
    const cases = listIn(rest.cases).map((one) => (isJsonObject(one) ? { ...one, notifications: [] } : one))
    return {
      rule: contentDigest([{ ...rest, cases }, unknown], 32),
      texts: contentDigest({ name, message, customName, customMessage }, 32),
      suppressions: parts.sort().join(' '),
      tables: (rule.referenceTables ?? []).map(({ tableName = '' }) => rowsDigest(tableName)).join(' '),
      logs: wayOf(rule),
    }
  }
}

/** A table is looked through once, and only if a rule asks for it. */
function digestOfRows(tables: ReferenceRows): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const digest = known.get(name) ?? contentDigest(tables.get(name) ?? null, 32)
    known.set(name, digest)
    return digest
  }
}
