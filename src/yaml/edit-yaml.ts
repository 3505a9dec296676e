import { isDeepStrictEqual } from 'node:util'
import type { YAMLSeq } from 'yaml'
import type { Path } from '../diagnostic/diagnostic'
import type { Json } from '../json/json'
import { isCollection, isJsonObject, isList } from '../json/json-object'
import { linedUp } from '../json/line-up'
import { valueAt, withoutValue, withValue } from '../json/value-at-path'
import { asBefore } from './as-before'
import { plainValue } from './plain-value'
import { printOptions, printYaml } from './print-yaml'
import { parsedForEdit, parseForEdit, spliceAway, spliceItems, spliceText, spliceValue } from './splice-yaml'

/** The text with `value` at `path`; everything else stays as it was written, comments and layout included. */
export function setIn(text: string, path: Path, value: unknown): string {
  const expected = withValue(dataIn(text), path, value)
  return proven(text, expected, [
    () => spliceValue(text, path, value),
    () => edited(text, (document) => document.setIn(path, document.createNode(value))),
  ])
}

/** The text with another text at `path`, within the quotes and on the line of the one that stands there. */
export function setTextIn(text: string, path: Path, value: string): string {
  const expected = withValue(dataIn(text), path, value)
  return proven(text, expected, [() => spliceText(text, path, value), () => setIn(text, path, value)])
}

/** The text without what stands at `path`; a path that leads nowhere changes nothing. */
export function deleteIn(text: string, path: Path): string {
  const before = dataIn(text)
  const expected = withoutValue(before, path)
  if (isDeepStrictEqual(before, expected)) return text
  return proven(text, expected, [
    () => spliceAway(text, path),
    () => edited(text, (document) => document.deleteIn(path)),
  ])
}

/**
 * The text changed in as few places as possible so that it says `value`. Keys that `value` lacks are removed, new ones
 * are added at the end of their map; comments and layout of all that is equal stay.
 */
export function rewriteYaml(text: string, value: unknown): string {
  const before = dataIn(text)
  if (!isCollection(before) || !isCollection(value)) return printYaml(value)
  return rewriteAt(text, [], before, value)
}

function rewriteAt(text: string, path: Path, before: unknown, after: unknown): string {
  if (isDeepStrictEqual(before, after)) return text
  if (isList(before) && isList(after) && before.length > 0 && after.length > 0) {
    return rewriteList(text, path, before, after)
  }
  if (!isJsonObject(before) || !isJsonObject(after)) return setIn(text, path, after)
  let result = text
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) result = deleteIn(result, [...path, key])
  }
  for (const [key, wanted] of Object.entries(after)) {
    const here = [...path, key]
    result = Object.hasOwn(before, key) ? rewriteAt(result, here, before[key], wanted) : setIn(result, here, wanted)
  }
  return result
}

/**
 * Keeps the items that are equal, rewrites those that stand beside each other, drops and adds the rest. From the end, so
 * that positions hold.
 */
function rewriteList(text: string, path: Path, before: readonly Json[], after: readonly Json[]): string {
  let result = text
  let next = before.length
  for (const [left, right] of linedUp(before, after).toReversed()) {
    next = left ?? next
    if (left === undefined) result = insertItems(result, path, next, [after[right ?? 0]])
    else if (right === undefined) result = deleteIn(result, [...path, left])
    else result = rewriteAt(result, [...path, left], before[left], after[right])
  }
  return result
}

/** The text with new items in the list at `path`, which has some, before the item that is now at `index`. */
export function insertItems(text: string, path: Path, index: number, values: readonly unknown[]): string {
  const before = dataIn(text)
  const list = (valueAt(before, path) as readonly unknown[]).toSpliced(index, 0, ...values)
  return proven(text, withValue(before, path, list), [
    () => spliceItems(text, path, index, values),
    () =>
      edited(text, (document) => {
        const seq = document.getIn(path) as YAMLSeq
        seq.items.splice(index, 0, ...values.map((value) => document.createNode(value)))
      }),
    () => setIn(text, path, list),
  ])
}

/** The first attempt that says what is expected and loses no comment line; at worst a fresh print of the data. */
function proven(text: string, expected: unknown, attempts: readonly (() => string | undefined)[]): string {
  const comments = commentLines(text)
  for (const attempt of attempts) {
    const tried = attempt()
    if (tried === undefined) continue
    // A block of text at the very end may need the line break that the file did not have.
    const result = [asBefore(tried, text), tried].find((each) => isDeepStrictEqual(dataIn(each), expected))
    if (result === undefined) continue
    const kept = new Set(commentLines(result))
    if (comments.every((comment) => kept.has(comment))) return result
  }
  return asBefore(printYaml(expected), text)
}

/** Lines that are nothing but a comment; a line in a block of text that looks like one is kept just as well. */
function commentLines(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => (/^\s*#/.test(line) ? [line.trim()] : []))
}

type Parsed = ReturnType<typeof parseForEdit>

function dataIn(text: string): unknown {
  return plainValue(parsedForEdit(text).contents).value
}

function edited(text: string, change: (document: Parsed) => void): string | undefined {
  const document = parseForEdit(text)
  if (document.errors.length > 0) return undefined
  try {
    change(document)
    return document.toString(printOptions)
  } catch {
    return undefined
  }
}
