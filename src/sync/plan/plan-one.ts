import type { Json, JsonObject } from '../../json/json'
import { isText } from '../../json/json-text'
import { isRenamedOwner, type Ownership } from '../../rule/tenant/ownership'
import type { FieldChange } from '../../wire/differences'
import { withIdentity } from '../../wire/encode-rule'
import type { Comparison } from '../comparable'
import type { Held, Holdings } from '../managed'
import { copiedProblem, namesakeProblem, othersProblem } from './identity-problems'
import { originOf } from './origin'
import type { Change, LastTouch, PlanProblem } from './plan'
import { replaceReason, type WantedItem } from './wanted-item'

export interface PlanOneContext {
  readonly holdings: Holdings
  /** What nobody tagged but what a file says it takes over, or what is the same as one, by slug. */
  readonly twins: ReadonlyMap<string, Held>
  compare(wanted: JsonObject, actual: JsonObject): Comparison
  /** What a body asks of the tenant now, where that is not all it says; undefined where nothing is left to ask. */
  asks?(body: JsonObject, actual?: JsonObject): JsonObject | undefined
  /** Whether what was made by hand under this file's name may be taken over. */
  mayAdopt(id: string): boolean
  /** Whether it may be made beside what was made by hand under this name. */
  mayCreateBeside?(id: string): boolean
  /** The tenant's name, for the way out. */
  readonly tenant: string
  readonly ownership: Ownership
}

/** Decides what happens to one wanted thing. Problems that withhold it stand alone; others come with the change. */
export function planOne(
  item: WantedItem,
  context: PlanOneContext,
): { readonly change?: Change; readonly problems: readonly PlanProblem[] } {
  const { holdings } = context
  const ours = holdings.ours.get(item.id) ?? []
  const waiting = holdings.replaced.get(item.id) ?? []
  const crossed = ours.find(({ tags, standing }) => tags.ids.length > 1 || standing === 'shared')
  if (ours.length > 1 || crossed) return { problems: [copiedProblem(item, ours)] }
  const [actual] = ours
  if (actual) {
    const change = planActual(item, actual, context)
    // What is made anew is younger than a copy of what it replaces, which would be taken for the rule from then on.
    const clones = change.action === 'replace' ? (holdings.clones.get(item.id) ?? []) : []
    return clones.length === 0 ? { change, problems: [] } : { problems: [copiedProblem(item, [actual, ...clones])] }
  }
  const [old, ...more] = waiting
  if (old && more.length === 0) return { change: planActual(item, old, context, true), problems: [] }
  const others = othersProblem(item, holdings, context.ownership)
  return others ? { problems: [others] } : planUnclaimed(item, context)
}

/** The change that creates a wanted thing, or the word that it has ended. */
function creation(item: WantedItem, context: PlanOneContext): Change {
  const asked = askedOf(item, context)
  if (!asked) return { ...head(item), action: 'none', fields: [], reason: 'it has ended; nothing to do' }
  const hash = asked === item.body ? item.hash : context.compare(asked, asked).wantedHash
  return { ...head(item), action: 'create', changedIn: 'git', fields: [], body: applied(item, context, asked, hash) }
}

function askedOf({ body }: WantedItem, { asks }: PlanOneContext, actual?: JsonObject): JsonObject | undefined {
  return asks ? asks(body, actual) : body
}

function planActual(item: WantedItem, actual: Held, context: PlanOneContext, halfReplaced = false): Change {
  const asked = askedOf(item, context, actual.body) ?? item.body
  const compared = context.compare(asked, actual.body)
  const comparison = asked === item.body ? compared : { ...compared, wantedHash: item.hash }
  const base = {
    ...head(item),
    ...placed(actual, comparison),
    body: applied(item, context, asked, compared.wantedHash),
  }
  const changedIn = originOf(comparison, actual.tags.revision)
  const isRenamed = !halfReplaced && !actual.tags.ids.includes(item.id)
  if (item.kind === 'rule') {
    const reason = replaceReason(item.body, actual.body)
    if (reason) return { ...base, action: 'replace', changedIn: changedIn ?? 'git', fields: comparison.fields, reason }
  }
  const hasOldOwner = isRenamedOwner(actual.tags, context.ownership)
  if (halfReplaced || isRenamed || hasOldOwner) {
    const reason = isRenamed
      ? `it was ${actual.tags.ids.join(', ')}, and keeps its history`
      : hasOldOwner
        ? `its owner was ${actual.tags.owners.join(', ')}, and is ${context.ownership.owner} now`
        : 'it was about to be replaced and now stays'
    return {
      ...base,
      action: 'update',
      changedIn: 'git',
      fields: withTagChange(comparison, actual, base.body),
      reason,
    }
  }
  if (comparison.fields.length === 0) {
    if (actual.tags.revision?.wanted === item.hash) return { ...base, action: 'none', fields: [] }
    const reason = 'git has by now what the tenant has, which the next apply takes note of in its tag'
    return { ...base, action: 'none', fields: [], reason, isBehind: true }
  }
  if (!changedIn) {
    const reason = 'the tenant keeps its own form of some fields, as it did when this was applied'
    return { ...base, action: 'none', fields: [], reason }
  }
  return { ...base, action: 'update', changedIn, fields: comparison.fields }
}

/** Nothing carries the tag. Something of the same name may still be meant. */
function planUnclaimed(
  item: WantedItem,
  context: PlanOneContext,
): { readonly change: Change; readonly problems: readonly PlanProblem[] } {
  const twin = context.twins.get(item.id)
  const namesakes = twin ? [twin] : strangers(item.name, context)
  const [namesake] = namesakes
  if (!namesake) return { change: creation(item, context), problems: [] }
  const asked = askedOf(item, context, namesake.body) ?? item.body
  const comparison = context.compare(asked, namesake.body)
  const body = applied(item, context, asked, comparison.wantedHash)
  const base = { ...head(item), ...placed(namesake, comparison), body }
  const otherKind = item.kind === 'rule' ? replaceReason(item.body, namesake.body) : undefined
  const isMeant = namesakes.length === 1 && otherKind === undefined && (twin !== undefined || context.mayAdopt(item.id))
  if (isMeant) {
    const isSame = comparison.fields.length === 0
    const fields = withTagChange(comparison, namesake, base.body)
    const reason = isSame ? 'adopted without a change of its content' : 'adopted, and made as git has it'
    return { change: { ...base, action: 'adopt', changedIn: isSame ? 'git' : 'both', fields, reason }, problems: [] }
  }
  const isBeside = twin === undefined && (item.isBeside === true || context.mayCreateBeside?.(item.id) === true)
  const change = creation(item, context)
  if (isBeside || change.action === 'none') return { change, problems: [] }
  return { change, problems: [namesakeProblem(item, namesakes, context.tenant)] }
}

/** What carries this name and no tag, and is not the twin of another file. */
function strangers(name: string, { holdings, twins }: PlanOneContext): readonly Held[] {
  const namesakes = holdings.byName.get(name) ?? []
  if (namesakes.length === 0) return namesakes
  const taken = new Set(twins.values())
  return namesakes.filter((one) => !taken.has(one))
}

function head(item: WantedItem): Pick<Change, 'kind' | 'id' | 'name' | 'references'> {
  return { kind: item.kind, id: item.id, name: item.name, references: item.references }
}

function placed(actual: Held, comparison: Comparison): Pick<Change, 'remoteId' | 'basis' | 'lastTouched'> {
  const lastTouched = lastTouchOf(actual.body)
  return {
    remoteId: actual.remoteId,
    basis: { version: actual.version, hash: comparison.actualHash },
    ...(lastTouched && { lastTouched }),
  }
}

/** What is written, with our tags. They remember git's content and, where less was asked for, what was. */
function applied(item: WantedItem, { ownership }: PlanOneContext, asked = item.body, hash = item.hash): JsonObject {
  const stored = asked === item.body || hash === item.hash ? {} : { stored: hash }
  const revision = { wanted: item.hash, ...stored }
  return withIdentity({ ...asked, ...item.written }, item.id, revision, ownership.owner)
}

/** The differences in content and, once, all that happens to the tags: ours are no content, but they are written. */
function withTagChange({ fields }: Comparison, actual: Held, body: JsonObject): readonly FieldChange[] {
  const before = actual.body.tags
  return [
    ...fields.filter(({ path }) => path !== 'tags'),
    { path: 'tags', ...(before !== undefined && { before }), after: body.tags as Json },
  ]
}

/** Rules tell their last change in camelCase, suppressions in snake_case. */
export function lastTouchOf(body: JsonObject): LastTouch | undefined {
  const updater = body.updater as JsonObject | null | undefined
  const by = [updater?.name, updater?.handle].find(isText)
  const atMs = [body.updatedAt, body.update_date].find((time): time is number => typeof time === 'number')
  if (by === undefined && atMs === undefined) return undefined
  return { ...(by !== undefined && { by }), ...(atMs !== undefined && { atMs }) }
}
