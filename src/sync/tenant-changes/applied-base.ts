import { sameJson } from '../../json/canonical-json'
import type { JsonObject } from '../../json/json'
import { identityTags, type Revision } from '../../rule/tenant/identity-tags'
import { contentHash } from '../../wire/content-hash'
import { differences } from '../../wire/differences'
import type { LastTouch } from '../plan/plan'
import { lastTouchOf } from '../plan/plan-one'
import type { RemoteVersion } from '../remote'
import { mergeSides } from './merge-sides'

/** What was applied last to one thing, as the tenant's history tells it. */
export interface AppliedBase {
  /** What git asked for then, as the tenant stored it: without what was left of people's changes. */
  readonly content: JsonObject
  /** Whether anybody changed the thing since. */
  readonly isMoved: boolean
  /** The versions that people wrote since, the oldest first. */
  readonly since: readonly RemoteVersion[]
  /** Who brought these paths to what they are now, as far as the history tells. */
  who(paths: readonly string[]): LastTouch | undefined
}

/**
 * Looks in a history, the oldest version first, for what the last apply left behind: the version whose content is the one
 * that its own revision tag remembers. Where none is, since the tenant tells its versions otherwise than it told them then,
 * the version in which the tag appeared. Versions of an apply that left people's changes in place count without those.
 * Undefined where the history does not hold it. `contentOf` brings a version to the form in which things are compared.
 */
export function appliedBase(
  versions: readonly RemoteVersion[],
  revision: Revision,
  contentOf: (body: JsonObject) => JsonObject,
): AppliedBase | undefined {
  const contents = versions.map(({ body }) => contentOf(body))
  const found = walk(versions, contents)
  if (!found || found.wanted !== revision.wanted) return undefined
  const { content, from, at } = found
  return {
    content,
    isMoved: revision.keeps === true || at < versions.length - 1,
    since: versions.filter((version, index) => index > from && !isApply(versions[index - 1], version)),
    who: (paths) => whoChanged(paths, versions, contents, from),
  }
}

interface Walked {
  readonly wanted: string
  readonly content: JsonObject
  /** The version after which people's changes count. */
  readonly from: number
  /** The last version that an apply left behind. */
  readonly at: number
}

function walk(versions: readonly RemoteVersion[], contents: readonly JsonObject[]): Walked | undefined {
  let base: Walked | undefined
  let wanted: string | undefined
  for (const [index, { version, body }] of versions.entries()) {
    const { revision } = identityTags(body.tags)
    const content = contents[index] ?? {}
    if (!revision) continue
    const isOurs = revision.wanted !== wanted
    wanted = revision.wanted
    const isAsApplied = contentHash(content) === (revision.stored ?? revision.wanted)
    if (revision.keeps) {
      if (isOurs) base = base && withApplied(base, contents[index - 1], content, index, wanted)
      else if (isAsApplied && base) base = { ...base, at: index }
    } else if (isAsApplied) base = { wanted, content, from: index, at: index }
    else if (isOurs) base = index > 0 || version === 1 ? { wanted, content, from: index, at: index } : undefined
  }
  return base
}

/**
 * The base after an apply that left people's changes in place: what it changed of the version before, and no more. What git
 * wanted just as people had it shows nowhere but in the hash that the tag remembers, so that is what decides.
 */
function withApplied(
  base: Walked,
  before: JsonObject | undefined,
  after: JsonObject,
  index: number,
  wanted: string,
): Walked | undefined {
  if (!before) return undefined
  const merged = mergeSides(before, base.content, after)
  if (merged.clashes.length > 0) return undefined
  const content = ofHash(wanted, merged.content, after)
  return content && { wanted, content, from: base.from, at: index }
}

/** At most so many fields are looked at in every combination. */
const mostFields = 10

/** The content of a hash that lies between two: each field as the one has it or as the other. */
function ofHash(hash: string, one: JsonObject, other: JsonObject): JsonObject | undefined {
  if (contentHash(one) === hash) return one
  const paths = mergeSides(one, one, other).theirs.map(({ path }) => path)
  if (paths.length > mostFields) return undefined
  for (let chosen = 1; chosen < 2 ** paths.length; chosen += 1) {
    const isOthers = (path: string): boolean => Math.floor(chosen / 2 ** paths.indexOf(path)) % 2 === 1
    const { content } = mergeSides(one, one, other, (path) => (isOthers(path) ? 'tenant' : 'git'))
    if (contentHash(content) === hash) return content
  }
  return undefined
}

/** The last version after `from` that changed one of the paths and was not written by an apply. */
function whoChanged(
  paths: readonly string[],
  versions: readonly RemoteVersion[],
  contents: readonly JsonObject[],
  from: number,
): LastTouch | undefined {
  for (let index = versions.length - 1; index > Math.max(0, from); index -= 1) {
    const [before, now] = [versions[index - 1], versions[index]]
    if (!before || !now) continue
    const changed = differences(contents[index - 1] ?? {}, contents[index] ?? {})
    if (
      !isApply(before, now) &&
      changed.some(({ path }) => paths.some((one) => isWithin(path, one) || isWithin(one, path)))
    ) {
      return lastTouchOf(now.body)
    }
  }
  return undefined
}

/** Whether a version was written by an apply, which alone writes another revision tag. */
function isApply(before: RemoteVersion | undefined, now: RemoteVersion): boolean {
  return !sameJson(identityTags(before?.body.tags).revision, identityTags(now.body.tags).revision)
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || (path.startsWith(outer) && /^[.[]/.test(path.slice(outer.length)))
}
