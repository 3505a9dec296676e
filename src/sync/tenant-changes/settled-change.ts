import { ageText } from '../../diagnostic/times'
import { sameJson } from '../../json/canonical-json'
import type { Json, JsonObject } from '../../json/json'
import { identityTags } from '../../rule/tenant/identity-tags'
import type { Treatment } from '../../wire/change-policy'
import type { FieldChange } from '../../wire/differences'
import { type SlugOf, sidesOf } from '../comparable'
import { turned } from '../drift/drift'
import type { Change, Kind, LastTouch, PeoplesChange, PlanProblem } from '../plan/plan'
import type { Hold } from '../plan/withhold'
import { withPeoplesChanges } from './merged-body'
import type { TenantChange, Touched } from './tenant-change'

/** What is decided about one change of a plan, given what people changed in the tenant. */
export interface Settled {
  readonly change: Change
  /** Why it must not be written, where it must not. */
  readonly hold?: Hold
  /** What people changed, git did not ask for, and is left as it is. */
  readonly warnings: readonly PeoplesChange[]
}

interface Settling extends Touched {
  readonly found: TenantChange
  readonly treatment: (path: string) => Treatment
  readonly slugOf: SlugOf
  readonly overwrite: boolean
  readonly nowMs: number
}

/** Decides between git's side, people's, and neither. */
export function settledOf({ change, body, found, treatment, slugOf, overwrite, nowMs }: Settling): Settled {
  if (found.kind === 'nobody') return { change, warnings: [] }
  if (found.kind === 'unknown') {
    if (overwrite)
      return { change: { ...change, takesBack: peoples(found.fields.map(turned), found.who) }, warnings: [] }
    const reason = `it was changed${touchText(found.who, nowMs)}, git may have changed it too, and ${found.because}`
    return clashing(change, reason, found.who)
  }
  const { who, isInGit } = found
  const takes = (path: string): 'git' | 'tenant' => (overwrite || treatment(path) === 'overwrite' ? 'git' : 'tenant')
  const { theirs, clashes, content } = found.merge(takes)
  if (clashes.length > 0) {
    const reason = `${wereChanged(clashes)} in git and${touchText(who, nowMs)}`
    const work = [...clashes.map(({ path, base, tenant }) => ({ path, before: base, after: tenant })), ...found.theirs]
    return clashing({ ...change, leaves: peoples(work.map(withoutGaps), who) }, reason, who)
  }
  const taken = theirs.filter(({ path }) => takes(path) === 'git')
  const left = theirs.filter(({ path }) => takes(path) === 'tenant')
  const takesBack = taken.length > 0 ? { takesBack: peoples(taken, who) } : {}
  if (left.length === 0) return { change: { ...change, ...takesBack }, warnings: [] }
  const withheld = left.filter(({ path }) => treatment(path) === 'withhold')
  const leaves = { leaves: peoples(left, who) }
  if (isKindChanged(left)) {
    const reason = `how it detects was changed${touchText(who, nowMs)}, which no update takes back`
    return { change: { ...change, ...leaves }, hold: holdOf(change, reason, who, isInGit), warnings: [] }
  }
  const kind = change.kind === 'suppression' ? change.kind : 'rule'
  const { actual } = sidesOf(kind, change.body ?? {}, body, slugOf)
  if (!sameJson(content, actual) || isRelabelled(change, body)) {
    const merged = withPeoplesChanges({ change, body }, found.wanted, content, slugOf)
    const warnings = withheld.length > 0 ? [peoples(withheld, who)] : []
    const changedIn = isInGit ? (taken.length > 0 ? 'both' : 'git') : 'tenant'
    return { change: { ...merged, changedIn, ...leaves, ...takesBack }, warnings }
  }
  if (withheld.length === 0) {
    const reason = `${pathsOf(left)}: as people left it in the tenant, which ddac.yaml keeps`
    return { change: { ...change, action: 'none', reason, ...leaves, fields: [] }, warnings: [] }
  }
  const reason = `${wereChanged(withheld)}${touchText(who, nowMs)}, and git asked for nothing since`
  return {
    change: { ...change, ...leaves },
    hold: holdOf(change, reason, who, false),
    warnings: [peoples(withheld, who)],
  }
}

/** Whether the change gives a thing another id or owner, or takes a half-done replacement back: then it is written anyway. */
function isRelabelled({ body }: Change, there: JsonObject): boolean {
  const [want, have] = [identityTags(body?.tags), identityTags(there.tags)]
  const isOthers = have.owners.length > 0 && !sameJson(want.owners, have.owners)
  return isOthers || !sameJson(want.ids, have.ids) || have.replaced !== undefined
}

/** A warning about what people changed and a plan leaves as it is. */
export function leftWarning({ kind, id }: Change, { fields, ...who }: PeoplesChange, nowMs: number): PlanProblem {
  const message = `${wereChanged(fields)}${touchText(who, nowMs)}, and ${fields.length > 1 ? 'stay as they are' : 'stays as it is'}`
  return { kind, id, code: 'P032', severity: 'warning', path: ['id'], message, help: remedyOf(kind) }
}

/** What git and people changed both waits for somebody to say what shall be. */
export function clashing(change: Change, reason: string, who: LastTouch | undefined): Settled {
  const hold = {
    ...holdOf(change, reason, who, true),
    remedy: clashRemedy,
  }
  return { change, hold, warnings: [] }
}

const clashRemedy = 'write what the tenant has into the file to keep it, or take the side of git with --overwrite-drift'

/** What overrides change is written by hand: one of them may speak for many rules. */
function remedyOf(kind: Kind): string {
  const keeping =
    kind === 'override' ? 'an override that says it for this rule keeps it' : 'ddac drift --adopt takes it into git'
  return `${keeping}; --overwrite-drift takes the side of git`
}

/** Why a change must not be written, with the way out. */
export function holdOf(change: Change, reason: string, who: LastTouch | undefined, asked: boolean): Hold {
  const { kind, id, remoteId } = change
  const own = { kind, id, ...(remoteId !== undefined && { remoteId }) }
  return { ...own, reason, remedy: remedyOf(kind), asked, ...who }
}

/** Type and method: no update changes them, so that they are nothing to be left beside what git changed. */
function isKindChanged(fields: readonly FieldChange[]): boolean {
  return fields.some(({ path }) => path === 'type' || path === 'options.detectionMethod')
}

/** What people changed, and who did it last. */
export function peoples(fields: readonly FieldChange[], who: LastTouch | undefined): PeoplesChange {
  return { fields, ...who }
}

/** Where, by whom and how long ago something was changed, as the end of a clause. */
export function touchText(who: LastTouch | undefined, nowMs: number): string {
  const by = who?.by === undefined ? '' : ` by ${who.by}`
  return ` in the tenant${by}${who?.atMs === undefined ? '' : `, ${ageText(nowMs - who.atMs)}`}`
}

/** `isEnabled was changed`, `isEnabled, message were changed`. */
export function wereChanged(fields: readonly { readonly path: string }[]): string {
  return `${pathsOf(fields)} ${fields.length > 1 ? 'were' : 'was'} changed`
}

function withoutGaps({ path, before, after }: FieldSides): FieldChange {
  return { path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }
}

interface FieldSides {
  readonly path: string
  readonly before?: Json | undefined
  readonly after?: Json | undefined
}

/** The paths of some fields, each once. */
export function pathsOf(fields: readonly { readonly path: string }[]): string {
  return [...new Set(fields.map(({ path }) => path))].join(', ')
}
