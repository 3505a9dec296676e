import { WorldError } from '../../src/diagnostic/world-error'
import { type Mistake, noMistakes } from './reader'

/** Reads what may be refused with a WorldError, which has words for it. */
export async function unlessWorldError(read: () => void | Promise<void>): Promise<readonly Mistake[]> {
  try {
    await read()
  } catch (error) {
    if (!(error instanceof WorldError) || error.message === '') throw error
  }
  return noMistakes
}
