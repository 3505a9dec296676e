import { join } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import type { Waiting } from '../../forge/waiting'
import { asObject, isObjectList } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { readText } from '../../workspace/read-text'

/** Stands in the folder of reviews, and says what is reviewed there. */
export const waitingFile = 'waiting.json'

/** What `ddac gitlab waiting` wrote. */
export function readWaiting(path: string, shown: string): readonly Waiting[] {
  const told = asObject(parsed(readText(path, shown), shown))?.waiting
  if (!isObjectList(told)) throw notWaiting(shown)
  return told.map(({ number, commit, isFork }) => {
    if (!Number.isSafeInteger(number) || !isText(commit) || !/^[0-9a-f]{7,64}$/.test(commit)) throw notWaiting(shown)
    return { number: Number(number), commit, isFork: isFork !== false }
  })
}

/** The same by the folder that holds the file. */
export function waitingIn(folder: string, shown: string): readonly Waiting[] {
  return readWaiting(join(folder, waitingFile), join(shown, waitingFile))
}

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw notWaiting(shown)
  }
}

function notWaiting(shown: string): WorldError {
  return new WorldError('bad-input', `${shown} does not say what waits`, 'Name what ddac gitlab waiting wrote.')
}
