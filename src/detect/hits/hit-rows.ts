import type { LogEvent } from '../../event/log-event'
import { isNonProductionTag } from '../signals/severity'
import type { LogPlace, QueryHit, Reading } from './hit'

/**
 * Hits at rest: columns of plain data, an event a row, and below it a row for each rule that it is of use to. Holds no
 * event; all its buffers may be transferred to another thread or written to disk as they are.
 */
export interface HitRows {
  /** Of each event: epoch milliseconds. */
  readonly times: Float64Array
  /** Not a number where the event has none. */
  readonly tiebreakers: Float64Array
  /** Its id among `texts`. */
  readonly ids: Uint32Array
  /** `namedByContent`, `ofNonProduction`. */
  readonly flags: Uint8Array
  /** Its place: see `LogPlace`. */
  readonly files: Uint32Array
  readonly offsets: Float64Array
  readonly parts: Uint32Array
  /** Where its hits end; they begin where those of the event before end. */
  readonly hitEnds: Uint32Array
  /** Of each hit: the rule by its position among the compiled rules. */
  readonly rules: Uint32Array
  /** What its queries make of the event, among `texts`: see `hitText`. */
  readonly hits: Uint32Array
  /** Where each text ends in `textBytes`, UTF-8. */
  readonly textEnds: Uint32Array
  readonly textBytes: Uint8Array
}

/** Bits of `flags`. */
export const namedByContent = 1
export const ofNonProduction = 2

/** What an event is to one rule, by its position. */
export interface RuleQueryHits {
  readonly rule: number
  readonly hits: readonly QueryHit[]
}

/** Gathers hits until somebody takes them. */
export class HitRowsWriter {
  private readonly times: number[] = []
  private readonly tiebreakers: number[] = []
  private readonly ids: number[] = []
  private readonly flags: number[] = []
  private readonly files: number[] = []
  private readonly offsets: number[] = []
  private readonly parts: number[] = []
  private readonly hitEnds: number[] = []
  private readonly rules: number[] = []
  private readonly hits: number[] = []
  private readonly texts = new Map<string, number>()

  /** How many events there are. */
  get size(): number {
    return this.times.length
  }

  add(event: LogEvent, place: LogPlace, wanted: readonly RuleQueryHits[]): void {
    this.times.push(event.timeMs)
    this.tiebreakers.push(event.tiebreaker ?? Number.NaN)
    this.ids.push(this.textAt(event.id))
    this.flags.push(
      (event.isNamedByContent ? namedByContent : 0) | (event.tags.some(isNonProductionTag) ? ofNonProduction : 0),
    )
    this.files.push(place.file)
    this.offsets.push(place.offset)
    this.parts.push(place.part)
    for (const { rule, hits } of wanted) {
      this.rules.push(rule)
      this.hits.push(this.textAt(hitText(hits)))
    }
    this.hitEnds.push(this.rules.length)
  }

  rows(): HitRows {
    const texts = [...this.texts.keys()].map((text) => Buffer.from(text))
    let end = 0
    const textEnds = Uint32Array.from(texts, ({ length }) => {
      end += length
      return end
    })
    const textBytes = new Uint8Array(end)
    for (const [index, text] of texts.entries()) textBytes.set(text, (textEnds[index] ?? 0) - text.length)
    return {
      times: Float64Array.from(this.times),
      tiebreakers: Float64Array.from(this.tiebreakers),
      ids: Uint32Array.from(this.ids),
      flags: Uint8Array.from(this.flags),
      files: Uint32Array.from(this.files),
      offsets: Float64Array.from(this.offsets),
      parts: Uint32Array.from(this.parts),
      hitEnds: Uint32Array.from(this.hitEnds),
      rules: Uint32Array.from(this.rules),
      hits: Uint32Array.from(this.hits),
      textEnds,
      textBytes,
    }
  }

  private textAt(text: string): number {
    const known = this.texts.get(text)
    if (known !== undefined) return known
    const index = this.texts.size
    this.texts.set(text, index)
    return index
  }
}

/** An event of rows. */
export interface HitRow {
  readonly id: string
  readonly timeMs: number
  readonly tiebreaker: number | undefined
  readonly flags: number
  readonly place: LogPlace
  readonly wanted: readonly RuleQueryHits[]
}

/** Reads rows one by one, in their order. */
export function* readRows(rows: HitRows): Generator<HitRow> {
  const { length } = rows.times
  for (let at = 0; at < length; at += 1) yield readRow(rows, at)
}

function readRow(rows: HitRows, at: number): HitRow {
  const text = (index: number): string => {
    const [from, to] = [index === 0 ? 0 : numberAt(rows.textEnds, index - 1), numberAt(rows.textEnds, index)]
    return Buffer.from(rows.textBytes.buffer, rows.textBytes.byteOffset + from, to - from).toString()
  }
  const wanted: RuleQueryHits[] = []
  for (let hit = at === 0 ? 0 : numberAt(rows.hitEnds, at - 1); hit < numberAt(rows.hitEnds, at); hit += 1) {
    wanted.push({ rule: numberAt(rows.rules, hit), hits: readHitText(text(numberAt(rows.hits, hit))) })
  }
  const tiebreaker = numberAt(rows.tiebreakers, at)
  return {
    id: text(numberAt(rows.ids, at)),
    timeMs: numberAt(rows.times, at),
    tiebreaker: Number.isNaN(tiebreaker) ? undefined : tiebreaker,
    flags: numberAt(rows.flags, at),
    place: { file: numberAt(rows.files, at), offset: numberAt(rows.offsets, at), part: numberAt(rows.parts, at) },
    wanted,
  }
}

function numberAt(column: ArrayLike<number>, index: number): number {
  return column[index] ?? 0
}

/** The buffers of rows, to be handed to another thread with them instead of being copied. */
export function buffersOf(rows: HitRows): readonly ArrayBufferLike[] {
  return Object.values(rows).map((column: HitRows[keyof HitRows]) => column.buffer)
}

type WrittenHit = readonly [query: number, groups: readonly (readonly (string | null)[])[], reading?: Reading]

/** What queries make of an event as one text. */
export function hitText(hits: readonly QueryHit[]): string {
  return JSON.stringify(
    hits.map(({ query, groups, reading }): WrittenHit => {
      const values = groups.map((group) => group.values.map((value) => value ?? null))
      return reading === undefined ? [query, values] : [query, values, reading]
    }),
  )
}

/** Reads what `hitText` wrote. */
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
