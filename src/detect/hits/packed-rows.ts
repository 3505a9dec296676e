import { columnsOf, compareRows, type HitRow, type HitRows, readRows } from './hit-rows'
import type { BlockForm } from './sorted-runs'

/** The columns with their kinds, those of eight bytes first, so that each begins where a view may begin. */
const kinds = {
  times: Float64Array,
  tiebreakers: Float64Array,
  offsets: Float64Array,
  files: Uint32Array,
  parts: Uint32Array,
  ids: Uint32Array,
  idHashes: Uint32Array,
  hitEnds: Uint32Array,
  rules: Uint32Array,
  queries: Uint32Array,
  groups: Uint32Array,
  hits: Uint32Array,
  textEnds: Uint32Array,
  flags: Uint8Array,
  textBytes: Uint8Array,
} as const satisfies Record<keyof HitRows, unknown>

const names = Object.keys(kinds) as readonly (keyof HitRows)[]
/** Before the columns stand their lengths. */
const headBytes = Math.ceil((names.length * 4) / 8) * 8

/** Hits as blocks that runs are made of. */
export const rowBlocks: BlockForm<HitRow, HitRows> = {
  compare: compareRows,
  blockOf: columnsOf,
  itemsOf: readRows,
  bytesOf: (rows) => names.reduce((sum, name) => sum + rows[name].byteLength, 0),
  pack: (rows) => {
    const packed = new Uint8Array(headBytes + rowBlocks.bytesOf(rows))
    const lengths = new Uint32Array(packed.buffer, 0, names.length)
    let at = headBytes
    for (const [index, name] of names.entries()) {
      const { buffer, byteOffset, byteLength, length } = rows[name]
      lengths[index] = length
      packed.set(new Uint8Array(buffer, byteOffset, byteLength), at)
      at += byteLength
    }
    return packed
  },
  unpack: ({ buffer, byteOffset }) => {
    const lengths = new Uint32Array(buffer, byteOffset, names.length)
    let at = byteOffset + headBytes
    const column = <Column>(name: keyof HitRows, Kind: ColumnKind<Column>): Column => {
      const length = lengths[names.indexOf(name)] ?? 0
      const view = new Kind(buffer, at, length)
      at += length * Kind.BYTES_PER_ELEMENT
      return view
    }
    return {
      times: column('times', kinds.times),
      tiebreakers: column('tiebreakers', kinds.tiebreakers),
      offsets: column('offsets', kinds.offsets),
      files: column('files', kinds.files),
      parts: column('parts', kinds.parts),
      ids: column('ids', kinds.ids),
      idHashes: column('idHashes', kinds.idHashes),
      hitEnds: column('hitEnds', kinds.hitEnds),
      rules: column('rules', kinds.rules),
      queries: column('queries', kinds.queries),
      groups: column('groups', kinds.groups),
      hits: column('hits', kinds.hits),
      textEnds: column('textEnds', kinds.textEnds),
      flags: column('flags', kinds.flags),
      textBytes: column('textBytes', kinds.textBytes),
    }
  },
}

interface ColumnKind<Column> {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): Column
}

/** The buffers of rows, to be handed to another thread with them instead of being copied. */
export function buffersOf(rows: HitRows): readonly ArrayBufferLike[] {
  return names.map((name) => rows[name].buffer)
}
