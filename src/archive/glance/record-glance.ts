import type { DistinctQuery } from '../../detect/candidate-index'
import type { CompiledRules } from '../../detect/compile-rules'
import type { LogEvent } from '../../event/log-event'
import type { Json } from '../../json/json'
import { isScalar } from '../../json/json-object'
import { parseLogJson } from '../../json/parse-log-json'
import { compilePartly, type KnowsField, type PartlyQuery } from '../../query/matching/compile-partly'
import { TextProbe } from '../literal-filter'
import { KeptSignatures, keptBytesFor, mostSignatures } from './kept-signatures'
import { KnownFields, nothing, notSeen, open, scalar } from './known-fields'
import type { AllowedValue, EventsOf, RecordKind } from './record-kind'
import { type PassedRecords, RecordScan } from './record-scan'
import { type ScannedPlace, withKey } from './scanned-place'
import { signaturePlaces } from './signature-places'

/** What a glance tells of a record: nothing, as it is no usual one; or all queries that can match it. */
export type Glanced = 'unusual' | readonly DistinctQuery[]

/** So many lists of queries are kept. */
const mostLists = 1000
/**
 * What is told by a place stands first, then what is decided by what kind of value stands anywhere, then what whole values
 * decide, and last what parts of them do.
 */
const [told, kinds, whole, lastStage] = [0, 1, 2, 3] as const

/** What the values of a signature decide, whatever else a record holds. */
interface Decision {
  /** Where the programs find what to look at next; 0 if some query is left open. */
  readonly node: number
  readonly open: 'unusual' | readonly OpenQuery[]
  /** All places that were looked at for it. */
  readonly seen: readonly number[]
  /** The places of the next stage that may decide what is still open; none if nothing more can be decided. */
  readonly next: readonly number[]
  /** Those of which it only matters what kind of value stands there. */
  readonly kinds: readonly number[]
  readonly nextStage: number
  /** Makes of a record no more than what is open asks for. */
  readonly eventsOf?: EventsOf
  /** Queries that only the last stage decides, each by itself. */
  readonly rest: readonly Decision[]
  /** Whether some query surely matches. */
  readonly isWanted: boolean
  /** What is open, and what only the last stage decides. */
  readonly orRest: Decision['open']
}

/** A query that a signature does not rule out. */
interface OpenQuery {
  readonly index: number
  readonly query: DistinctQuery
  readonly needs: ReturnType<TextProbe['prepare']>
  /** What is left of it to be asked; nothing of one that matches. */
  readonly left: PartlyQuery | true
}

interface GlanceSettings {
  /** So many signatures are remembered at once. */
  readonly remembers?: number | undefined
  /** By these signatures are found; made up, unless a test has them fall together. */
  readonly hashKeys?: Uint8Array | undefined
}

/**
 * Looks at the bytes of a record of some kind without parsing it. A few places make its signature, and records of one signature
 * have the same answer of each query that asks about these places alone; it is worked out once, on a record that holds
 * nothing else, by the mapping and the predicates that there are. So what it answers depends on the record alone.
 */
export class RecordGlance {
  /** Where the record at hand ends. */
  end = -1
  private readonly scan: RecordScan
  private readonly places: readonly ScannedPlace[]
  private readonly slots: readonly number[]
  /** Where what may stand under a key begins. */
  private readonly values: readonly (AllowedValue & { readonly slot: number })[]
  /** What is looked at first, what next, and what at last, by position among the places. */
  private readonly stages: readonly (readonly number[])[]
  /** Of these nothing but what kind of value stands there is ever looked at. */
  private readonly unread: readonly number[]
  private readonly queries: readonly OpenQuery[]
  private readonly kept: KeptSignatures<Decision>
  /** Nothing has been looked at. */
  private start = unusual
  /** By what is known of the queries that are open. */
  private readonly ways = new Map<string, Decision>()
  /** By what is left where nothing more can be decided: most signatures leave the same. */
  private readonly ends = new Map<string, Decision>()
  private readonly probe = new TextProbe()
  private readonly lists = new Map<string, readonly DistinctQuery[]>()
  private readonly fields: KnownFields
  /** What is known of each place of the record at hand. */
  private readonly states: Uint8Array
  private readonly knows: KnowsField

  constructor(
    rules: CompiledRules,
    readonly kind: RecordKind,
    { remembers = mostSignatures, hashKeys }: GlanceSettings = {},
  ) {
    const { foreign, ...asked } = signaturePlaces(rules, kind)
    // A key that holds others is a place itself, and goes before them.
    const withKeys = (places: readonly ScannedPlace[]): readonly ScannedPlace[] =>
      places.flatMap((place) => withKey(place, kind.carried?.carrier))
    const later = [withKeys(asked.whole), withKeys(asked.partly)]
    // Records that are all of one shape have nothing to tell by that.
    const byKind = kind.isUniform ? [] : [...later.flat(), ...kind.unread]
    const stages = [withKeys(kind.told), byKind, ...later]
    this.places = stages
      .flat()
      .filter((place, index, all) => all.findIndex((one) => one.join() === place.join()) === index)
    const positionOf = (place: ScannedPlace): number => this.places.findIndex((one) => one.join() === place.join())
    const unread = kind.unread.map((place) => place.join())
    this.stages = stages.map((places, stage) => [
      ...new Set(places.filter((place) => stage === kinds || !unread.includes(place.join())).map(positionOf)),
    ])
    const { queries } = rules.candidates
    this.scan = new RecordScan(
      [...this.places, ...kind.values.map(({ place }) => place)],
      { ...kind, refused: [...kind.refused, ...foreign] },
      keptBytesFor(queries.length),
      hashKeys,
    )
    this.kept = new KeptSignatures(this.scan.memory, remembers)
    this.slots = this.places.map((place) => this.scan.slotOf(place))
    this.values = kind.values.map((value) => ({ ...value, slot: this.scan.slotOf(value.place) }))
    this.unread = kind.unread.map(positionOf).filter((place) => place !== -1)
    this.states = new Uint8Array(this.places.length)
    this.fields = new KnownFields(kind, this.places)
    this.knows = (field) => this.fields.isKnown(field, this.states)
    this.queries = queries.flatMap((query, index) => this.prepare(query, index) ?? [])
    this.forget()
  }

  private prepare(query: DistinctQuery, index: number): OpenQuery | undefined {
    const left = compilePartly(query.query, this.fields.numberOf)
    return left === false
      ? undefined
      : { index, query, needs: this.probe.prepare(this.kind.literals(query.query)), left }
  }

  private forget(): void {
    const { kept } = this
    kept.forget()
    this.ways.clear()
    this.ends.clear()
    this.start = this.ahead(this.queries, [], { next: this.stages[told] ?? [], kinds: none, nextStage: told })
    kept.root = this.start.node
  }

  get lineFeeds(): number {
    return this.scan.lineFeeds
  }

  get lastLineFeed(): number {
    return this.scan.lastLineFeed
  }

  /** Memory for the text of a file, where its records need not be moved to be looked at. */
  room(bytes: number): Buffer {
    return this.scan.room(bytes)
  }

  /**
   * Passes over the records that begin at `from`, elements of a list or lines, `most` at most, that no query can match as
   * far as is known already. Undefined if the first is none of them.
   */
  passOver(bytes: Buffer, from: number, most: number, isOfLines: boolean): PassedRecords | undefined {
    return this.scan.passOver(bytes, from, bytes.length, most, isOfLines)
  }

  /** Looks at the record that begins at `from`; where the answer is not `unusual`, `end` is where it ends. */
  look(bytes: Buffer, from: number, end: number): Glanced {
    this.end = this.scan.walk(bytes, from, end)
    if (this.end === -1) return 'unusual'
    if (this.kept.isFull) this.forget()
    const open = this.open()
    if (open === 'unusual') return 'unusual'
    if (open.length === 0) return none
    // Texts that are searched for are ASCII, so that it does not matter how the rest is read.
    const possible = this.probe.possible(open, () => bytes.toString('latin1', from, this.end))
    return this.queriesOf(possible)
  }

  /** The same list for the same queries: who reads a record looks up by it what of the record is asked for. */
  private queriesOf(possible: readonly OpenQuery[]): readonly DistinctQuery[] {
    const key = possible.map(({ index }) => index).join()
    const known = this.lists.get(key)
    if (known !== undefined) return known
    const list = possible.map(({ query }) => query)
    if (this.lists.size < mostLists) this.lists.set(key, list)
    return list
  }

  /** Each stage looks at more places, and asks what the one before left open. */
  private open(): Decision['open'] {
    let known = this.decision(this.start)
    while (known.next.length > 0 || known.kinds.length > 0) known = this.decision(known)
    if (known.rest.length === 0 || known.open === 'unusual') return known.open
    // A record that is read all the same is asked the rest then.
    if (known.isWanted) return known.orRest
    const open = [...known.open]
    for (const one of known.rest) {
      const left = this.decision(one).open
      if (left === 'unusual') return 'unusual'
      open.push(...left)
    }
    return open
  }

  private decision(before: Decision): Decision {
    const entry = this.scan.find(before.node)
    if (entry === -1) return unusual
    const known = entry === 0 ? undefined : this.kept.decisionAt(entry)
    if (known !== undefined) return known
    const decided = this.decide(before)
    this.kept.add(before.node, decided.node, decided)
    return decided
  }

  /** Asks what is open about a record that has what stands at the places looked at so far, and nothing else. */
  private decide({
    open: queries,
    seen: before,
    next: looked,
    kinds: byKind,
    nextStage,
    eventsOf,
  }: Decision): Decision {
    const seen = [...new Set([...before, ...looked])]
    const events = queries === 'unusual' ? undefined : this.sample(seen, byKind, before.length === 0, eventsOf)
    if (events === undefined || queries === 'unusual') return unusual
    const open = queries.flatMap((query): readonly OpenQuery[] => {
      const left = this.askedOf(events, query.left)
      if (left === false) return []
      return left === true ? [{ ...query, left, needs: none }] : [{ ...query, left }]
    })
    const placesAt = (query: OpenQuery, stage: number): readonly number[] => {
      const left = this.placesLeft(query)
      return (this.stages[stage] ?? []).filter((place) => left.includes(place) && !seen.includes(place))
    }
    if (nextStage === told && open.some((query) => placesAt(query, kinds).length > 0)) {
      return this.wayOf(open, seen, none, kinds)
    }
    const next = nextStage < whole ? open.flatMap((query) => placesAt(query, whole)) : none
    if (next.length > 0) return this.wayOf(open, seen, next, whole)
    const rest = nextStage === lastStage ? [] : open.filter((query) => placesAt(query, lastStage).length > 0)
    return this.left(
      open.filter((query) => !rest.includes(query)),
      rest.map((query) => this.wayOf([query], seen, placesAt(query, lastStage), lastStage)),
    )
  }

  /** What is left of a query; all of it where the events that a record may be leave different things. */
  private askedOf(events: readonly LogEvent[], left: OpenQuery['left']): PartlyQuery | boolean {
    if (left === true) return true
    const [first = left, ...others] = events.map((event) => left.ask(event, this.knows))
    return others.every((other) => leftText(other) === leftText(first)) ? first : left
  }

  /** The places on which depends what is left of a query. */
  private placesLeft({ left }: OpenQuery): readonly number[] {
    return left === true ? none : left.fields.flatMap((field) => this.fields.placesOf(field))
  }

  /**
   * What is to be looked at for queries that are open: records of which the same is left to be asked share it, whatever else
   * was seen of them. What that depends on is looked at again, where it was already.
   */
  private wayOf(
    open: readonly OpenQuery[],
    seen: readonly number[],
    next: readonly number[],
    nextStage: number,
  ): Decision {
    const left = new Set(open.flatMap((query) => this.placesLeft(query)))
    const places = [...new Set([...seen.filter((place) => left.has(place)), ...next])]
    const byKind = (nextStage === kinds ? this.stages[kinds] : this.unread)?.filter((place) => left.has(place)) ?? none
    const key = [nextStage, places.join(), ...open.map(textOf)].join('/')
    const ahead = { next: places, kinds: byKind.filter((place) => !places.includes(place)), nextStage }
    const way = this.ways.get(key) ?? this.ahead(open, this.stages[told] ?? [], ahead)
    this.ways.set(key, way)
    return way
  }

  private ahead(
    open: readonly OpenQuery[],
    seen: readonly number[],
    ahead: Pick<Decision, 'next' | 'kinds' | 'nextStage'>,
  ): Decision {
    const slotOf = (place: number): number => this.slots[place] ?? 0
    const fields = this.fields.namesOf(open.flatMap(({ left }) => (left === true ? none : left.fields)))
    const eventsOf = this.kind.eventsFor(fields)
    const beginnings = seen.length === 0 ? this.values.map(({ slot }) => slot) : none
    const [slots, byKind] = [ahead.next.map(slotOf), ahead.kinds.map(slotOf)]
    const node = this.kept.addNode({ slots, kinds: byKind, beginnings, beside: [] })
    return { ...unusual, ...ahead, node, open, seen, eventsOf }
  }

  /** Nothing more can be decided, but for what is asked by itself. */
  private left(open: readonly OpenQuery[], rest: readonly Decision[]): Decision {
    const key = [rest.map(({ node }) => node).join(), ...open.map(textOf)].join('/')
    const known = this.ends.get(key)
    if (known !== undefined) return known
    const node = open.length > 0 ? 0 : this.kept.addNode({ slots: [], beside: rest.map((one) => one.node) })
    const isWanted = open.some(({ left }) => left === true)
    const orRest = [...open, ...rest.flatMap((one) => (one.open === 'unusual' ? none : one.open))]
    const end = { ...unusual, node, open, rest, isWanted, orRest }
    this.ends.set(key, end)
    return end
  }

  /** The events of a record that has what was seen and nothing else; undefined if it is none of the kind. */
  private sample(
    seen: readonly number[],
    byKind: readonly number[],
    isFirst: boolean,
    eventsOf?: EventsOf,
  ): readonly LogEvent[] | undefined {
    const { scan, places, states } = this
    states.fill(notSeen)
    for (const index of byKind) {
      const from = scan.slots[this.slots[index] ?? 0] as number
      if (from === 0 || scan.text[from] === letterN) states[index] = nothing
    }
    const { carried } = this.kind
    const record: Record<string, Json> = carried === undefined ? {} : { [carried.carrier]: {} }
    for (const index of seen) {
      const from = scan.slots[this.slots[index] ?? 0] as number
      const first = from === 0 ? undefined : scan.text[from]
      const isOpen = first === openObject || first === openList
      states[index] = isOpen ? open : first === undefined || first === letterN ? nothing : scalar
      if (first === undefined) continue
      const value = isOpen ? (first === openObject ? {} : []) : first === letterN ? null : this.valueAt(from)
      if (value === undefined) return undefined
      putAt(record, places[index] ?? noPlace, value)
    }
    if (isFirst && !this.values.every(({ slot, may }) => this.isAllowed(scan.slots[slot] as number, may)))
      return undefined
    return eventsOf?.(record, isFirst)
  }

  private isAllowed(from: number, may: AllowedValue['may']): boolean {
    const { text } = this.scan
    let sign = from + 1
    while (text[sign] === blank) sign += 1
    return from === 0 || may(text[from] as number, text[sign] as number)
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

/** What holds a place is there already. */
function putAt(record: Record<string, Json>, place: ScannedPlace, value: Json): void {
  const last = place.length - 1
  let there = record
  for (const key of place.slice(0, last)) there = there[key] as Record<string, Json>
  there[place[last] ?? ''] = value
}

/** What is left of a query; the same for no other. */
function textOf({ index, left }: OpenQuery): string {
  return `${index}:${leftText(left)}`
}

function leftText(left: PartlyQuery | boolean): string | boolean {
  return typeof left === 'boolean' ? left : left.text
}

const [blank, openObject, openList, letterN] = [0x20, 0x7b, 0x5b, 0x6e]
const noPlace: ScannedPlace = ['']
const none: readonly never[] = []

const unusual: Decision = {
  node: 0,
  open: 'unusual',
  seen: [],
  next: [],
  kinds: [],
  nextStage: told,
  rest: none,
  isWanted: false,
  orRest: 'unusual',
}
