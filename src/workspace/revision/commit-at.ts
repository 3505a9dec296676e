import { WorldError } from '../../diagnostic/world-error'
import { findCommit } from './find-commit'

/** The commit that is checked out; undefined where git keeps nothing of a folder. */
export async function commitAt(folder: string): Promise<string | undefined> {
  try {
    return (await findCommit(folder, 'HEAD')).hash
  } catch (error) {
    if (error instanceof WorldError) return undefined
    throw error
  }
}
