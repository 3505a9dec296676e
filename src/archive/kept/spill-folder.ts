import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Spill, SpilledBlocks } from '../../detect/hits/sorted-runs'
import { systemCode } from '../../diagnostic/thrown'
import { WorldError } from '../../diagnostic/world-error'
import { reasonOf } from '../reason-of'

/**
 * Room on disk for what does not fit into memory: files in the system's folder for temporary ones, for nobody else to
 * read. Each has lost its name before anything is written to it, so that nothing stays behind, however the program ends.
 */
export class SpillFolder implements Spill {
  private readonly files: SpillFile[] = []

  write(blocks: Iterable<Uint8Array>): SpilledBlocks {
    const file = this.open()
    const ends: number[] = []
    for (const block of blocks) {
      file.append(block)
      ends.push(file.bytes)
    }
    return {
      read: function* () {
        for (const [index, end] of ends.entries()) {
          const from = ends[index - 1] ?? 0
          yield file.read(from, end - from)
        }
      },
    }
  }

  /** Throws a WorldError where no file can be made. */
  open(): SpillFile {
    const file = guarded(() => new SpillFile())
    this.files.push(file)
    return file
  }

  close(): void {
    for (const file of this.files.splice(0)) file.close()
  }
}

/** What is appended is written in pieces of this size at least. */
const pieceBytes = 256 * 1024

/** So much is read at once of what is read bit by bit. */
const nearBytes = 16 * 1024

/** Bytes that are appended one after another, and read from anywhere. */
export class SpillFile {
  /** How many were appended. */
  bytes = 0
  private readonly descriptor: number
  private readonly folder = mkdtempSync(join(tmpdir(), 'ddac-'))
  private waiting: Uint8Array[] = []
  /** Texts are written down in here, one behind the other. */
  private page = Buffer.alloc(0)
  private pageUsed = 0
  private written = 0
  private near: { readonly from: number; readonly bytes: Uint8Array } = { from: 0, bytes: new Uint8Array(0) }

  constructor() {
    try {
      this.descriptor = openSync(join(this.folder, 'spill'), 'wx+', 0o600)
    } finally {
      this.remove()
    }
  }

  append(block: Uint8Array): void {
    this.waiting.push(block)
    this.bytes += block.length
    if (this.bytes - this.written >= pieceBytes) this.write()
  }

  /** The same with a text, as UTF-8; answers how many bytes it has. */
  appendText(text: string): number {
    const most = 3 * text.length
    if (this.pageUsed + most > this.page.length) {
      this.page = Buffer.allocUnsafeSlow(Math.max(pieceBytes, most))
      this.pageUsed = 0
    }
    const from = this.pageUsed
    this.pageUsed += this.page.write(text, from)
    this.append(this.page.subarray(from, this.pageUsed))
    return this.pageUsed - from
  }

  read(from: number, length: number): Uint8Array {
    if (from + length > this.written) this.write()
    const block = new Uint8Array(length)
    for (let at = 0; at < length; ) {
      const read = guarded(() => readSync(this.descriptor, block, at, length - at, from + at))
      if (read === 0) throw new Error('a file of what did not fit into memory ends too early')
      at += read
    }
    return block
  }

  /** The same of a few bytes, by way of those that lie around them: what is read next is mostly near. */
  readNear(from: number, length: number): Uint8Array {
    if (length > nearBytes) return this.read(from, length)
    if (from < this.near.from || from + length > this.near.from + this.near.bytes.length) {
      if (from + length > this.written) this.write()
      const start = Math.floor(from / nearBytes) * nearBytes
      this.near = { from: start, bytes: this.read(start, Math.min(2 * nearBytes, this.written - start)) }
    }
    return this.near.bytes.subarray(from - this.near.from, from - this.near.from + length)
  }

  close(): void {
    closeSync(this.descriptor)
    this.remove()
  }

  private write(): void {
    const piece = Buffer.concat(this.waiting)
    this.waiting = []
    for (let at = 0; at < piece.length; ) {
      const written = guarded(() => writeSync(this.descriptor, piece, at, piece.length - at, this.written))
      at += written
      this.written += written
    }
  }

  /** A system that lets nobody remove what is open gets another try when it is closed. */
  private remove(): void {
    try {
      rmSync(this.folder, { recursive: true, force: true })
    } catch (error) {
      if (systemCode(error) === undefined) throw error
    }
  }
}

function guarded<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (systemCode(error) === undefined) throw error
    throw new WorldError(
      systemCode(error) === 'ENOSPC' ? 'disk-full' : 'write-failed',
      `what does not fit into memory cannot be kept in ${tmpdir()}: ${reasonOf(error)}`,
      'TMPDIR names another folder, on a disk with room.',
    )
  }
}
