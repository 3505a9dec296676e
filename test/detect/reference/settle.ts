import type { Told } from './live'
import type { ReferenceRule } from './model'

/** The signals of all rules, by the ids of those. */
export type Board = ReadonlyMap<string, readonly Told[]>

/** What a rule tells, if others tell what is on the board; undefined if there are too many orders to try. */
type Tell = (rule: ReferenceRule, board: Board) => readonly Told[] | undefined

/**
 * What rules over signals tell beside what is known. Where it depends on who is asked first, what is on a signal hangs on
 * itself, and the documents do not say what that means: undefined, as where it never comes to an end.
 */
export function settled(known: Board, readers: readonly ReferenceRule[], tell: Tell): Board | undefined {
  const found = fromMomentToMoment(known, readers, tell)
  const isCircle = readers.length > 1 && readers.some(({ queries }) => queries.some(({ of }) => of === 'all signals'))
  if (found === undefined || !isCircle) return found
  const other = fromMomentToMoment(known, readers.toReversed(), tell)
  const isSame = readers.every(({ id }) => JSON.stringify(found.get(id)) === JSON.stringify(other?.get(id)))
  return isSame ? found : undefined
}

/** None looks at what opens later: what is new at a moment comes first, and what follows from it after, until nothing changes. */
function fromMomentToMoment(known: Board, readers: readonly ReferenceRule[], tell: Tell): Board | undefined {
  let board = known
  for (let round = 0; round < 60; round += 1) {
    const next = new Map(board)
    for (const rule of readers) {
      const told = tell(rule, next)
      if (told === undefined) return undefined
      next.set(rule.id, told)
    }
    const since = firstChange(openings(board), openings(next))
    const isSame = readers.every(({ id }) => JSON.stringify(board.get(id)) === JSON.stringify(next.get(id)))
    if (since === undefined && isSame) return next
    board = new Map(
      [...next].map(([id, told]) => [
        id,
        known.has(id) ? told : told.filter(({ signal }) => since === undefined || signal.opened <= since),
      ]),
    )
  }
  return undefined
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
