import type { WorldError } from '../../diagnostic/world-error'
import type { JsonObject } from '../../json/json'
import { asObject } from '../../json/json-object'
import { readText } from '../../workspace/read-text'

/**
 * The object in a file that one run leaves to another, in another job perhaps: it may be cut off, or another file. Throws what
 * `refusal` makes, and a WorldError where the file cannot be read.
 */
export function readHandedOver(path: string, shown: string, refusal: (shown: string) => WorldError): JsonObject {
  const told = asObject(parsed(readText(path, shown)))
  if (told === undefined) throw refusal(shown)
  return told
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a path that was handed over lies below the top of the repository, and not in what git keeps. */
export function isBelowTop(path: string): boolean {
  return !path.split('/').some((part) => /^(?:\.{0,2}|\.git)$/i.test(part)) && !/[\\:\0]/.test(path)
}
