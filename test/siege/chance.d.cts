/** Chance that comes again: a stream of numbers from 0 to 1 that a text decides. */
export interface Chance {
  next(): number
  /** A whole number from 1 to `most`. */
  upTo(most: number): number
  oneOf<T>(list: readonly T[]): T
}

export function chanceOf(text: string): Chance
