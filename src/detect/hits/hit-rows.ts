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
  /** The queries of it that match the event, by their places in the rule: bit n is that of query n. */
  readonly queries: Uint32Array
  /** The hash of the one group that the event joins there; 0 where it joins several. */
  readonly groups: Uint32Array
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
  /** For each of these as well: the queries as bits, and the hash of the one group. */
  readonly queries: readonly number[]
  readonly groups: readonly number[]
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
  const queries = wanted.map((each) => each.hits.reduce((bits, { query }) => bits | (1 << query), 0))
  const known = new Map<string, number>()
  const groups = wanted.map((each) => groupHash(each.hits, known))
  return { id, idHash: hashOf(id), timeMs, tiebreaker, flags, place, rules, hits, queries, groups }
}

/** Two groups may share a hash; events of one group never have two, or one and none. Most rules group an event alike. */
function groupHash(hits: readonly QueryHit[], known: Map<string, number>): number {
  const key = hits[0]?.groups[0]?.key ?? ''
  if (!hits.every(({ groups }) => groups.length === 1 && groups[0]?.key === key)) return 0
  const hash = known.get(key) ?? hashOf(key)
  known.set(key, hash)
  return hash
}

/** Rows, in their order, as columns. */
export function columnsOf(rows: readonly HitRow[]): HitRows {
  const { length } = rows
  let hitsInAll = 0
  for (const { rules } of rows) hitsInAll += rules.length
  const texts = new TextColumn()
  const columns = {
    times: new Float64Array(length),
    tiebreakers: new Float64Array(length),
    offsets: new Float64Array(length),
    files: new Uint32Array(length),
    parts: new Uint32Array(length),
    ids: new Uint32Array(length),
    idHashes: new Uint32Array(length),
    hitEnds: new Uint32Array(length),
    rules: new Uint32Array(hitsInAll),
    queries: new Uint32Array(hitsInAll),
    groups: new Uint32Array(hitsInAll),
    hits: new Uint32Array(hitsInAll),
    flags: new Uint8Array(length),
  }
  let hitEnd = 0
  rows.forEach(({ id, idHash, timeMs, tiebreaker, flags, place, rules, hits, queries, groups }, at) => {
    columns.times[at] = timeMs
    columns.tiebreakers[at] = tiebreaker ?? Number.NaN
    columns.offsets[at] = place.offset
    columns.files[at] = place.file
    columns.parts[at] = place.part
    columns.ids[at] = texts.indexOf(id)
    columns.idHashes[at] = idHash
    columns.rules.set(rules, hitEnd)
    columns.queries.set(queries, hitEnd)
    columns.groups.set(groups, hitEnd)
    for (const [index, hit] of hits.entries()) columns.hits[hitEnd + index] = texts.indexOf(hit)
    hitEnd += rules.length
    columns.hitEnds[at] = hitEnd
    columns.flags[at] = flags
  })
  return { ...columns, ...texts.columns() }
}

/** Texts one behind the other, each once. */
class TextColumn {
  private readonly known = new Map<string, number>()
  private readonly ends: number[] = []
  private bytes = Buffer.allocUnsafe(4096)
  private end = 0

  indexOf(text: string): number {
    const known = this.known.get(text)
    if (known !== undefined) return known
    const most = this.end + 3 * text.length
    if (most > this.bytes.length) {
      const { bytes } = this
      this.bytes = Buffer.allocUnsafe(2 * most)
      this.bytes.set(bytes.subarray(0, this.end))
    }
    this.end += this.bytes.write(text, this.end)
    this.known.set(text, this.ends.length)
    return this.ends.push(this.end) - 1
  }

  columns(): Pick<HitRows, 'textEnds' | 'textBytes'> {
    return { textEnds: Uint32Array.from(this.ends), textBytes: new Uint8Array(this.bytes.subarray(0, this.end)) }
  }
}

/** Of which hits of rows nobody needs to know, by the rule and the hash of the group; an event that has no other is left out. */
export interface NeedlessHits {
  /** Whether another event may have the id of this hash: then both stay as they are, to be told apart. */
  mayRepeat(idHash: number): boolean
  isNeedless(rule: number, group: number, timeMs: number): boolean
}

/** Reads rows one by one, in their order. */
export function* readRows(rows: HitRows, needless?: NeedlessHits): Generator<HitRow> {
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
    const needed = neededOf(rows, at, needless)
    if (needed.length === 0) continue
    const tiebreaker = numberAt(rows.tiebreakers, at)
    yield {
      id: textAt(numberAt(rows.ids, at)),
      idHash: numberAt(rows.idHashes, at),
      timeMs: numberAt(rows.times, at),
      tiebreaker: Number.isNaN(tiebreaker) ? undefined : tiebreaker,
      flags: numberAt(rows.flags, at),
      place: { file: numberAt(rows.files, at), offset: numberAt(rows.offsets, at), part: numberAt(rows.parts, at) },
      rules: needed.map((hit) => numberAt(rows.rules, hit)),
      hits: needed.map((hit) => hitTextAt(numberAt(rows.hits, hit))),
      queries: needed.map((hit) => numberAt(rows.queries, hit)),
      groups: needed.map((hit) => numberAt(rows.groups, hit)),
    }
  }
}

/** The hits of an event that somebody needs to know of. */
function neededOf(rows: HitRows, at: number, needless: NeedlessHits | undefined): readonly number[] {
  const hits: number[] = []
  const tells = needless !== undefined && !needless.mayRepeat(numberAt(rows.idHashes, at))
  for (let hit = numberAt(rows.hitEnds, at - 1); hit < numberAt(rows.hitEnds, at); hit += 1) {
    const [rule, group] = [numberAt(rows.rules, hit), numberAt(rows.groups, hit)]
    if (!tells || !needless.isNeedless(rule, group, numberAt(rows.times, at))) hits.push(hit)
  }
  return hits
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
