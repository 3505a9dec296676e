import { gunzipSync } from 'node:zlib'
import { parseLogJson } from '../../json/parse-log-json'

/** What all that is packed in one document may unpack to. A delivery has a few megabytes, packed. */
const mostBytes = 64 * 1024 * 1024
/** Each unpacking counts as so much at least, so that what is packed in itself ends as well. */
const leastBytes = 64 * 1024
const base64 = /^[A-Za-z0-9+/_-]{4,}={0,2}$/

/** Opens what travels in a document as base64, gzipped or not, within one limit for the whole document. */
export class Unpacking {
  private left = mostBytes

  /** The text that is packed; undefined where there is none, or too much of it. */
  text(packed: unknown): string | undefined {
    if (typeof packed !== 'string' || !base64.test(packed) || this.left <= 0) return undefined
    const bytes = this.bytes(Buffer.from(packed, 'base64'))
    if (bytes === undefined) return undefined
    this.left -= Math.max(leastBytes, bytes.length)
    const text = bytes.toString('utf8')
    return text.includes('\ufffd') ? undefined : text
  }

  /** The JSON documents that are packed: one, one a line, or one behind the other; a text that is none is answered as it is. */
  documents(packed: unknown): readonly unknown[] | undefined {
    const text = this.text(packed)
    if (text === undefined) return undefined
    return [parsed(text) ?? linesOf(text) ?? rowOf(text) ?? text].flat(1)
  }

  private bytes(packed: Buffer): Buffer | undefined {
    if (packed[0] !== 0x1f || packed[1] !== 0x8b) return packed
    try {
      return gunzipSync(packed, { maxOutputLength: this.left })
    } catch {
      return undefined
    }
  }
}

/** The lists and objects of a text of lines, if all are. */
function linesOf(text: string): readonly unknown[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const documents = lines.map(parsed)
  return documents.every((document) => document !== undefined) ? documents : undefined
}

/** Objects that stand one behind the other, as producers of streams write them, if the text is nothing else. */
function rowOf(text: string): readonly unknown[] | undefined {
  if (!/^\s*\{/.test(text) || !/\}\s*\{/.test(text)) return undefined
  const documents: unknown[] = []
  let start = 0
  let depth = 0
  for (const { 0: sign, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (sign.length > 1) continue
    depth += sign === '{' ? 1 : -1
    if (depth > 0) continue
    const document = parsed(text.slice(start, index + 1))
    if (document === undefined) return undefined
    documents.push(document)
    start = index + 1
  }
  return text.slice(start).trim() === '' ? documents : undefined
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return parseLogJson(text)
  } catch {
    return undefined
  }
}
