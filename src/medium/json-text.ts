import { markedCommand } from './runner-commands'
import { SafeText } from './safe-text'
import { codeUnits, withoutUnseen } from './unseen'

class JsonDocument extends SafeText {
  readonly medium = 'json'
}

/** JSON in which nothing steers the terminal, hides from a reader or speaks to a CI runner; it reads as the same value. */
export type JsonText = JsonDocument

/** One value over several lines. */
export function jsonText(value: unknown): JsonText {
  return new JsonDocument(`${escaped(JSON.stringify(value, null, 2))}\n`)
}

/** One value a line. */
export function jsonLines(values: readonly unknown[]): JsonText {
  return new JsonDocument(values.map((value) => `${escaped(JSON.stringify(value))}\n`).join(''))
}

/** What `JSON.stringify` leaves raw can stand in texts only, where an escape says the same. */
function escaped(json: string): string {
  return withoutUnseen(json, codeUnits).replace(markedCommand, '\\u0023')
}
