import { WorldError } from '../../diagnostic/world-error'
import type { JsonObject } from '../../json/json'
import { identityTags, idTag } from '../../rule/tenant/identity-tags'
import { standingOf } from '../../rule/tenant/ownership'
import { isProvided } from '../../rule/tenant/provided-rule'
import { atMost } from '../at-most'
import { mapReferences } from '../comparable'
import type { Change, Plan } from '../plan/plan'
import type { Remote } from '../remote'
import { type AppliedChange, cameTo, changeRef, type FailedChange, type Outcome } from './apply-summary'
import { takeDoublesBack } from './doubles'
import {
  createOnce,
  deleteOnce,
  Moved,
  type Patience,
  rememberRewrite,
  renewRevision,
  replaceOnce,
  updateOnce,
} from './safe-write'
import { overrideShelf, ruleShelf, type Shelf, type Stored, suppressionShelf } from './shelf'
import { WriteRights } from './write-rights'

export interface ApplyOptions {
  /** How many rules are written at once; suppressions always go one by one. 4 by default. */
  readonly concurrency?: number
  /** When it fires, writes in hand are finished and no other is begun. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ApplyProgress) => void
  /** Waits before a lost write is tried again; the caller owns the clock. By default there is no wait. */
  readonly pause?: (attempt: number) => Promise<void>
  /** How often one write is tried. 5 by default. */
  readonly attempts?: number
}

interface ApplyProgress {
  readonly done: number
  readonly total: number
  readonly outcome: Outcome
}

/** One run of a plan: what it knows of the tenant, how many writes are under way, and whether it shall stop. */
export class ApplyRun {
  stopped = false
  private done = 0
  private readonly patience: Patience
  private readonly rights: WriteRights
  private readonly inTurn: ReturnType<typeof atMost>
  /** The tenant's ids of our rules, by slug; grows as rules are created. */
  private readonly remoteIds = new Map<string, string>()
  private readonly slugs = new Map<string, string>()
  private readonly shelves: Readonly<Record<Change['kind'], Shelf>>
  /** What already carries a tag that a create is about to give out. */
  private readonly present = new Map<string, Stored>()

  constructor(
    private readonly plan: Plan,
    remote: Remote,
    private readonly options: ApplyOptions,
    private readonly total: number,
  ) {
    this.rights = new WriteRights(remote)
    this.inTurn = atMost(options.concurrency ?? 4)
    this.patience = { attempts: options.attempts ?? 5, pause: options.pause ?? (async () => {}) }
    const rules = ruleShelf(remote, (remoteId) => this.slugs.get(remoteId))
    this.shelves = { rule: rules, override: overrideShelf(remote), suppression: suppressionShelf(remote) }
    for (const { kind, id, action, remoteId } of plan.changes) {
      if (kind === 'rule' && remoteId !== undefined && action !== 'replace' && action !== 'delete') {
        this.learn(id, remoteId)
      }
    }
  }

  /** Lists what a create could collide with, and learns the ids of rules that the plan does not touch. */
  async prepare(work: readonly Change[]): Promise<void> {
    for (const kind of ['rule', 'suppression'] as const) {
      const creating = work.filter((change) => change.kind === kind && change.action === 'create')
      const refers = kind === 'rule' && work.some(({ references }) => references.length > 0)
      if (creating.length === 0 && !refers) continue
      const ids = new Set(creating.map(({ id }) => id))
      for (const one of await this.shelves[kind].list()) {
        for (const id of this.identities(one)) {
          if (ids.has(id)) this.present.set(`${kind} ${id}`, one)
          if (kind === 'rule' && !this.remoteIds.has(id)) this.learn(id, one.id)
        }
      }
    }
  }

  /** Waits for the rules that a change needs and for a free place, then makes it. Never throws for world trouble. */
  async one(change: Change, targets: readonly Promise<Outcome>[]): Promise<Outcome> {
    const needed = await Promise.all(targets)
    return this.inTurn(async () => {
      const outcome = await this.outcome(change, needed)
      this.done += 1
      this.options.onProgress?.({ done: this.done, total: this.total, outcome })
      return outcome
    })
  }

  /** The outcomes of creates and replaces after a look at whether another apply made the same things meanwhile. */
  async withoutDoubles(outcomes: readonly Outcome[]): Promise<readonly Outcome[]> {
    if (this.stopped || this.options.signal?.aborted) return outcomes
    const taken = new Map<Change['kind'], ReadonlySet<string>>()
    for (const kind of ['suppression', 'rule'] as const) {
      const made = outcomes.flatMap((outcome) => {
        if (outcome.kind !== 'applied') return []
        const { change, remoteId } = outcome.applied
        const isMade = change.kind === kind && makesAnew(change) && !this.present.has(`${kind} ${change.id}`)
        return isMade && remoteId !== undefined ? [[change.id, remoteId] as const] : []
      })
      taken.set(kind, await takeDoublesBack(this.shelves[kind], new Map(made), (one) => this.identities(one)))
    }
    const reason =
      'another apply made it at the same moment; the one that this apply made beside it was taken away again'
    return outcomes.map((outcome): Outcome => {
      if (outcome.kind !== 'applied' || !makesAnew(outcome.applied.change)) return outcome
      const { change } = outcome.applied
      return taken.get(change.kind)?.has(change.id) ? { kind: 'conflict', conflict: { change, reason } } : outcome
    })
  }

  /** Takes note on a thing that git asks for what it is. Where that fails it stays as it was, and is tried by the next apply. */
  async note(change: Change): Promise<boolean> {
    return this.inTurn(async () => {
      if (this.options.signal?.aborted || this.stopped) return false
      try {
        return await renewRevision(this.shelves[change.kind], change)
      } catch (error) {
        if (!(error instanceof WorldError)) throw error
        // A key that may not write would be refused as often as there are notes.
        if (error.code !== 'conflict') this.stopped = true
        return false
      }
    })
  }

  /** Leaves a change alone, and says why. */
  async skip(change: Change, reason: string): Promise<Outcome> {
    const outcome: Outcome = this.stopped
      ? { kind: 'not-done', notDone: changeRef(change) }
      : held('skipped', change, reason)
    this.done += 1
    this.options.onProgress?.({ done: this.done, total: this.total, outcome })
    return outcome
  }

  /** The slugs under which a thing may be one of ours. */
  private identities({ body }: Stored): readonly string[] {
    const tags = identityTags(body.tags)
    return isProvided(body) || standingOf(tags, this.plan.ownership) === 'theirs' ? [] : tags.ids
  }

  private learn(slug: string, remoteId: string): void {
    this.slugs.delete(this.remoteIds.get(slug) ?? '')
    this.remoteIds.set(slug, remoteId)
    this.slugs.set(remoteId, slug)
  }

  private async outcome(change: Change, needed: readonly Outcome[]): Promise<Outcome> {
    if (this.options.signal?.aborted) this.stopped = true
    if (this.stopped) return { kind: 'not-done', notDone: changeRef(change) }
    if (needed.some(({ kind }) => kind !== 'applied')) {
      return held('skipped', change, 'a rule that it refers to was not written')
    }
    try {
      const written = await this.rights.write(change, () => this.write(change))
      if ('closed' in written) return held('skipped', change, written.closed)
      return { kind: 'applied', applied: { change: changeRef(change), ...written, ...cameTo(change) } }
    } catch (error) {
      if (error instanceof Moved) return held('conflict', change, error.message)
      if (!(error instanceof WorldError)) throw error
      if (error.code === 'conflict') return held('conflict', change, error.message)
      if (error.code === 'interrupted' || error.code === 'unauthorized') this.stopped = true
      return { kind: 'failed', failed: failure(change, error) }
    }
  }

  private async write(change: Change): Promise<Omit<AppliedChange, 'change'>> {
    const shelf = this.shelves[change.kind]
    if (change.action === 'delete') {
      await deleteOnce(shelf, change, this.patience)
      return { rewritten: [] }
    }
    const body = mapReferences(change.body ?? {}, (rule) => this.remoteIds.get(rule))
    const stored = await this.put(shelf, change, body)
    if (change.kind === 'rule') this.learn(change.id, stored.id)
    return this.settled(shelf, stored, body)
  }

  private async put(shelf: Shelf, change: Change, body: JsonObject): Promise<Stored> {
    if (change.action === 'replace') return replaceOnce(shelf, change, body, this.patience)
    if (change.action !== 'create') return updateOnce(shelf, change, body, this.patience)
    const present = this.present.get(`${change.kind} ${change.id}`)
    if (!present) return createOnce(shelf, change.id, body, this.patience)
    if (shelf.compare(body, present.body).fields.length > 0) {
      throw new Moved(`${present.id} of the tenant has carried the tag ${idTag(change.id)} since the plan was made`)
    }
    return present
  }

  /** Checks that the tenant stored what was wanted; where it did not, that is remembered on the thing itself. */
  private async settled(shelf: Shelf, stored: Stored, body: JsonObject): Promise<Omit<AppliedChange, 'change'>> {
    const { fields } = shelf.compare(body, stored.body)
    const placed = { remoteId: stored.id, version: stored.version }
    if (fields.length === 0) return { ...placed, rewritten: [] }
    const rewritten = fields.map(({ path, before, after }) => ({
      path,
      ...(after !== undefined && { before: after }),
      ...(before !== undefined && { after: before }),
    }))
    try {
      const again = await rememberRewrite(shelf, stored, body)
      return { ...placed, version: again.version, rewritten, note: 'the tenant keeps its own form of some fields' }
    } catch (error) {
      if (!(error instanceof WorldError)) throw error
      const note = `the tenant keeps its own form of some fields; the next plan will show them (${error.message})`
      return { ...placed, rewritten, note }
    }
  }
}

/** Whether a change gives the tenant a thing that was not there: what it replaces goes only after that. */
function makesAnew({ action }: Pick<Change, 'action'>): boolean {
  return action === 'create' || action === 'replace'
}

function held(kind: 'conflict' | 'skipped', change: Change, reason: string): Outcome {
  const one = { change: changeRef(change), reason }
  return kind === 'conflict' ? { kind, conflict: one } : { kind, skipped: one }
}

function failure(change: Change, error: WorldError): FailedChange {
  const { code, message, help } = error
  return { change: changeRef(change), error: { code, message, ...(help !== undefined && { help }) } }
}
