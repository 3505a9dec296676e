import { randomBytes } from 'node:crypto'
import { mostUnpackedBytes } from '../unpack/unpack-whole'
import { type KeyLayout, layOutKeys } from './key-tables'
import { glanceModule } from './programs/glance-module'
import { hashKeyBytes, programMemory } from './programs/program-memory'
import { refusedSlot } from './programs/scan-program'
import type { RecordKind } from './record-kind'
import type { ScannedPlace } from './scanned-place'

/** What is used here of an engine's own interface, for which the types of Node have no names. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer }
  readonly Instance: new (module: object, imports: object) => { readonly exports: Programs }
}

interface Programs {
  readonly walk: (from: number, end: number) => number
  readonly find: (node: number) => number
  readonly passOver: (from: number, end: number, most: number, isOfLines: number) => number
}

const pageBytes = 64 * 1024
/** So much of a file is looked at at once; a record that is longer is none to glance at. */
const windowBytes = 1024 * 1024
/** What is read behind the last byte, and no blank. */
const padding = 4096

/** The records of a run: how many there are, where the last one ends, and the line feeds up to there. */
export interface PassedRecords {
  readonly count: number
  readonly end: number
  readonly lineFeeds: number
  readonly lastLineFeed: number
}

/**
 * Finds, in the bytes of one JSON object, where it ends and where the values of a few keys begin, in one walk that makes
 * nothing. It gives up at whatever is not written plainly: a key with an escape or a dot, a key asked for that stands
 * twice, a key that is refused. That the rest is JSON it does not say.
 */
export class RecordScan {
  /** The bytes around the record, and by slot where a value begins in them; 0 where none does. */
  readonly text: Buffer
  readonly slots: Int32Array
  /** All that the programs work on. */
  readonly memory: ArrayBuffer
  private readonly programs: Programs
  private readonly counts: Int32Array
  private readonly keys: KeyLayout
  private readonly windowStart: number
  private readonly roomStart: number
  private loaded: Buffer | undefined
  /** Where its bytes from `loadedFrom` to `loadedTo` lie. */
  private loadedAt = 0
  private loadedFrom = 0
  private loadedTo = 0

  /**
   * No record has anything at one of the `refused` places, or a list under one of the keys of `unlisted`; one that carries
   * another has nothing beside but some keys. What is known of signatures has `keptBytes`, and is found by `hashKeys`: others than a test have them made up, so that no log
   * can be written for them.
   */
  constructor(
    places: readonly ScannedPlace[],
    kind: Pick<RecordKind, 'refused' | 'unlisted' | 'carried'>,
    keptBytes: number,
    hashKeys: Uint8Array = randomBytes(hashKeyBytes),
  ) {
    this.windowStart = programMemory.kept + keptBytes
    this.roomStart = this.windowStart + windowBytes + padding
    const bytes = this.roomStart + mostUnpackedBytes + padding
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) })
    this.memory = memory.buffer
    this.text = Buffer.from(memory.buffer)
    this.slots = new Int32Array(memory.buffer, programMemory.slots, programMemory.mostSlots)
    this.counts = new Int32Array(memory.buffer, 0, programMemory.keys / 4)
    this.text.set(hashKeys.subarray(0, hashKeyBytes), programMemory.hashKeys)
    this.keys = layOutKeys(memory.buffer, places, kind)
    this.programs = new WebAssembly.Instance(glanceModule(), { host: { memory } }).exports
  }

  /** How many line feeds stand in the record that was walked through, and where the last one is. */
  get lineFeeds(): number {
    return this.told(programMemory.lineFeeds)
  }

  get lastLineFeed(): number {
    return this.told(programMemory.lastLineFeed) - this.shift
  }

  /** Where `slots` has a place that was asked for. */
  slotOf(place: ScannedPlace): number {
    return this.keys.slots.get(place.join('.')) ?? refusedSlot
  }

  /** Walks through the record that begins at `from`, within the bytes before `end`; answers where it ends, or -1. */
  walk(bytes: Buffer, from: number, end: number): number {
    if (this.keys.isTooWide) return -1
    if (!this.isLoaded(bytes, from)) this.load(bytes, from, end)
    const found = this.walkLoaded(from, end)
    const isCut = found === -1 && this.loadedTo < end && from !== this.loadedFrom
    if (!isCut) return found
    this.load(bytes, from, end)
    return this.walkLoaded(from, end)
  }

  /** Memory for the text of a file, which need not be copied then. Behind it there has to stand what is no blank. */
  room(bytes: number): Buffer {
    this.loaded = undefined
    return this.text.subarray(this.roomStart, this.roomStart + bytes)
  }

  /**
   * Passes over the records that begin at `from`, `most` at most, elements of a list or lines, as long as what is known
   * of their signatures rules out all queries. Undefined if the first cannot be.
   */
  passOver(bytes: Buffer, from: number, end: number, most: number, isOfLines: boolean): PassedRecords | undefined {
    if (this.keys.isTooWide) return undefined
    if (!this.isLoaded(bytes, from)) this.load(bytes, from, end)
    const { shift } = this
    // Of the record that was walked through last it is known that it cannot be passed over.
    const isKnown = this.told(programMemory.walkedFrom) === from + shift
    const to = Math.min(end, this.loadedTo) + shift
    const count = isKnown ? 0 : this.programs.passOver(from + shift, to, most, isOfLines ? 1 : 0)
    if (count === 0) return undefined
    return {
      count,
      end: this.told(programMemory.passedTo) - shift,
      lineFeeds: this.told(programMemory.passedLineFeeds),
      lastLineFeed: this.told(programMemory.passedLastLineFeed) - shift,
    }
  }

  /** Finds what is known of the values at the places of a node: 0 for nothing, -1 where they are too long. */
  find(node: number): number {
    return this.programs.find(node)
  }

  /** How many places of the table were looked at for that. */
  get probes(): number {
    return this.told(programMemory.probes)
  }

  private get shift(): number {
    return this.loadedAt - this.loadedFrom
  }

  private told(place: number): number {
    return this.counts[place / 4] as number
  }

  private isLoaded(bytes: Buffer, from: number): boolean {
    return this.loaded === bytes && from >= this.loadedFrom && from < this.loadedTo
  }

  private walkLoaded(from: number, end: number): number {
    const { shift } = this
    const isWalked = this.told(programMemory.walkedFrom) === from + shift
    if (!isWalked) {
      this.counts[programMemory.walkedTo / 4] = this.programs.walk(from + shift, Math.min(end, this.loadedTo) + shift)
      this.counts[programMemory.walkedFrom / 4] = from + shift
    }
    const found = this.told(programMemory.walkedTo)
    return found === -1 ? -1 : found - shift
  }

  private load(bytes: Buffer, from: number, end: number): void {
    this.loaded = bytes
    this.counts[programMemory.walkedFrom / 4] = 0
    const { windowStart, text } = this
    if (bytes.buffer === this.memory) {
      this.loadedAt = bytes.byteOffset
      this.loadedFrom = 0
      this.loadedTo = bytes.length
    } else {
      this.loadedAt = windowStart
      this.loadedFrom = from
      this.loadedTo = Math.min(end, from + windowBytes)
      text.set(bytes.subarray(from, this.loadedTo), windowStart)
      const windowEnd = windowStart + this.loadedTo - from
      text.fill(0xff, windowEnd, windowEnd + padding)
    }
  }
}
