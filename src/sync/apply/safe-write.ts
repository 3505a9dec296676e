import { WorldError } from '../../diagnostic/world-error'
import type { JsonObject } from '../../json/json'
import {
  identityTags,
  idTag,
  isMarkedAs,
  managingTags,
  replacedTag,
  withRevision,
} from '../../rule/tenant/identity-tags'
import { type Ownership, standingOf } from '../../rule/tenant/ownership'
import { isProvided } from '../../rule/tenant/provided-rule'
import type { Change } from '../plan/plan'
import type { Shelf, Stored } from './shelf'

/** Somebody else moved what a change stands on. */
export class Moved extends Error {}

/** How often and how patiently a write is tried whose answer got lost. */
export interface Patience {
  readonly attempts: number
  /** Waits before try number `attempt` (from 1); the caller owns the clock. */
  pause(attempt: number): Promise<void>
}

/**
 * Creates a thing once, whatever happens to the answers: before each further try the tenant is searched for the tag.
 * Without a successful search nothing is tried again.
 */
export async function createOnce(shelf: Shelf, id: string, body: JsonObject, patience: Patience): Promise<Stored> {
  return keepTrying(
    patience,
    async () => shelf.create(body),
    async () => {
      const own = ownershipOf(body)
      const [found, ...more] = (await shelf.list()).filter((one) => carries(one, id, own))
      if (more.length > 0) throw new Moved(`several things in the tenant carry the tag ${idTag(id)} now`)
      return found
    },
  )
}

/**
 * Updates a thing if it still has the version it was planned on. A thing that already is as wanted counts as done: an
 * earlier try may have got through without its answer.
 */
export async function updateOnce(shelf: Shelf, change: Change, body: JsonObject, patience: Patience): Promise<Stored> {
  const asPlanned = async (): Promise<Stored> => {
    const before = await shelf.get(change.remoteId ?? '')
    if (!before) throw new Moved('it was deleted in the tenant since the plan was made')
    const refusal = shelf.refuses(before)
    if (refusal !== undefined) throw new Moved(refusal)
    if (before.version !== change.basis?.version && !isDone(shelf, before, body))
      throw new Moved(movedOn(change, before))
    return before
  }
  return keepTrying(
    patience,
    async () => {
      const before = await asPlanned()
      return isDone(shelf, before, body) ? before : shelf.update(before, body)
    },
    // Each try looks before it writes.
    async () => undefined,
  )
}

/** Deletes a thing if it still has the version it was planned on and still carries our tag. Gone already is done. */
export async function deleteOnce(shelf: Shelf, change: Change, patience: Patience): Promise<void> {
  const remoteId = change.remoteId ?? ''
  await keepTrying(
    patience,
    async () => {
      const before = await shelf.get(remoteId)
      if (!before) return true
      const { ids, replaced } = identityTags(before.body.tags)
      if (isProvided(before.body)) throw new Moved('it is a rule of Datadog or of a partner')
      if (!ids.includes(change.id) && replaced !== change.id)
        throw new Moved(`it no longer carries the tag of ${change.id}`)
      if (before.version !== change.basis?.version) throw new Moved(movedOn(change, before))
      await shelf.remove(remoteId)
      return true
    },
    async () => undefined,
  )
}

/**
 * Puts a new thing in the place of an old one without a moment in which neither exists: the old one is marked, the new
 * one created, the old one deleted. Each step is visible in the tenant, so an interrupted replace is simply taken up
 * again. If the new one is refused, the old one gets its tags back. What cannot be found is looked for in the list first: an old
 * one that stays unmarked, or the new one of another apply, would raise every signal twice beside a new one.
 */
export async function replaceOnce(shelf: Shelf, change: Change, body: JsonObject, patience: Patience): Promise<Stored> {
  const found = await shelf.get(change.remoteId ?? '')
  const { old, done } = found ? { old: found } : await listed(shelf, change, body)
  if (done) return done
  if (old && old.version !== change.basis?.version) throw new Moved(movedOn(change, old))
  if (old && isProvided(old.body)) throw new Moved('it is a rule of Datadog or of a partner')
  const tags = old ? (old.body.tags as readonly string[] | undefined) : undefined
  const { rest, revision } = identityTags(tags)
  const { owners } = identityTags(body.tags)
  // What was applied stays said on it: an apply that is stopped here must not take its own mark for somebody's change.
  const marks = [...managingTags({ ids: [], owner: owners[0], revision }), replacedTag(change.id)]
  const marked = old && (await markReplaced(shelf, old, change.id, [...rest, ...marks], patience))
  let created: Stored
  try {
    created = await createOnce(shelf, change.id, body, patience)
  } catch (error) {
    if (marked && error instanceof WorldError && error.code === 'rejected') await shelf.retag(marked, tags ?? [])
    throw error
  }
  if (marked) {
    await keepTrying(
      patience,
      async () => shelf.remove(marked.id).then(() => true),
      async () => undefined,
    )
  }
  return created
}

/** Remembers on the thing itself that the tenant stores something else than was wanted. */
export async function rememberRewrite(shelf: Shelf, stored: Stored, body: JsonObject): Promise<Stored> {
  const { rest, ids, owners, changed, revision } = identityTags(body.tags)
  const { actualHash } = shelf.compare(body, stored.body)
  const remembered = { wanted: '', ...revision, stored: actualHash }
  return shelf.retag(stored, [...rest, ...managingTags({ ids, owner: owners[0], changed, revision: remembered })])
}

/**
 * Renews the tag that remembers what git asked for, on a thing that is as git has it. Answers whether it did: one that moved
 * since the plan is left to the next.
 */
export async function renewRevision(shelf: Shelf, change: Change): Promise<boolean> {
  const { revision } = identityTags(change.body?.tags)
  const before = await shelf.get(change.remoteId ?? '')
  if (!revision || !before || before.version !== change.basis?.version || shelf.refuses(before)) return false
  await shelf.retag(before, withRevision(before.body.tags, revision))
  return true
}

/** Whose a thing is that is about to be written, as its tags say. */
function ownershipOf(body: JsonObject): Ownership {
  const [owner] = identityTags(body.tags).owners
  return owner === undefined ? {} : { owner }
}

/** Whether a thing carries the tag of a slug and is nobody else's. */
function carries(one: Stored, id: string, ownership: Ownership): boolean {
  const tags = identityTags(one.body.tags)
  return !isProvided(one.body) && tags.ids.includes(id) && standingOf(tags, ownership) === 'ours'
}

/** What the list has of a replace whose old thing cannot be found: that thing all the same, or what already took its place. */
async function listed(
  shelf: Shelf,
  change: Change,
  body: JsonObject,
): Promise<{ readonly old?: Stored; readonly done?: Stored }> {
  const all = await shelf.list()
  const old = all.find(({ id }) => id === change.remoteId)
  if (old) return { old }
  const [made] = all.filter((one) => carries(one, change.id, ownershipOf(body)))
  if (!made) return {}
  if (isDone(shelf, made, body)) return { done: made }
  throw new Moved(`${made.id} of the tenant has carried the tag ${idTag(change.id)} since the plan was made`)
}

async function markReplaced(
  shelf: Shelf,
  old: Stored,
  id: string,
  tags: readonly string[],
  patience: Patience,
): Promise<Stored> {
  const isMarked = (one: Stored): boolean => identityTags(one.body.tags).replaced === id
  if (isMarked(old)) return old
  return keepTrying(
    patience,
    async () => shelf.retag(old, tags),
    async () => {
      const again = await shelf.get(old.id)
      if (!again) throw new Moved('it was deleted in the tenant since the plan was made')
      if (isMarked(again)) return again
      if (again.version !== old.version) throw new Moved('somebody changed it since the plan was made')
      return undefined
    },
  )
}

function isDone(shelf: Shelf, stored: Stored, body: JsonObject): boolean {
  return (
    isMarkedAs(identityTags(stored.body.tags), identityTags(body.tags)) &&
    shelf.compare(body, stored.body).fields.length === 0
  )
}

function movedOn(change: Change, now: Stored): string {
  return `it was changed in the tenant since the plan was made (version ${change.basis?.version} then, ${now.version} now)`
}

/**
 * Errors after which nobody knows whether the tenant acted, or which may pass: suppressions answer 409 when two of
 * them are written at once, though each is untouched.
 */
const unsure = new Set(['network', 'server-error', 'bad-answer', 'rate-limited', 'conflict'])

/**
 * Does a write and, when its answer is lost, looks whether it happened before doing it again. The look is tried again
 * too; the write never is without one.
 */
async function keepTrying<Value>(
  patience: Patience,
  write: () => Promise<Value>,
  look: () => Promise<Value | undefined>,
): Promise<Value> {
  let mayWrite = true
  for (let attempt = 1; ; attempt += 1) {
    try {
      const seen = mayWrite ? undefined : await look()
      if (seen !== undefined) return seen
      mayWrite = false
      return await write()
    } catch (error) {
      if (!(error instanceof WorldError) || !unsure.has(error.code) || attempt >= patience.attempts) throw error
      await patience.pause(attempt)
    }
  }
}
