import type { DistinctQuery } from '../../detect/candidate-index'
import type { CompiledRules } from '../../detect/compile-rules'
import type { GivenOfLogs } from '../../event/given'
import type { LogEvent } from '../../event/log-event'
import { ownRecord } from '../../event/log-shapes'
import type { UsualRecords } from '../../event/mapping/usual-records'
import { openLog } from '../../event/open-log'
import { readLog } from '../../event/read-log'
import type { Json, JsonObject } from '../../json/json'
import { isScalar } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { parseLogJson } from '../../json/parse-log-json'
import { compilePartly, type KnowsField, type PartlyPredicate } from '../../query/matching/compile-partly'
import { requiredLiterals } from '../../query/required-literals'
import { clausesIn } from '../../query/walk-query'
import { TextProbe } from '../literal-filter'
import { KnownFields, nothing, notSeen, open, scalar } from './known-fields'
import { RecordScan, type ScannedPlace, windowBytes } from './record-scan'
import { signaturePlaces } from './signature-places'

/** What a glance tells of a record: nothing, as it is no usual one; or all queries that can match it. */
export type Glanced = 'unusual' | readonly DistinctQuery[]

/** What stands at a place of a record: a scalar as it is written, or what is told without its content. */
const [absent, aNull, aCollection, aText, aWord] = [1, 2, 3, 4, 5]
const hashPrime = 0x01000193
/** What is told by a place stands first, what whole values decide next, what parts of them decide last. */
const lastStage = 2
/** Signatures are told apart by their bytes; longer ones are not looked at. */
const longestSignature = 2048
/** So many signatures of the first stage are remembered at once, and as many of all others. */
const mostSignatures = 20_000

/** What the values of a signature decide, whatever else a record holds. */
interface Decision {
  /** Where its signature stands among those that are remembered. */
  readonly at: number
  readonly length: number
  /** Another one with the same hash. */
  readonly alike: Decision | undefined
  readonly open: 'unusual' | readonly OpenQuery[]
  /** All places that were looked at for it. */
  readonly seen: readonly number[]
  /** The places of the next stage that may decide what is still open; none if nothing more can be decided. */
  readonly next: readonly number[]
  readonly nextStage: number
  /** Queries that only the last stage decides, each by itself. */
  readonly rest: readonly Decision[]
  /** By the hash of what stands at these. */
  after: Map<number, Decision> | undefined
  /** When `after` was begun. */
  begun: number
}

/** A query that a signature does not rule out. */
interface OpenQuery {
  readonly query: DistinctQuery
  readonly needs: ReturnType<TextProbe['prepare']>
  readonly matches: PartlyPredicate
  readonly clauses: readonly PartlyPredicate[]
  /** The scanned places about which it asks. */
  readonly places: ReadonlySet<number>
}

/**
 * Looks at the bytes of a usual record without parsing it. A few places make its signature, and records of one signature
 * have the same answer of each query that asks about these places alone; it is worked out once, on a record that holds
 * nothing else, by the mapping and the predicates that there are. So what it answers depends on the record alone.
 */
export class RecordGlance {
  /** Where the record at hand ends. */
  end = -1
  private readonly scan: RecordScan
  private readonly places: readonly ScannedPlace[]
  private readonly slots: readonly number[]
  /** What is looked at first, what next, and what at last, by position among the places. */
  private readonly stages: readonly (readonly number[])[]
  private readonly queries: readonly OpenQuery[]
  /** Nothing has been looked at. */
  private readonly start: Decision
  /** The signatures of the first stage, and those of all others. */
  private readonly kept: readonly [KeptSignatures, KeptSignatures] = [new KeptSignatures(), new KeptSignatures()]
  private readonly ways = new Map<string, Decision>()
  private readonly scratch = new Uint8Array(2 * windowBytes)
  private readonly probe = new TextProbe()
  private readonly fields: KnownFields
  private readonly given: GivenOfLogs
  /** What is known of each place of the record at hand. */
  private readonly states: Uint8Array
  private readonly knows: KnowsField
  private hash = 0

  constructor(
    rules: CompiledRules,
    private readonly usual: UsualRecords,
    given: GivenOfLogs | undefined,
  ) {
    this.given = { ...given, enrichment: undefined }
    const { told, whole, partly, foreign } = signaturePlaces(rules, usual, given?.enrichment !== undefined)
    // A key that holds others is a place itself, and goes before them.
    const withKeys = (places: readonly ScannedPlace[]): readonly ScannedPlace[] =>
      places.flatMap(([key, inside]): ScannedPlace[] => (inside === undefined ? [[key]] : [[key], [key, inside]]))
    const stages = [told, withKeys(whole), withKeys(partly)]
    this.places = stages
      .flat()
      .filter((place, index, all) => all.findIndex((one) => one.join() === place.join()) === index)
    const positionOf = (place: ScannedPlace): number => this.places.findIndex((one) => one.join() === place.join())
    this.stages = stages.map((places) => [...new Set(places.map(positionOf))])
    this.scan = new RecordScan(this.places, new Set([...usual.unusual, ...foreign]))
    this.slots = this.places.map((place) => this.scan.slotOf(place))
    this.states = new Uint8Array(this.places.length)
    this.fields = new KnownFields(usual, given?.enrichment !== undefined, this.places)
    this.knows = (field) => this.fields.isKnown(field, this.states)
    this.queries = rules.candidates.queries.map((query) => this.prepare(query))
    this.start = { ...tooLong, open: this.queries, next: this.stages[0] ?? [] }
  }

  private prepare(query: DistinctQuery): OpenQuery {
    const clauses = clausesIn(query.query).map(({ clause }) => clause)
    const fields = clauses.map(({ field }) => this.fields.numberOf(field))
    return {
      query,
      needs: this.probe.prepare(requiredLiterals(query.query)),
      matches: compilePartly(query.query, this.fields.numberOf),
      clauses: clauses.map((clause) => compilePartly(clause, this.fields.numberOf)),
      places: new Set(fields.flatMap((field) => this.fields.placesOf(field))),
    }
  }

  get lineFeeds(): number {
    return this.scan.lineFeeds
  }

  get lastLineFeed(): number {
    return this.scan.lastLineFeed
  }

  /** Looks at the record that begins at `from`; where the answer is not `unusual`, `end` is where it ends. */
  look(bytes: Buffer, from: number, end: number): Glanced {
    this.end = this.scan.walk(bytes, from, end)
    if (this.end === -1) return 'unusual'
    const open = this.open()
    if (open === 'unusual') return 'unusual'
    if (open.length === 0) return none
    // Texts that are searched for are ASCII, so that it does not matter how the rest is read.
    const possible = this.probe.possible(open, () => bytes.toString('latin1', from, this.end))
    return possible.map(({ query }) => query)
  }

  /** Each stage looks at more places, and asks what the one before left open. */
  private open(): Decision['open'] {
    let told = this.decision(this.start, this.kept[0])
    while (told.next.length > 0) told = this.decision(told, this.kept[1])
    if (told.rest.length === 0 || told.open === 'unusual') return told.open
    const open = [...told.open]
    for (const one of told.rest) {
      const left = this.decision(one, this.kept[1]).open
      if (left === 'unusual') return 'unusual'
      open.push(...left)
    }
    return open
  }

  private decision(before: Decision, kept: KeptSignatures): Decision {
    const length = this.writeSignature(before.next)
    if (length === -1) return tooLong
    const { scratch, hash } = this
    if (before.begun !== kept.round || before.after === undefined) {
      before.after = new Map()
      before.begun = kept.round
    }
    const first = before.after.get(hash)
    for (let one = first; one !== undefined; one = one.alike) {
      if (one.length === length && kept.holds(one.at, scratch, length)) return one
    }
    const decided = this.decide(before)
    const at = kept.add(scratch, length)
    const made = { at, length, alike: first, ...decided, after: undefined, begun: -1 }
    // Where room had to be made, what was remembered before goes.
    if (before.begun === kept.round) before.after.set(hash, made)
    return made
  }

  /** Writes what stands at some places, one after the other, and answers how long that is; -1 if it is too long. */
  private writeSignature(places: readonly number[]): number {
    const { scan, scratch, slots } = this
    const { text } = scan
    let length = 0
    let hash = 0
    for (let index = 0; index < places.length; index += 1) {
      const from = scan.slots[slots[places[index] as number] as number] as number
      const first = from === 0 ? 0 : (text[from] as number)
      const isText = first === 0x22
      const isOpen = first === 0x7b || first === 0x5b
      const kind = first === 0 ? absent : isOpen ? aCollection : first === 0x6e ? aNull : isText ? aText : aWord
      scratch[length++] = kind
      hash = Math.imul(hash ^ kind, hashPrime)
      if (kind < aText) continue
      let at = from
      if (isText) {
        for (let byte = text[++at] as number; byte !== 0x22; byte = text[++at] as number) {
          scratch[length++] = byte
          hash = Math.imul(hash ^ byte, hashPrime)
          if (byte === 0x5c) scratch[length++] = text[++at] as number
        }
      } else {
        for (let byte = first; byte > 0x20 && byte !== 0x2c && byte !== 0x7d; byte = text[++at] as number) {
          scratch[length++] = byte
          hash = Math.imul(hash ^ byte, hashPrime)
        }
      }
      if (length > longestSignature) return -1
      scratch[length++] = 0x22
    }
    this.hash = hash
    return length
  }

  /** Asks what is open about a record that has what stands at the places looked at so far, and nothing else. */
  private decide({ open: queries, seen: before, next: looked, nextStage }: Decision): Decided {
    const seen = [...before, ...looked]
    const end = { seen, next: none, nextStage, rest: none }
    const event = queries === 'unusual' ? undefined : this.sample(seen, before.length === 0)
    if (event === undefined || queries === 'unusual') return { ...end, open: 'unusual' }
    const answers = queries.map((query) => ({ query, answer: query.matches(event, this.knows) }))
    const open = answers.flatMap(({ query, answer }) => (answer === false ? [] : [query]))
    const undecided = answers.flatMap(({ query, answer }) => (answer === undefined ? [query] : []))
    const stageOf = (query: OpenQuery, stage: number): readonly number[] =>
      (this.stages[stage] ?? []).filter((place) => query.places.has(place) && !seen.includes(place))
    const next = [...new Set(undecided.flatMap((query) => stageOf(query, nextStage + 1)))]
    if (nextStage === 0 && next.length > 0) return { ...end, open, next, nextStage: 1 }
    if (nextStage === lastStage) return { ...end, open }
    const rest = undecided.filter((query) => stageOf(query, lastStage).length > 0)
    const ways = rest.map((query) => this.wayOf(query, event, seen, stageOf(query, lastStage)))
    return { ...end, open: open.filter((query) => !rest.includes(query)), rest: ways }
  }

  /**
   * What is left of a query: records in which the same clauses are known, and alike, share it, whatever else was seen of
   * them.
   */
  private wayOf(query: OpenQuery, event: LogEvent, seen: readonly number[], next: readonly number[]): Decision {
    const known = query.clauses.map((clause) => clause(event, this.knows) ?? '?')
    const key = [this.queries.indexOf(query), ...known, ...next, ...seen].join()
    const way = this.ways.get(key) ?? { ...tooLong, open: [query], seen, next, nextStage: lastStage }
    if (this.ways.size >= mostSignatures) this.ways.clear()
    this.ways.set(key, way)
    return way
  }

  /** The event of a record that has what was seen and nothing else; undefined if it is none of the usual ones. */
  private sample(seen: readonly number[], isFirst: boolean): LogEvent | undefined {
    const { scan, places, states, given } = this
    states.fill(notSeen)
    const record: Record<string, Json> = {}
    for (const index of seen) {
      const [key, inside] = places[index] ?? noPlace
      const from = scan.slots[this.slots[index] ?? 0] as number
      const first = from === 0 ? undefined : scan.text[from]
      const isOpen = first === 0x7b || first === 0x5b
      states[index] = isOpen ? open : first === undefined || first === 0x6e ? nothing : scalar
      if (first === undefined) continue
      const value = isOpen ? (first === 0x7b ? {} : []) : first === 0x6e ? null : this.valueAt(from)
      if (value === undefined) return undefined
      if (inside === undefined) record[key] = value
      else (record[key] as Record<string, Json>)[inside] = value
    }
    // By what it is told does not change after the first stage.
    if (isFirst && !this.isUsual(record)) return undefined
    const read = readLog(record, { given, defaultTimeMs: 0, guessesTime: false, defaultId: 'sample' })
    return 'event' in read ? read.event : undefined
  }

  private isUsual(record: JsonObject): boolean {
    const { usual, given } = this
    if (![...usual.values, ...usual.texts].every((key) => isText(record[key]))) return false
    const opened = openLog(record, given)
    return !('trouble' in opened) && opened.profile === usual.profile && opened.shape.name === ownRecord
  }

  /** A scalar as JSON reads it; undefined if it does not. */
  private valueAt(from: number): Json | undefined {
    const { text } = this.scan
    let to = from + 1
    let isPlain = text[from] === 0x22
    if (isPlain) {
      for (; text[to] !== 0x22; to += 1) {
        if (text[to] !== 0x5c) continue
        isPlain = false
        to += 1
      }
      if (isPlain) return text.toString('utf8', from + 1, to)
      to += 1
    } else while ((text[to] as number) > 0x20 && text[to] !== 0x2c && text[to] !== 0x7d) to += 1
    try {
      const value: unknown = parseLogJson(text.toString('utf8', from, to))
      return isScalar(value) ? value : undefined
    } catch {
      return undefined
    }
  }
}

const noPlace: ScannedPlace = ['']
const none: readonly never[] = []

type Decided = Pick<Decision, 'open' | 'seen' | 'next' | 'nextStage' | 'rest'>

const tooLong: Decision = {
  at: 0,
  length: 0,
  alike: undefined,
  open: 'unusual',
  seen: [],
  next: [],
  nextStage: 0,
  rest: none,
  after: undefined,
  begun: -1,
}

/** Signatures one behind the other; when they are too many, all are forgotten, and worked out again where they are met. */
class KeptSignatures {
  /** How often they were forgotten. */
  round = 0
  private bytes = new Uint8Array(64 * 1024)
  private end = 0
  private count = 0

  add(signature: Uint8Array, length: number): number {
    if (this.count === mostSignatures) {
      this.round += 1
      this.count = 0
      this.end = 0
    }
    if (this.end + length > this.bytes.length) {
      const larger = new Uint8Array(2 * (this.end + length))
      larger.set(this.bytes)
      this.bytes = larger
    }
    const at = this.end
    this.bytes.set(signature.subarray(0, length), at)
    this.count += 1
    this.end += length
    return at
  }

  holds(at: number, signature: Uint8Array, length: number): boolean {
    const { bytes } = this
    for (let index = 0; index < length; index += 1) if (bytes[at + index] !== signature[index]) return false
    return true
  }
}
