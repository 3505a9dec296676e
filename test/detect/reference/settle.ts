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

/**
 * The same signals, each told after those that it holds; those that hold each other as if nothing were known of the others,
 * and then again until nothing changes. Where one of these has more values than it shows, what is on it may take away what
 * is on it: undefined.
 */
function toldFromLogs(readers: readonly ReferenceRule[], found: Board): Board | undefined {
  const told = new Map(readers.flatMap(({ id }) => (found.get(id) ?? []).map((one) => [one.sure.id, one])))
  const behind = new Map([...told.keys()].map((id) => [id, allBehind(id, told)]))
  const isBehind = (id: string, other: string): boolean => behind.get(other)?.has(id) ?? false
  const looks = new Map<string, Thing>()
  while (looks.size < told.size) {
    const left = [...told.keys()].filter((id) => !looks.has(id))
    const [first = ''] = left.filter((id) => left.every((other) => !isBehind(other, id) || isBehind(id, other)))
    const together = left.filter((id) => id === first || (isBehind(id, first) && isBehind(first, id)))
    const isSettled = tellTogether(together, told, looks)
    const isCircle = isBehind(first, first)
    if (!isSettled || (isCircle && together.some((id) => told.get(id)?.hidesMany))) return undefined
  }
  return new Map([...found].map(([id, signals]) => [id, signals.map((one) => told.get(one.sure.id) ?? one)]))
}

/** What a signal holds, and what those hold. */
function allBehind(id: string, told: ReadonlyMap<string, Told>): ReadonlySet<string> {
  const found = new Set(told.get(id)?.holds.filter((held) => told.has(held)))
  for (const each of found) for (const held of told.get(each)?.holds ?? []) if (told.has(held)) found.add(held)
  return found
}

function tellTogether(ids: readonly string[], told: Map<string, Told>, looks: Map<string, Thing>): boolean {
  const nothing = { sources: [], services: [], hosts: [], tags: [], attributes: {} }
  for (const id of ids) looks.set(id, { id, time: told.get(id)?.signal.opened ?? 0, ...nothing })
  for (let round = 0; round < 60; round += 1) {
    const before = JSON.stringify(ids.map((id) => looks.get(id)))
    for (const id of ids) {
      const one = told.get(id)?.retold((thing) => looks.get(thing))
      if (one === undefined) continue
      told.set(id, one)
      looks.set(id, withoutWorkflow(one.possible))
    }
    if (JSON.stringify(ids.map((id) => looks.get(id))) === before) return true
  }
  return false
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
