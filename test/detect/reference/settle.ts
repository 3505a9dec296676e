import { type Told, withoutWorkflow } from './live'
import type { ReferenceRule, Thing } from './model'

/** The signals of all rules, by the ids of those. */
export type Board = ReadonlyMap<string, readonly Told[]>

/** What a rule tells, if others tell what is on the board; undefined if there are too many orders to try. */
type Tell = (rule: ReferenceRule, board: Board) => readonly Told[] | undefined

/**
 * What rules over signals tell beside what is known. Where it depends on who is asked first, what is on a signal hangs on
 * itself, and the documents do not say what that means: undefined, as where it never comes to an end.
 */
export function settled(known: Board, readers: readonly ReferenceRule[], tell: Tell): Board | undefined {
  const isCircle = readers.length > 1 && readers.some(({ queries }) => queries.some(({ of }) => of === 'all signals'))
  if (!isCircle) return fromMomentToMoment({ known, readers, tell }, known)
  const found = atRest({ known, readers, tell })
  const other = atRest({ known, readers: readers.toReversed(), tell })
  return found !== undefined && other !== undefined && areSame(readers, found, other) ? found : undefined
}

interface Run {
  readonly known: Board
  readonly readers: readonly ReferenceRule[]
  readonly tell: Tell
}

/** Signals with nothing on them that comes from no log and no rule. */
function atRest(run: Run): Board | undefined {
  let board: Board | undefined = run.known
  for (let round = 0; round < 10 && board !== undefined; round += 1) {
    const found = fromMomentToMoment(run, board)
    board = found && toldFromLogs(run.readers, found)
    if (found !== undefined && board !== undefined && areSame(run.readers, found, board)) return found
  }
  return undefined
}

/** The same signals, told as if nothing were known of what is on the others, and then again until nothing changes. */
function toldFromLogs(readers: readonly ReferenceRule[], found: Board): Board | undefined {
  const board = new Map(found)
  const nothing = { sources: [], services: [], hosts: [], tags: [], attributes: {} }
  const looks = new Map<string, Thing>()
  for (const { id } of readers) {
    for (const { sure, signal } of found.get(id) ?? []) {
      looks.set(sure.id, { id: sure.id, time: signal.opened, ...nothing })
    }
  }
  for (let round = 0; round < 60; round += 1) {
    const before = JSON.stringify([...looks])
    for (const { id } of readers) {
      const told = (found.get(id) ?? []).map((one) => one.retold((thing) => looks.get(thing)))
      board.set(id, told)
      for (const { possible } of told) looks.set(possible.id, withoutWorkflow(possible))
    }
    if (JSON.stringify([...looks]) === before) return board
  }
  return undefined
}

/** None looks at what opens later: what is new at a moment comes first, and what follows from it after, until nothing changes. */
function fromMomentToMoment({ known, readers, tell }: Run, first: Board): Board | undefined {
  let board = first
  for (let round = 0; round < 60; round += 1) {
    const next = new Map(board)
    for (const rule of readers) {
      const told = tell(rule, next)
      if (told === undefined) return undefined
      next.set(rule.id, told)
    }
    const since = firstChange(openings(board), openings(next))
    if (since === undefined && areSame(readers, board, next)) return next
    board = new Map(
      [...next].map(([id, told]) => [
        id,
        known.has(id) ? told : told.filter(({ signal }) => since === undefined || signal.opened <= since),
      ]),
    )
  }
  return undefined
}

function areSame(readers: readonly ReferenceRule[], one: Board, other: Board): boolean {
  return readers.every(({ id }) => JSON.stringify(one.get(id)) === JSON.stringify(other.get(id)))
}

/** Which signals there are, each with the moment at which it opened. */
function openings(board: Board): ReadonlyMap<string, number> {
  return new Map([...board.values()].flat().map(({ signal, sure }) => [sure.id, signal.opened]))
}

/** The first moment at which a signal opens in one that does not open in the other. */
function firstChange(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): number | undefined {
  const moments = [...[...before].filter(([id]) => !now.has(id)), ...[...now].filter(([id]) => !before.has(id))].map(
    ([, opened]) => opened,
  )
  return moments.length === 0 ? undefined : Math.min(...moments)
}
