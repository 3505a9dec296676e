import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { promisify, TextDecoder } from 'node:util'
import { foreignFile, tellingBytes } from './foreign-file'
import type { LogFile } from './log-files'
import { unpackGzip } from './unpack/unpack-gzip'
import { newUnpackRoom, type UnpackRoom } from './unpack/unpack-room'
import { unpackWhole } from './unpack/unpack-whole'

const chunkBytes = 256 * 1024
const nextTurn = promisify(setImmediate)

/** What is told while a file is read. */
interface ReadingTold {
  /** Of a file that is read bit by bit: how many bytes, as they lie on disk, were read so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined
  /** Comes first where only the end will show whether the file is damaged. */
  readonly onUnsure?: () => void
}

/**
 * Hands the bytes of a log file to `take` as UTF-8, unpacked where it is gzip (by its first bytes, not by its name; any
 * number of members), without a byte order mark; of what lies in `room` only until it takes the next file. Rejects with the system's error or a DamagedGzip after what could be
 * read.
 */
export async function readLogBytes(
  file: LogFile,
  stdin: Readable | undefined,
  take: (chunk: Buffer) => void,
  room: UnpackRoom = newUnpackRoom(),
  { onBytes = () => {}, onUnsure = () => {} }: ReadingTold = {},
): Promise<void> {
  // Nothing else may make it wait, and whoever asks to stop is heard between two turns only.
  await nextTurn()
  const whole = file.path === '-' ? undefined : unpackWhole(file.path, room)
  if (whole !== undefined) {
    const text = new PlainText(take)
    text.push(whole)
    text.end()
    return
  }
  const source = (file.path === '-' && stdin) || createReadStream(file.path, { highWaterMark: chunkBytes })
  const { head, all } = await peek(source, onBytes)
  const text = new PlainText(take)
  if (head[0] === 0x1f && head[1] === 0x8b) {
    onUnsure()
    await unpackGzip(all, file.path, text.push).finally(() => text.end())
  } else {
    for await (const chunk of all) text.push(chunk)
    text.end()
  }
}

/** Looks at the first bytes without taking them away. What is taken is told by how many bytes that makes in all. */
async function peek(
  source: Readable,
  onBytes: (bytes: number) => void,
): Promise<{ readonly head: Buffer; readonly all: AsyncIterable<Buffer> }> {
  const chunks: AsyncIterator<Buffer | string> = source[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  while (head.length < 2) {
    const next = await chunks.next()
    if (next.done) break
    head = Buffer.concat([head, asBuffer(next.value)])
  }
  async function* all(): AsyncGenerator<Buffer> {
    let bytes = head.length
    try {
      if (head.length > 0) yield head
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
        // Who asks for more has read what came before.
        onBytes(bytes)
        const chunk = asBuffer(next.value)
        bytes += chunk.length
        yield chunk
      }
    } finally {
      // Whoever stops early lets go of the file.
      await chunks.return?.()
    }
  }
  return { head, all: all() }
}

/**
 * Takes off a byte order mark, and turns UTF-16 (as PowerShell writes it) into UTF-8. Throws a ForeignFile for bytes that
 * are no text of logs.
 */
class PlainText {
  private start: Buffer | undefined = Buffer.alloc(0)
  private decoder: TextDecoder | undefined

  constructor(private readonly take: (chunk: Buffer) => void) {}

  readonly push = (chunk: Buffer): void => {
    if (this.start === undefined) {
      this.hand(chunk)
      return
    }
    // A file that was unpacked in one go is one chunk, and not to be copied.
    this.start = this.start.length === 0 ? chunk : Buffer.concat([this.start, chunk])
    if (this.start.length >= tellingBytes || isPlain(this.start)) this.begin(this.start)
  }

  end(): void {
    if (this.start !== undefined) this.begin(this.start)
  }

  private begin(start: Buffer): void {
    this.start = undefined
    const foreign = isPlain(start) ? undefined : foreignFile(start)
    if (foreign) throw foreign
    const encoding = encodingOf(start)
    if (encoding?.startsWith('utf-16')) this.decoder = new TextDecoder(encoding)
    this.hand(start.subarray(encoding === 'utf-8' ? 3 : 0))
  }

  private hand(chunk: Buffer): void {
    if (chunk.length > 0) this.take(this.decoder ? Buffer.from(this.decoder.decode(chunk, { stream: true })) : chunk)
  }
}

/** Whether bytes are surely the beginning of JSON as most files have it. */
function isPlain([first]: Buffer): boolean {
  return first === 0x7b || first === 0x5b
}

function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

function asBuffer(chunk: Buffer | string): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}
