import {
  entryBytes,
  entryOffsets,
  hashFactor,
  hashShift,
  refusedSlot,
  scanMemory,
  scanProgram,
  tableEntries,
} from './scan-program'

/** A place in a record: a key, or a key of the object under a key. */
export type ScannedPlace = readonly [key: string] | readonly [key: string, inside: string]

/** What is used here of an engine's own interface, for which the types of Node have no names. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer }
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> }
}

const pageBytes = 64 * 1024
/** So much of a file is looked at at once; a record that is longer is none to glance at. */
export const windowBytes = 1024 * 1024
/** What is read behind the last byte, and no blank. */
const padding = 256

let program: object | undefined

/**
 * Finds, in the bytes of one JSON object, where it ends and where the values of a few keys begin, in one walk that makes
 * nothing. It gives up at whatever is not written plainly: a key with an escape or a dot, a key asked for that stands
 * twice, a key that is refused. That the rest is JSON it does not say.
 */
export class RecordScan {
  /** How many line feeds stand in the record, and where the last one is. */
  lineFeeds = 0
  lastLineFeed = -1
  /** The bytes around the record, and by slot where a value begins in them; 0 where none does. */
  readonly text: Buffer
  readonly slots: Int32Array
  private readonly memory: { readonly buffer: ArrayBuffer }
  private readonly run: (from: number, end: number) => number
  private readonly counts: Int32Array
  private readonly slotBy = new Map<string, number>()
  private loaded: Buffer | undefined
  private loadedFrom = 0
  private loadedTo = 0

  /** No record has one of the `refused` keys. */
  constructor(places: readonly ScannedPlace[], refused: Iterable<string>) {
    this.memory = new WebAssembly.Memory({ initial: (scanMemory.text + windowBytes) / pageBytes + 1 })
    this.text = Buffer.from(this.memory.buffer)
    this.slots = new Int32Array(this.memory.buffer, scanMemory.slots, scanMemory.mostSlots)
    this.counts = new Int32Array(this.memory.buffer, scanMemory.lineFeeds, 2)
    this.fillTables(places, refused)
    program ??= new WebAssembly.Module(scanProgram())
    const instance = new WebAssembly.Instance(program, { host: { memory: this.memory } })
    this.run = instance.exports['run'] as typeof this.run
  }

  /** Where `slots` has a place that was asked for. */
  slotOf(place: ScannedPlace): number {
    return this.slotBy.get(place.join('.')) ?? refusedSlot
  }

  /** Walks through the record that begins at `from`, within the bytes before `end`; answers where it ends, or -1. */
  walk(bytes: Buffer, from: number, end: number): number {
    const isLoaded = this.loaded === bytes && from >= this.loadedFrom && from < this.loadedTo
    if (!isLoaded) this.load(bytes, from, end)
    const found = this.walkLoaded(from, end)
    const isCut = found === -1 && this.loadedTo < end && from !== this.loadedFrom
    if (!isCut) return found
    this.load(bytes, from, end)
    return this.walkLoaded(from, end)
  }

  /** The bytes at hand are no longer what they were. */
  forget(): void {
    this.loaded = undefined
  }

  private walkLoaded(from: number, end: number): number {
    const shift = scanMemory.text - this.loadedFrom
    const found = this.run(from + shift, Math.min(end, this.loadedTo) + shift)
    if (found === -1) return -1
    this.lineFeeds = this.counts[0] ?? 0
    this.lastLineFeed = (this.counts[1] ?? 0) - shift
    return found - shift
  }

  private load(bytes: Buffer, from: number, end: number): void {
    const to = Math.min(end, from + windowBytes)
    this.text.set(bytes.subarray(from, to), scanMemory.text)
    this.text.fill(0xff, scanMemory.text + to - from, scanMemory.text + to - from + padding)
    this.loaded = bytes
    this.loadedFrom = from
    this.loadedTo = to
  }

  private fillTables(places: readonly ScannedPlace[], refused: Iterable<string>): void {
    const view = new DataView(this.memory.buffer)
    let slots = 0
    let tables = 1
    const entries = new Map<string, number>()
    const add = (table: number, key: string, slot: number): number => {
      const bytes = Buffer.alloc(Math.max(8, Buffer.byteLength(key)))
      const length = bytes.write(key)
      const first = bytes.readBigUInt64LE(0)
      const hash = Number(BigInt.asUintN(64, (first ^ BigInt(length)) * hashFactor) >> hashShift)
      for (let index = hash; ; index = (index + 1) & (tableEntries - 1)) {
        const at = tableStart(table) + index * entryBytes
        if (view.getInt32(at + entryOffsets.length, true) !== 0) continue
        view.setBigUint64(at + entryOffsets.first, first, true)
        view.setBigUint64(at + entryOffsets.last, bytes.readBigUInt64LE(Math.max(8, length) - 8), true)
        view.setInt32(at + entryOffsets.length, length, true)
        view.setInt32(at + entryOffsets.slot, slot, true)
        return at
      }
    }
    for (const key of refused) add(0, key, refusedSlot)
    const under = (key: string): number => {
      const known = entries.get(key)
      if (known !== undefined) return known
      this.slotBy.set(key, slots)
      const made = add(0, key, slots++)
      entries.set(key, made)
      return made
    }
    const insides = new Map<string, number>()
    for (const [key, inside] of places) {
      const entry = under(key)
      if (inside === undefined || this.slotBy.has(`${key}.${inside}`)) continue
      const table = insides.get(key) ?? tables++
      insides.set(key, table)
      view.setInt32(entry + entryOffsets.inside, tableStart(table), true)
      this.slotBy.set(`${key}.${inside}`, slots)
      add(table, inside, slots++)
    }
  }
}

function tableStart(table: number): number {
  return scanMemory.tables + table * tableEntries * entryBytes
}

/** Whether the program tells a key from all others: of a longer one it looks at both ends alone. */
export function isToldApart(key: string): boolean {
  return Buffer.byteLength(key) <= 16
}
