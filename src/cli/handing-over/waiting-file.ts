import { join } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { isCommit } from '../../forge/sending'
import type { Waiting } from '../../forge/waiting'
import { isObjectList } from '../../json/json-object'
import { readHandedOver } from './handed-over'

/** Stands in the folder of reviews, and says what is reviewed there. */
export const waitingFile = 'waiting.json'

/** What `ddac gitlab waiting` wrote. */
export function readWaiting(path: string, shown: string): readonly Waiting[] {
  const told = readHandedOver(path, shown, notWaiting).waiting
  if (!isObjectList(told)) throw notWaiting(shown)
  return told.map(({ number, commit, isFork }) => {
    if (!Number.isSafeInteger(number) || !isCommit(commit)) throw notWaiting(shown)
    return { number: Number(number), commit, isFork: isFork !== false }
  })
}

/** The same by the folder that holds the file. */
export function waitingIn(folder: string, shown: string): readonly Waiting[] {
  return readWaiting(join(folder, waitingFile), join(shown, waitingFile))
}

function notWaiting(shown: string): WorldError {
  return new WorldError('bad-input', `${shown} does not say what waits`, 'Name what ddac gitlab waiting wrote.')
}
