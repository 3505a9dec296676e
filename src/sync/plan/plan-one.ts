import type { Json, JsonObject } from '../../json/json'
import { isText } from '../../json/json-text'
import { idTag } from '../../rule/tenant/identity-tags'
import { ruleKind } from '../../wire/canonical-rule'
import type { FieldChange } from '../../wire/differences'
import { withIdentity } from '../../wire/encode-rule'
import type { Comparison } from '../comparable'
import type { Held, Holdings } from '../managed'
import { originOf } from './origin'
import type { Change, Kind, LastTouch, PlanProblem } from './plan'

/** A rule or suppression as git wants it. */
export interface WantedItem {
  readonly kind: Kind
  readonly id: string
  readonly name: string
  /** The create body, without our tags. */
  readonly body: JsonObject
  readonly hash: string
  /** Slugs of our rules that it refers to. */
  readonly references: readonly string[]
  /** The tenant's id of what it takes over. */
  readonly adopts?: string
  /** Made although something of its name is there. */
  readonly isBeside?: boolean
}

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
}

/** Decides what happens to one wanted thing. Problems that withhold it stand alone; others come with the change. */
export function planOne(
  item: WantedItem,
  context: PlanOneContext,
): { readonly change?: Change; readonly problems: readonly PlanProblem[] } {
  const { holdings } = context
  const ours = holdings.ours.get(item.id) ?? []
  const waiting = holdings.replaced.get(item.id) ?? []
  const crossed = ours.find(({ tags }) => tags.ids.length > 1)
  if (ours.length > 1 || crossed) return { problems: [copied(item, ours)] }
  const [actual] = ours
  if (actual) return { change: planActual(item, actual, context), problems: [] }
  const [old, ...more] = waiting
  if (old && more.length === 0) return { change: planActual(item, old, context, true), problems: [] }
  return planUnclaimed(item, context)
}

/** The change that creates a wanted thing, or the word that it has ended. */
function creation(item: WantedItem, context: PlanOneContext): Change {
  const asked = askedOf(item, context)
  if (!asked) return { ...head(item), action: 'none', fields: [], reason: 'it has ended; nothing to do' }
  const hash = asked === item.body ? item.hash : context.compare(asked, asked).wantedHash
  return { ...head(item), action: 'create', changedIn: 'git', fields: [], body: applied(item, asked, hash) }
}

function askedOf({ body }: WantedItem, { asks }: PlanOneContext, actual?: JsonObject): JsonObject | undefined {
  return asks ? asks(body, actual) : body
}

function planActual(item: WantedItem, actual: Held, context: PlanOneContext, halfReplaced = false): Change {
  const asked = askedOf(item, context, actual.body) ?? item.body
  const compared = context.compare(asked, actual.body)
  const comparison = asked === item.body ? compared : { ...compared, wantedHash: item.hash }
  const base = { ...head(item), ...placed(actual, comparison), body: applied(item, asked, compared.wantedHash) }
  const changedIn = originOf(comparison, actual.tags.revision)
  const isRenamed = !halfReplaced && !actual.tags.ids.includes(item.id)
  if (item.kind === 'rule') {
    const reason = replaceReason(item.body, actual.body)
    if (reason) return { ...base, action: 'replace', changedIn: changedIn ?? 'git', fields: comparison.fields, reason }
  }
  if (halfReplaced || isRenamed) {
    const reason = isRenamed
      ? `it was ${actual.tags.ids.join(', ')}, and keeps its history`
      : 'it was about to be replaced and now stays'
    return {
      ...base,
      action: 'update',
      changedIn: 'git',
      fields: withTagChange(comparison, actual, base.body),
      reason,
    }
  }
  if (comparison.fields.length === 0) return { ...base, action: 'none', fields: [] }
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
  const base = { ...head(item), ...placed(namesake, comparison), body: applied(item, asked, comparison.wantedHash) }
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
function applied(item: WantedItem, asked = item.body, hash = item.hash): JsonObject {
  const stored = asked === item.body || hash === item.hash ? {} : { stored: hash }
  return withIdentity(asked, item.id, { wanted: item.hash, ...stored })
}

/** The differences in content and, once, all that happens to the tags: ours are no content, but they are written. */
function withTagChange({ fields }: Comparison, actual: Held, body: JsonObject): readonly FieldChange[] {
  const before = actual.body.tags
  return [
    ...fields.filter(({ path }) => path !== 'tags'),
    { path: 'tags', ...(before !== undefined && { before }), after: body.tags as Json },
  ]
}

/** Neither type nor method can be changed in place (API page 2). */
function replaceReason(wanted: JsonObject, actual: JsonObject): string | undefined {
  const before = ruleKind(actual)
  const after = ruleKind(wanted)
  if (wanted.type !== undefined && before.type !== after.type) {
    return `Datadog cannot change the type of a rule (${before.type} to ${after.type})`
  }
  if (before.method !== after.method) {
    return `Datadog cannot change the detection method of a rule (${before.method} to ${after.method})`
  }
  return undefined
}

/** Rules tell their last change in camelCase, suppressions in snake_case. */
export function lastTouchOf(body: JsonObject): LastTouch | undefined {
  const updater = body.updater as JsonObject | null | undefined
  const by = [updater?.name, updater?.handle].find(isText)
  const atMs = [body.updatedAt, body.update_date].find((time): time is number => typeof time === 'number')
  if (by === undefined && atMs === undefined) return undefined
  return { ...(by !== undefined && { by }), ...(atMs !== undefined && { atMs }) }
}

function copied(item: WantedItem, ours: readonly Held[]): PlanProblem {
  const ids = ours.map(({ remoteId }) => remoteId).join(', ')
  return {
    kind: item.kind,
    id: item.id,
    code: 'P001',
    severity: 'error',
    path: ['id'],
    message:
      ours.length > 1
        ? `${ours.length} ${item.kind}s of the tenant carry the tag ${idTag(item.id)}: ${ids}`
        : `${item.kind} ${ids} of the tenant carries the tags of several files: ${ours[0]?.tags.ids.join(', ')}`,
    help: 'remove the tag from those that are not meant, then plan again; until then none of them is touched',
  }
}

function namesakeProblem(item: WantedItem, namesakes: readonly Held[], tenant: string): PlanProblem {
  const [first] = namesakes
  const alone = namesakes.length === 1 ? first : undefined
  const otherKind = alone && item.kind === 'rule' ? replaceReason(item.body, alone.body) : undefined
  const meant = otherKind
    ? `it cannot be taken over, since ${otherKind}`
    : `write adopts: { ${tenant}: ${alone?.remoteId ?? 'ID'} } into the file to take ${alone ? 'it' : 'one of them'} over, or pass --adopt ${item.id}`
  return {
    kind: item.kind,
    id: item.id,
    code: 'P005',
    severity: 'error',
    path: ['name'],
    message: `the tenant has ${alone ? `a ${item.kind}` : `${namesakes.length} ${item.kind}s`} of this name that nobody manages: ${namesakes.map(({ remoteId }) => remoteId).join(', ')}`,
    help: `${meant}; beside: true, or --create-beside ${item.id}, makes another one`,
  }
}
