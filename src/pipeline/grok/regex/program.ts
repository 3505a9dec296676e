import type { CharSet } from './char-set'

/** What the matcher does, one number each; `stride` numbers of the code make an instruction: this and its operands. */
export const op = {
  /** unit */
  char: 0,
  /** set */
  set: 1,
  /** text */
  text: 2,
  /** first pc, other pc, set that the first may begin with or -1, the same of the other */
  split: 3,
  /** pc */
  jump: 4,
  /** slot */
  save: 5,
  /** which of `assertions` */
  assert: 6,
  /** set, mark, set that what follows begins with or -1 */
  runGreedy: 7,
  runLazy: 8,
  runPossessive: 9,
  /** mark: where ways meet, so that a way that failed once is not gone again */
  mark: 10,
  /** which of `subKinds`, pc after it; its body follows and ends in `accept` */
  sub: 11,
  accept: 12,
  /** capture, 1 for any case */
  sameAs: 13,
  /** register */
  loopEnter: 14,
  /** register, pc after the loop */
  loopAgain: 15,
  /** set; one character backwards */
  setBack: 16,
  /** the whole match is found if the text ends here */
  done: 17,
} as const

export const stride = 5

export const assertions = [
  'start',
  'end',
  'end-or-last-line-end',
  'line-start',
  'line-end',
  'word-edge',
  'no-word-edge',
] as const

export const subKinds = { atomic: 0, wanted: 1, unwanted: 2 } as const

/** A regular expression as instructions for `matchWhole`. */
export interface Program {
  readonly code: Int32Array
  readonly sets: readonly CharSet[]
  readonly texts: readonly string[]
  readonly captures: number
  readonly marks: number
  readonly registers: number
  /** Whether what matches depends on captures: then a way that failed may not be closed. */
  readonly remembers: boolean
}
