import { sameJson } from '../../json/canonical-json'
import type { Json, JsonObject } from '../../json/json'
import { listIn } from '../../json/json-object'
import { identityTags, isIdentityTag, withRevision } from '../../rule/tenant/identity-tags'
import { contentHash } from '../../wire/content-hash'
import { comparisonFor, type SlugOf } from '../comparable'
import { keepWritten } from '../drift/keep-written'
import type { Change } from '../plan/plan'
import type { Touched } from './tenant-change'

/**
 * The change that writes `content`, git's with what people changed, in place of git's own (`wanted`). Our tag remembers
 * both: what git asked for, and that what was stored keeps something else.
 */
export function withPeoplesChanges(
  { change, body: there }: Touched,
  wanted: JsonObject,
  content: JsonObject,
  slugOf: SlugOf,
): Change {
  const { body = {}, kind } = change
  const ours = listIn(body.tags).filter((tag): tag is string => typeof tag === 'string' && isIdentityTag(tag))
  const { tags, ...fields } = { ...body, tags: identityTags(body.tags).rest } as JsonObject
  const merged =
    kind === 'suppression'
      ? withChanges({ ...fields, tags: tags ?? [] }, wanted, content)
      : keepWritten({ ...fields, tags: tags ?? [] }, content)
  const revision = {
    wanted: identityTags(body.tags).revision?.wanted ?? '',
    stored: contentHash(content),
    keeps: true as const,
  }
  const whole: JsonObject = { ...merged, tags: withRevision([...listIn(merged.tags), ...ours], revision) }
  const compared = comparisonFor(kind, slugOf)(whole, there)
  const basis = { version: change.basis?.version ?? 0, hash: compared.actualHash }
  return { ...change, body: whole, fields: compared.fields, basis }
}

/** The attributes with what differs between two others. */
export function withChanges(attributes: JsonObject, before: JsonObject, after: JsonObject): JsonObject {
  const whole: Record<string, Json> = { ...attributes }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const now = after[key]
    if (sameJson(before[key] ?? null, now ?? null)) continue
    if (now === undefined) delete whole[key]
    else whole[key] = now
  }
  return whole
}
