import { parseCIDR } from 'ipaddr.js'
import type { JsonObject } from '../../json/json'
import { carriedRecord } from '../envelopes/carried-record'
import { type Address, readAddress, withoutMapping } from '../ip-address'

type Row = Readonly<Record<string, string>>

/** Rows of addresses and blocks that are known for something. */
export interface ThreatList {
  /** Under which name results say where they are from. */
  readonly name: string
  readonly rows: readonly Row[]
  /** The column of addresses; `ip_address`, else the first one, unless it is named. */
  readonly column?: string | undefined
  /** What is said of each address whose row has no column of that name. */
  readonly category?: string | undefined
  readonly intention?: string | undefined
}

/** What lists say of an address, as Datadog writes it below `threat_intel`; undefined for one that none knows. */
export type ThreatLookup = (address: string) => JsonObject | undefined

/**
 * Compiles lists of addresses and blocks. Names of results are those that Datadog's default rules ask for.
 */
export function compileThreatLists(lists: readonly ThreatList[]): ThreatLookup {
  /** Results by the block in which an address must be, blocks by how many bits they tell. */
  const blocks = new Map<string, Map<string, JsonObject[]>>()
  for (const list of lists) {
    for (const row of list.rows) {
      const indicator = (row[columnOf(list, row)] ?? '').trim()
      const block = readBlock(indicator)
      if (block === undefined) continue
      const [address, bits] = block
      const family = `${address.kind()} ${bits}`
      const known = blocks.get(family) ?? new Map<string, JsonObject[]>()
      blocks.set(family, known)
      const key = blockOf(address, bits)
      known.set(key, [...(known.get(key) ?? []), resultOf(list, row, indicator)])
    }
  }
  const families = [...blocks].map(([family, known]) => {
    const [kind = '', bits = '0'] = family.split(' ')
    return { kind, bits: Number(bits), known }
  })
  return (text) => {
    const address = readAddress(text)
    if (address === undefined) return undefined
    const results = families.flatMap(({ kind, bits, known }) =>
      address.kind() === kind ? (known.get(blockOf(address, bits)) ?? []) : [],
    )
    return results.length === 0 ? undefined : { results, indicators_matched: ['IP'] }
  }
}

/** Whether a list has what it is asked for, in words that follow the list's name; undefined if it has. */
export function threatListTrouble(list: ThreatList): string | undefined {
  const { rows, column } = list
  const [first] = rows
  if (first === undefined) return 'holds no row'
  if (column !== undefined && !Object.hasOwn(first, column))
    return `has no column "${column}", only: ${Object.keys(first).join(', ')}`
  const key = columnOf(list, first)
  return rows.some((row) => readBlock((row[key] ?? '').trim()) !== undefined)
    ? undefined
    : `holds no address in its column "${key}"`
}

function readBlock(text: string): readonly [Address, number] | undefined {
  if (!text.includes('/')) {
    const address = readAddress(text)
    return address && [address, address.kind() === 'ipv4' ? 32 : 128]
  }
  if (readAddress(text.slice(0, text.indexOf('/'))) === undefined) return undefined
  try {
    const [address, bits] = parseCIDR(text)
    return withoutMapping(address, bits)
  } catch {
    return undefined
  }
}

/** The first bits of an address, and none behind them. */
function blockOf(address: Address, bits: number): string {
  return address
    .toByteArray()
    .map((byte, index) => byte & (0xff << (8 - Math.min(8, Math.max(0, bits - index * 8)))) & 0xff)
    .join('.')
}

const named = ['category', 'subcategory', 'intention'] as const

/** Names and columns are those of Datadog's guide to own threat intelligence, in which two columns hold JSON. */
function resultOf(list: ThreatList, row: Row, indicator: string): JsonObject {
  const usual = { category: list.category, subcategory: undefined, intention: list.intention }
  const said = named.flatMap((key) => {
    const value = textIn(row, key) ?? usual[key]
    return value ? [[key, value] as const] : []
  })
  const more = textIn(row, 'additional_data')
  const source = textIn(row, 'source')
  return {
    indicator,
    type: 'IP',
    source: source === undefined ? { name: list.name } : (carriedRecord(source) ?? { name: source }),
    ...(more !== undefined && { additional_data: carriedRecord(more) ?? more }),
    ...Object.fromEntries(said),
  }
}

function textIn(row: Row, column: string): string | undefined {
  return (Object.hasOwn(row, column) ? row[column] : undefined) || undefined
}

/** The column of addresses. */
function columnOf({ column }: ThreatList, row: Row): string {
  return column ?? (Object.hasOwn(row, 'ip_address') ? 'ip_address' : (Object.keys(row)[0] ?? ''))
}
