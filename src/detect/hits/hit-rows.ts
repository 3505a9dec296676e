import type { LogEvent } from '../../event/log-event'
import { isNonProductionTag } from '../signals/severity'
import { compareHits, type LogPlace, type QueryHit, type Reading } from './hit'
import { hashOf } from './seen-ids'

/**
 * Hits at rest: columns of plain data, an event a row in the order of `compareRows`, and below it a row for each rule
 * that it is of use to. Holds no event; all its buffers may be transferred to another thread or written to disk as they are.
 */
export interface HitRows {
  /** Of each event: epoch milliseconds. */
  readonly times: Float64Array
  /** Not a number where the event has none. */
  readonly tiebreakers: Float64Array
  /** Its place: see `LogPlace`. */
  readonly offsets: Float64Array
  readonly files: Uint32Array
  readonly parts: Uint32Array
  /** Its id among `texts`, and the hash of it. */
  readonly ids: Uint32Array
  readonly idHashes: Uint32Array
  /** Where its hits end; they begin where those of the event before end. */
  readonly hitEnds: Uint32Array
  /** Of each hit: the rule by its position among the compiled rules. */
  readonly rules: Uint32Array
  /** What its queries make of the event, among `texts`: see `hitText`. */
  readonly hits: Uint32Array
  /** Where each text ends in `textBytes`, UTF-8. */
  readonly textEnds: Uint32Array
  /** Of each event: `namedByContent`, `ofNonProduction`. */
  readonly flags: Uint8Array
  readonly textBytes: Uint8Array
}

/** Bits of `flags`. */
export const namedByContent = 1
export const ofNonProduction = 2

/** An event of rows. */
export interface HitRow {
  readonly id: string
  readonly idHash: number
  readonly timeMs: number
  readonly tiebreaker: number | undefined
  readonly flags: number
  readonly place: LogPlace
  /** The rules that it is of use to, by position, and for each what its queries make of the event: see `readHitText`. */
  readonly rules: readonly number[]
  readonly hits: readonly string[]
}

/** The order of evaluation: that of hits, and of events with one id first what they are to rules, then where they lie. */
export function compareRows(a: HitRow, b: HitRow): number {
  return (
    compareHits(a, b) ||
    compareLists(a.rules, b.rules) ||
    compareLists(a.hits, b.hits) ||
    a.place.file - b.place.file ||
    a.place.offset - b.place.offset ||
    a.place.part - b.place.part
  )
}

function compareLists<Item extends string | number>(a: readonly Item[], b: readonly Item[]): number {
  for (const [index, item] of a.entries()) {
    const other = b[index]
    if (other === undefined) return 1
    if (item !== other) return item < other ? -1 : 1
  }
  return a.length - b.length
}

/** What an event is to rules, as a row. */
export function rowOf(
  event: LogEvent,
  place: LogPlace,
  wanted: readonly { readonly rule: number; readonly hits: readonly QueryHit[] }[],
): HitRow {
  const { id, timeMs, tiebreaker, tags, isNamedByContent } = event
  const flags = (isNamedByContent ? namedByContent : 0) | (tags.some(isNonProductionTag) ? ofNonProduction : 0)
  const rules = wanted.map(({ rule }) => rule)
  const hits = wanted.map((each) => hitText(each.hits))
  return { id, idHash: hashOf(id), timeMs, tiebreaker, flags, place, rules, hits }
}

/** Rows, in their order, as columns. */
export function columnsOf(rows: readonly HitRow[]): HitRows {
  const texts = new Map<string, number>()
  const textAt = (text: string): number => {
    const known = texts.get(text)
    if (known !== undefined) return known
    const index = texts.size
    texts.set(text, index)
    return index
  }
  const ids = Uint32Array.from(rows, ({ id }) => textAt(id))
  const hits = Uint32Array.from(
    rows.flatMap((row) => row.hits),
    textAt,
  )
  let [end, hitEnd] = [0, 0]
  const bytes = [...texts.keys()].map((text) => Buffer.from(text))
  const textEnds = Uint32Array.from(bytes, ({ length }) => {
    end += length
    return end
  })
  const textBytes = new Uint8Array(end)
  for (const [index, text] of bytes.entries()) textBytes.set(text, (textEnds[index] ?? 0) - text.length)
  return {
    times: Float64Array.from(rows, ({ timeMs }) => timeMs),
    tiebreakers: Float64Array.from(rows, ({ tiebreaker }) => tiebreaker ?? Number.NaN),
    offsets: Float64Array.from(rows, ({ place }) => place.offset),
    files: Uint32Array.from(rows, ({ place }) => place.file),
    parts: Uint32Array.from(rows, ({ place }) => place.part),
    ids,
    idHashes: Uint32Array.from(rows, ({ idHash }) => idHash),
    hitEnds: Uint32Array.from(rows, (row) => {
      hitEnd += row.rules.length
      return hitEnd
    }),
    rules: Uint32Array.from(rows.flatMap(({ rules }) => rules)),
    hits,
    textEnds,
    flags: Uint8Array.from(rows, ({ flags }) => flags),
    textBytes,
  }
}

/** Reads rows one by one, in their order. */
export function* readRows(rows: HitRows): Generator<HitRow> {
  const { textEnds, textBytes } = rows
  const bytes = Buffer.from(textBytes.buffer, textBytes.byteOffset, textBytes.length)
  const known = new Map<number, string>()
  const textAt = (index: number): string =>
    bytes.toString('utf8', numberAt(textEnds, index - 1), numberAt(textEnds, index))
  /** What rules make of events is the same for many. */
  const hitTextAt = (index: number): string => {
    const text = known.get(index) ?? textAt(index)
    known.set(index, text)
    return text
  }
  for (let at = 0; at < rows.times.length; at += 1) {
    const [from, to] = [numberAt(rows.hitEnds, at - 1), numberAt(rows.hitEnds, at)]
    const tiebreaker = numberAt(rows.tiebreakers, at)
    yield {
      id: textAt(numberAt(rows.ids, at)),
      idHash: numberAt(rows.idHashes, at),
      timeMs: numberAt(rows.times, at),
      tiebreaker: Number.isNaN(tiebreaker) ? undefined : tiebreaker,
      flags: numberAt(rows.flags, at),
      place: { file: numberAt(rows.files, at), offset: numberAt(rows.offsets, at), part: numberAt(rows.parts, at) },
      rules: [...rows.rules.subarray(from, to)],
      hits: [...rows.hits.subarray(from, to)].map(hitTextAt),
    }
  }
}

function numberAt(column: ArrayLike<number>, index: number): number {
  return column[index] ?? 0
}

type WrittenHit = readonly [query: number, groups: readonly (readonly (string | null)[])[], reading?: Reading]

/** What queries make of an event as one text. */
function hitText(hits: readonly QueryHit[]): string {
  return JSON.stringify(
    hits.map(({ query, groups, reading }): WrittenHit => {
      const values = groups.map((group) => group.values.map((value) => value ?? null))
      return reading === undefined ? [query, values] : [query, values, reading]
    }),
  )
}

/** Reads what queries make of an event. */
export function readHitText(text: string): readonly QueryHit[] {
  const written: readonly WrittenHit[] = JSON.parse(text)
  return written.map(([query, groups, reading]) => ({
    query,
    groups: groups.map((values) => ({
      key: JSON.stringify(values),
      values: values.map((value) => value ?? undefined),
    })),
    reading,
  }))
}
