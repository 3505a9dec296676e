import { sameJson } from '../../json/canonical-json'
import type { Json, JsonObject } from '../../json/json'
import { objectsOf } from '../../override/default-rule'
import { effectiveRule } from '../../override/effective-rule'
import type { OverrideKey } from '../../override/override-shape'
import { identityTags, withRevision } from '../../rule/tenant/identity-tags'
import type { Treatment } from '../../wire/change-policy'
import { contentHash } from '../../wire/content-hash'
import type { FieldChange } from '../../wire/differences'
import { changedKeys, overrideContent, withOverrideBody } from '../../wire/override-content'
import { compareOverride } from '../comparable'
import type { Change, LastTouch } from '../plan/plan'
import type { RemoteVersion } from '../remote'
import { overrideBase } from './override-history'
import { clashing, holdOf, pathsOf, peoples, type Settled, touchText, wereChanged } from './settled-change'

interface SettlingOverride {
  readonly change: Change
  /** The default rule as the tenant has it. */
  readonly body: JsonObject
  /** Its history, or why it cannot be read. */
  readonly history: readonly RemoteVersion[] | string
  readonly treatment: (key: string) => Treatment
  readonly overwrite: boolean
  readonly nowMs: number
}

/** Decides about an override of a default rule that was changed since, key by key, as of rules field by field. */
export function settledOverride(settling: SettlingOverride): Settled {
  const { change, body, history, treatment, overwrite, nowMs } = settling
  const { revision } = identityTags(body.tags)
  const keys = changedKeys(body.tags)
  if (!revision || keys.length === 0) return { change, warnings: [] }
  const isInGit = change.changedIn !== 'tenant'
  const now = overrideContent(body, keys)
  const wanted = overrideContent(withOverrideBody(body, change.body ?? {}), keys)
  const base = typeof history === 'string' ? undefined : overrideBase(history, revision, keys)
  if (!base && isInGit) {
    const because =
      typeof history === 'string'
        ? `its history cannot be read: ${history}`
        : 'its history does not hold what was applied last'
    const who = change.lastTouched
    if (overwrite) return { change: { ...change, takesBack: peoples(changesOf(wanted, now, keys), who) }, warnings: [] }
    const reason = `it was changed${touchText(who, nowMs)}, git may have changed it too, and ${because}`
    return clashing(change, reason, who)
  }
  const content = base?.content ?? wanted
  const theirs = changesOf(content, now, keys).filter(({ path }) => !base || base.who.has(path))
  if (theirs.length === 0) return { change, warnings: [] }
  const who = lastOf(theirs.flatMap(({ path }) => base?.who.get(path) ?? [])) ?? change.lastTouched
  const isTaken = ({ path }: FieldChange): boolean => overwrite || treatment(path) === 'overwrite'
  const left = theirs.filter((one) => !isTaken(one))
  const taken = theirs.filter(isTaken)
  const takesBack = taken.length > 0 ? { takesBack: peoples(taken, who) } : {}
  if (left.length === 0) return { change: { ...change, ...takesBack }, warnings: [] }
  const leaves = { leaves: peoples(left, who) }
  const clashes = left.filter(({ path }) => isInGit && isClash(path, { content, wanted, now }))
  // Of tags nobody can tell apart which ones are whose: they are withheld as a whole.
  const stuck = clashes.length > 0 ? clashes : left.filter(({ path }) => isInGit && path === 'tags')
  if (stuck.length > 0) {
    const reason = `${wereChanged(stuck)} in git and${touchText(who, nowMs)}`
    return clashing({ ...change, ...leaves }, reason, who)
  }
  const withheld = left.filter(({ path }) => treatment(path) === 'withhold')
  const warnings = withheld.length > 0 ? [peoples(withheld, who)] : []
  if (isInGit || taken.length > 0) {
    const merged = withKept(change, body, new Set(left.map(({ path }) => path)))
    return { change: { ...merged, ...leaves, ...takesBack }, warnings }
  }
  if (withheld.length === 0) {
    const reason = `${pathsOf(left)}: as people left it in the tenant, which ddac.yaml keeps`
    return { change: { ...change, action: 'none', reason, ...leaves, fields: [] }, warnings: [] }
  }
  const reason = `${wereChanged(withheld)}${touchText(who, nowMs)}, and git asked for nothing since`
  return { change: { ...change, ...leaves }, hold: holdOf(change, reason, who, false), warnings }
}

interface Contents {
  readonly content: JsonObject
  readonly wanted: JsonObject
  readonly now: JsonObject
}

function isClash(key: string, { content, wanted, now }: Contents): boolean {
  return !sameJson(wanted[key], content[key]) && !sameJson(wanted[key], now[key])
}

/** The change with what people did to some keys left in place. */
function withKept(change: Change, actual: JsonObject, kept: ReadonlySet<string>): Change {
  const { isEnabled, customName, customMessage, queries, options, cases, ...rest } = change.body ?? {}
  const keeps = (key: OverrideKey): boolean => kept.has(key)
  const own = (key: OverrideKey, field: string, value: Json | undefined) =>
    value === undefined || keeps(key) ? {} : { [field]: value }
  const there = objectsOf(actual.cases)
  const merged = objectsOf(cases).map((one, at): JsonObject => {
    const { customStatus, ...plain } = one
    const { customStatus: status, notifications = [] } = there[at] ?? {}
    const severity = status === undefined ? {} : { customStatus: status }
    return {
      ...(keeps('severity') ? { ...plain, ...severity } : one),
      ...(keeps('notifications') && { notifications }),
    }
  })
  const body: JsonObject = {
    ...rest,
    ...own('isEnabled', 'isEnabled', isEnabled),
    ...own('name', 'customName', customName),
    ...own('message', 'customMessage', customMessage),
    ...own('queryExtension', 'queries', queries),
    ...own('decreaseCriticalityBasedOnEnv', 'options', options),
    ...(cases !== undefined && { cases: merged }),
    ...(keeps('tags') && { tags: [...identityTags(actual.tags).rest, ...oursOf(change.body)] }),
  }
  const claimed = changedKeys(body.tags)
  const whole = withOverrideBody(actual, body)
  const stored = contentHash(overrideContent(whole, claimed))
  const wanted = identityTags(body.tags).revision?.wanted ?? ''
  const marked = { ...body, tags: withRevision(body.tags, { wanted, stored, keeps: true }) }
  const { fields } = compareOverride(marked, actual)
  return { ...change, body: marked, fields, effective: effectiveRule(withOverrideBody(actual, marked)) }
}

function oursOf(body: JsonObject | undefined): readonly string[] {
  const all = (body?.tags ?? []) as readonly string[]
  const { rest } = identityTags(all)
  return all.filter((tag) => !rest.includes(tag))
}

function changesOf(before: JsonObject, after: JsonObject, keys: readonly OverrideKey[]): readonly FieldChange[] {
  return keys.flatMap((path) => {
    const [old, now] = [before[path] ?? null, after[path] ?? null]
    return sameJson(old, now) ? [] : [{ path, before: old, after: now }]
  })
}

function lastOf(touches: readonly LastTouch[]): LastTouch | undefined {
  return [...touches].sort((left, right) => (left.atMs ?? 0) - (right.atMs ?? 0)).at(-1)
}
