import { batches } from './batches'
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

/** The version of every document of results: it rises where a program that reads one would have to change. */
const version = 1

/** A document of results over several lines, with its version. */
export function jsonDocument(content: object | undefined): JsonText {
  return jsonText({ version, ...content })
}

/**
 * One document over several lines, as `jsonDocument` has it, part by part: lists of any length, each under its key, then what
 * else the object holds, which is asked for when they have been written.
 */
export function* jsonParts(
  lists: Readonly<Record<string, Iterable<unknown>>>,
  rest: () => Readonly<Record<string, unknown>>,
): Generator<JsonText> {
  yield new JsonDocument(`{\n  "version": ${version},\n`)
  for (const [key, values] of Object.entries(lists)) {
    let before = `  ${escaped(JSON.stringify(key))}: [`
    let after = '],\n'
    for (const some of batches(each(values, (value) => JSON.stringify(value, null, 2).replaceAll('\n', '\n    ')))) {
      yield new JsonDocument(escaped(`${before}\n    ${some.join(',\n    ')}`))
      before = ','
      after = '\n  ],\n'
    }
    yield new JsonDocument(`${before === ',' ? '' : before}${after}`)
  }
  yield new JsonDocument(`${escaped(JSON.stringify(rest(), null, 2)).replace('{\n', '')}\n`)
}

/** One value a line. */
export function jsonLines(values: readonly unknown[]): JsonText {
  return new JsonDocument(values.map((value) => `${escaped(JSON.stringify(value))}\n`).join(''))
}

/** The same of any number of values, in parts. */
export function* jsonLineParts(values: Iterable<unknown>): Generator<JsonText> {
  for (const some of batches(each(values, (value) => JSON.stringify(value)))) {
    yield new JsonDocument(escaped(`${some.join('\n')}\n`))
  }
}

function* each<Value, Made>(values: Iterable<Value>, make: (value: Value) => Made): Generator<Made> {
  for (const value of values) yield make(value)
}

/** What `JSON.stringify` leaves raw can stand in texts only, where an escape says the same. */
function escaped(json: string): string {
  const seen = withoutUnseen(json, codeUnits)
  return seen.includes('##') ? seen.replace(markedCommand, '\\u0023') : seen
}
