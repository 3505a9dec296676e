import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { recordsIn } from '../event/envelopes'
import { findJsonFault } from '../json/json-fault'
import { parseLogJson } from '../json/parse-log-json'
import { diskError } from './disk-error'

/** The raw records of a sample file, or why there are none, in words that follow nothing. */
export type Records = { readonly records: readonly unknown[] } | { readonly trouble: string }

/**
 * Reads a sample file of a test: a JSON document of any container shape or one document a line, gzipped or not. Unlike
 * the reader of archives it takes the file whole and lets no broken record pass: a test stands on all of its logs.
 */
export function readRecords(path: string, shown: string): Records {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    return { trouble: diskError(error, 'read', shown).message }
  }
  const text = textOf(bytes)
  return text === undefined ? { trouble: `${shown} is gzipped and damaged or cut off` } : recordsOf(text, shown)
}

function textOf(bytes: Buffer): string | undefined {
  try {
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
    return plain.toString('utf8').replace(/^\uFEFF/, '')
  } catch {
    return undefined
  }
}

function recordsOf(text: string, shown: string): Records {
  if (findJsonFault(text) === undefined) return { records: recordsIn(parseLogJson(text)) }
  const records: unknown[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const fault = findJsonFault(line)
    if (fault) {
      const whole = records.length === 0 ? wholeFault(text) : undefined
      const { row, column, message } = whole ?? { row: index + 1, column: fault.offset + 1, message: fault.message }
      return { trouble: `${shown}:${row}:${column} is not JSON: ${message}` }
    }
    records.push(...recordsIn(parseLogJson(line)))
  }
  return { records }
}

/** Where a document of several lines breaks; reading it line by line would blame its first line. */
function wholeFault(text: string): { row: number; column: number; message: string } | undefined {
  const fault = findJsonFault(text)
  if (!fault) return undefined
  const before = text.slice(0, fault.offset)
  return { row: before.split('\n').length, column: fault.offset - before.lastIndexOf('\n'), message: fault.message }
}
