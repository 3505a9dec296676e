import { mostTables, programMemory } from './programs/program-memory'
import {
  entryBytes,
  entryOffsets,
  freeSlot,
  hashFactor,
  hashShift,
  refusedSlot,
  tableEntries,
} from './programs/scan-program'
import type { RecordKind } from './record-kind'
import type { ScannedPlace } from './scanned-place'

/** Keys are found fast in a table that has no more. */
const mostInTable = (tableEntries * 3) / 4

/** Where the programs find the keys that are looked for, and by place where they put where its value begins. */
export interface KeyLayout {
  readonly slots: ReadonlyMap<string, number>
  /** Whether it were too many: then no record is one to glance at. */
  readonly isTooWide: boolean
}

/** Writes the keys of places down for the programs, with those that a record of the kind may not have. */
export function layOutKeys(
  memory: ArrayBuffer,
  places: readonly ScannedPlace[],
  { refused, unlisted, carried }: Pick<RecordKind, 'refused' | 'unlisted' | 'carried'>,
): KeyLayout {
  const tables = new KeyTables(memory)
  const root = tables.begin()
  const inCarried = carried === undefined ? root : tables.begin()
  const slots = new Map<string, number>()
  const slotOf = (path: string): number => {
    const slot = slots.get(path) ?? slots.size
    slots.set(path, slot)
    return slot
  }
  const recordOf = ([key, ...inside]: ScannedPlace): KeysInRecord => {
    const [first, second] = inside
    if (key !== carried?.carrier || first === undefined) return { table: root, path: key, key, inside: first }
    return { table: inCarried, path: `${key}.${first}`, key: first, inside: second }
  }
  const entries = new Map<string, number>()
  const under = ({ table, path, key }: KeysInRecord): number => {
    const entry = entries.get(path) ?? tables.add(table, key, slotOf(path))
    entries.set(path, entry)
    return entry
  }
  const insides = new Map<string, number>()
  const tableUnder = (keys: KeysInRecord): number => {
    const table = insides.get(keys.path) ?? tables.begin()
    insides.set(keys.path, table)
    tables.lead(under(keys), table)
    return table
  }
  const refusedKeys = refused.map(recordOf)
  for (const { table, key, inside } of refusedKeys) if (inside === undefined) tables.add(table, key, refusedSlot)
  // What is refused is found before what is asked for.
  for (const keys of refusedKeys) {
    if (keys.inside !== undefined) tables.add(tableUnder(keys), keys.inside, refusedSlot)
  }
  // What has a table is no list.
  for (const key of unlisted) tableUnder(recordOf([key]))
  for (const place of places) {
    const keys = recordOf(place)
    under(keys)
    const path = place.join('.')
    if (keys.inside !== undefined && !slots.has(path)) tables.add(tableUnder(keys), keys.inside, slotOf(path))
  }
  if (carried !== undefined) {
    under(recordOf([carried.carrier]))
    for (const key of carried.beside) tables.add(root, key, freeSlot)
    tables.carry(slotOf(carried.carrier), inCarried)
  }
  return { slots, isTooWide: tables.isFull || slots.size > programMemory.mostSlots }
}

/** A place, taken apart: the table of the record in which it lies, the path of its key, and the key inside of that. */
interface KeysInRecord {
  readonly table: number
  readonly path: string
  readonly key: string
  readonly inside: string | undefined
}

/** Tables of keys in the memory of the programs, by where they begin. */
class KeyTables {
  isFull = false
  private readonly view: DataView
  private readonly sizes = new Map<number, number>()

  constructor(memory: ArrayBuffer) {
    this.view = new DataView(memory)
  }

  begin(): number {
    if (this.sizes.size === mostTables) {
      this.isFull = true
      return programMemory.keys
    }
    const table = programMemory.keys + this.sizes.size * tableEntries * entryBytes
    this.sizes.set(table, 0)
    return table
  }

  /** Puts a key into a table, and answers where; one that it has already is found before. */
  add(table: number, key: string, slot: number): number {
    const size = this.sizes.get(table) ?? 0
    this.sizes.set(table, size + 1)
    if (size >= mostInTable) {
      this.isFull = true
      return table
    }
    const bytes = Buffer.alloc(Math.max(8, Buffer.byteLength(key)))
    const length = bytes.write(key)
    const first = bytes.readBigUInt64LE(0)
    const hash = Number(BigInt.asUintN(64, (first ^ BigInt(length)) * hashFactor) >> hashShift)
    for (let index = hash; ; index = (index + 1) & (tableEntries - 1)) {
      const at = table + index * entryBytes
      if (this.view.getInt32(at + entryOffsets.length, true) !== 0) continue
      this.view.setBigUint64(at + entryOffsets.first, first, true)
      this.view.setBigUint64(at + entryOffsets.last, bytes.readBigUInt64LE(Math.max(8, length) - 8), true)
      this.view.setInt32(at + entryOffsets.length, length, true)
      this.view.setInt32(at + entryOffsets.slot, slot, true)
      return at
    }
  }

  /** Keys in the object under the key of an entry are looked for in another table. */
  lead(entry: number, table: number): void {
    this.view.setInt32(entry + entryOffsets.inside, table, true)
  }

  /** What stands at a slot is another record, with keys of a table; beside it stands nothing but the keys of the first. */
  carry(slot: number, table: number): void {
    this.view.setInt32(programMemory.carrier, programMemory.slots + 4 * slot, true)
    this.view.setInt32(programMemory.carriedKeys, table, true)
    this.view.setInt32(programMemory.closedTable, programMemory.keys, true)
  }
}
