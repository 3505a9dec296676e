import type { Code } from '../../diagnostic/codes'
import type { Page } from '../check'

/**
 * The page of help of a code. Where nothing in a file is wrong, `bad` shows when it is met and `good` what to do then
 * (`isMet`).
 */
export interface CodePage extends Page {
  readonly isMet?: true
}

/** One page for each of these codes. */
export type CodePages<Some extends string> = Readonly<Record<Extract<Code, Some>, CodePage>>
