import type { Told } from './live'

/** The signals of all rules, by the ids of those. */
export type Board = ReadonlyMap<string, readonly Told[]>

/** Which signals there are, each with the moment at which it opened. */
export function openings(board: Board): ReadonlyMap<string, number> {
  return new Map([...board.values()].flat().map(({ signal, sure }) => [sure.id, signal.opened]))
}

/** The first moment at which a signal opens in one that does not open in the other. */
export function firstChange(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): number | undefined {
  const moments = [...[...before].filter(([id]) => !now.has(id)), ...[...now].filter(([id]) => !before.has(id))].map(
    ([, opened]) => opened,
  )
  return moments.length === 0 ? undefined : Math.min(...moments)
}
