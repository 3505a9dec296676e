import type { DistinctQuery } from '../../detect/candidate-index'
import type { CompiledRules } from '../../detect/compile-rules'
import type { GivenOfLogs } from '../../event/given'
import type { LogEvent } from '../../event/log-event'
import { openLog } from '../../event/open-log'
import { readLog } from '../../event/read-log'
import { placesRead, type UsualRecords } from '../../event/usual-records'
import { parseLogJson } from '../../json/parse-log-json'
import { compilePartly, type KnowsField, type PartlyPredicate } from '../../query/matching/compile-partly'
import type { Field } from '../../query/query'
import { requiredLiterals } from '../../query/required-literals'
import { clausesIn } from '../../query/walk-query'
import { TextProbe } from '../literal-filter'
import { RecordScan, type ScannedPlace } from './record-scan'
import { fieldName, isForeign, signaturePlaces } from './signature-places'

/** What a glance tells of a record: nothing, as it is no usual one; or all queries that can match it. */
export type Glanced = 'unusual' | readonly DistinctQuery[]

/** What stands at a place of a record: a scalar as it is written, or what is told without its content. */
const [absent, aNull, aCollection, aScalar] = [0x30, 0x31, 0x32, 0x33]
/** Signatures are told apart by their bytes; longer ones are not looked at. */
const longestSignature = 2048
/** So many signatures are remembered at once, and as many of each further kind. */
const mostSignatures = 20_000

/** What the values of a signature decide, whatever else a record holds. */
interface Decision {
  readonly signature: Uint8Array
  readonly open: 'unusual' | readonly OpenQuery[]
  /** All places that were looked at for it. */
  readonly seen: readonly number[]
  /** The places of the next stage that may decide what is still open; none if nothing more can be decided. */
  readonly next: readonly number[]
  readonly nextStage: number
  /** By the hash of what stands at these. */
  readonly after: Map<number, Decision[]>
  /** When `after` was begun. */
  begun: number
}

/** A query that a signature does not rule out. */
interface OpenQuery {
  readonly query: DistinctQuery
  readonly needs: ReturnType<TextProbe['prepare']>
  readonly matches: PartlyPredicate
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
  private readonly known = new Map<number, Decision[]>()
  private remembered = 0
  private rememberedLater = 0
  private round = 0
  private readonly scratch = new Uint8Array(longestSignature + 16)
  private readonly probe = new TextProbe()
  private readonly readBy = new Map<string, readonly string[] | undefined>()

  constructor(
    rules: CompiledRules,
    private readonly usual: UsualRecords,
    private readonly given: GivenOfLogs | undefined,
  ) {
    const { told, whole, partly, foreign } = signaturePlaces(rules, usual, given?.enrichment !== undefined)
    // A key that holds others is a place itself, and goes before them.
    const withKeys = (places: readonly ScannedPlace[]): readonly ScannedPlace[] =>
      places.flatMap(([key, inside]): ScannedPlace[] => (inside === undefined ? [[key]] : [[key], [key, inside]]))
    const stages = [told, withKeys(whole), withKeys(partly)]
    this.places = stages.flat().filter((place, index, all) => all.findIndex((one) => one.join() === place.join()) === index)
    const positionOf = (place: ScannedPlace): number => this.places.findIndex((one) => one.join() === place.join())
    this.stages = stages.map((places) => [...new Set(places.map(positionOf))])
    this.scan = new RecordScan(this.places, new Set([...usual.unusual, ...foreign]))
    this.slots = this.places.map((place) => this.scan.slotOf(place))
    this.queries = rules.candidates.queries.map((query) => ({
      query,
      matches: compilePartly(query.query),
      needs: this.probe.prepare(requiredLiterals(query.query)),
    }))
    this.start = { ...tooLong, open: this.queries, next: this.stages[0] ?? [] }
  }

  /** Looks at the record that begins at `from`; where the answer is not `unusual`, `end` is where it ends. */
  look(bytes: Buffer, from: number, end: number): Glanced {
    this.end = this.scan.walk(bytes, from, end)
    if (this.end === -1) return 'unusual'
    const { open } = this.decided()
    if (open === 'unusual') return 'unusual'
    if (open.length === 0) return none
    // Texts that are searched for are ASCII, so that it does not matter how the rest is read.
    const possible = this.probe.possible(open, () => bytes.toString('latin1', from, this.end))
    return possible.map(({ query }) => query)
  }

  /** Each stage looks at more places, and asks what the one before left open. */
  private decided(): Decision {
    let told = this.decision(this.known, this.start)
    while (told.next.length > 0) {
      if (told.begun !== this.round) told.after.clear()
      told.begun = this.round
      told = this.decision(told.after, told)
    }
    return told
  }

  private decision(known: Map<number, Decision[]>, before: Decision): Decision {
    const { scratch } = this
    const length = this.writeSignature(before.next)
    if (length === -1) return tooLong
    let hash = length
    for (let at = 0; at < length; at += 1) hash = Math.imul(hash ^ (scratch[at] as number), 0x01000193)
    const alike = known.get(hash)
    if (alike !== undefined) for (const one of alike) if (isWritten(one.signature, scratch, length)) return one
    const signature = scratch.slice(0, length)
    const made = { ...this.decide(before), signature, after: new Map(), begun: this.round }
    this.makeRoom(before)
    const others = known.get(hash)
    if (others === undefined) known.set(hash, [made])
    else others.push(made)
    return made
  }

  /** Forgets what is remembered where it has become too much; what is forgotten is worked out again. */
  private makeRoom(before: Decision): void {
    if (before === this.start) this.remembered += 1
    else this.rememberedLater += 1
    if (this.remembered > mostSignatures) {
      this.known.clear()
      this.remembered = 1
    }
    if (this.rememberedLater > mostSignatures) {
      this.round += 1
      this.rememberedLater = 0
    }
  }

  /** Writes what stands at some places, one after the other; -1 if that is too long. */
  private writeSignature(places: readonly number[]): number {
    const { scan, scratch, slots } = this
    const { text } = scan
    let length = 0
    for (const place of places) {
      const from = scan.slots[slots[place] as number] as number
      if (length >= longestSignature) return -1
      if (from === 0) {
        scratch[length++] = absent
        continue
      }
      const first = text[from]
      if (first === 0x7b || first === 0x5b) {
        scratch[length++] = aCollection
        continue
      }
      if (first === 0x6e) {
        scratch[length++] = aNull
        continue
      }
      scratch[length++] = aScalar
      const isText = first === 0x22
      if (isText) scratch[length++] = 0x22
      for (let at = isText ? from + 1 : from; ; at += 1) {
        const byte = text[at] as number
        if (isText ? byte === 0x22 : byte <= 0x20 || byte === 0x2c || byte === 0x7d) break
        if (length >= longestSignature) return -1
        scratch[length++] = byte
        if (byte === 0x5c) scratch[length++] = text[++at] as number
      }
      scratch[length++] = isText ? 0x22 : 0x20
    }
    return length
  }

  /** Asks what is open about a record that has what stands at the places looked at so far, and nothing else. */
  private decide({ open: queries, seen: before, next, nextStage }: Decision): Decided {
    const seen = [...before, ...next]
    const found = queries === 'unusual' ? undefined : this.sample(seen)
    if (found === undefined || queries === 'unusual') return { open: 'unusual', seen, next: [], nextStage }
    const knows = this.knowing(found.states)
    const open = queries.filter(({ matches }) => matches(found.event, knows) !== false)
    const undecided = open.filter(({ matches }) => matches(found.event, knows) === undefined)
    for (let stage = nextStage + 1; stage < this.stages.length; stage += 1) {
      const asked = this.placesAskedBy(undecided, stage).filter((place) => !seen.includes(place))
      if (asked.length > 0) return { open, seen, next: asked, nextStage: stage }
    }
    return { open, seen, next: [], nextStage }
  }

  /** Those places of a stage that may decide queries. */
  private placesAskedBy(queries: readonly OpenQuery[], stage: number): readonly number[] {
    const fields = queries.flatMap(({ query }) => clausesIn(query.query).map(({ clause }) => clause.field))
    const asked = [...new Set(fields.flatMap((field) => this.placesOf(field) ?? []))]
    return (this.stages[stage] ?? []).filter((index) => {
      const path = this.places[index]?.join('.') ?? ''
      return asked.some((place) => place === path || place.startsWith(`${path}.`))
    })
  }

  private placesOf(field: Field): readonly string[] | undefined {
    const name = fieldName(field)
    if (name === undefined) return undefined
    if (!this.readBy.has(name))
      this.readBy.set(name, placesRead(this.usual, name, this.given?.enrichment !== undefined))
    return this.readBy.get(name)
  }

  private sample(
    known: readonly number[],
  ): { readonly event: LogEvent; readonly states: ReadonlyMap<string, State> } | undefined {
    const { usual, scan, places } = this
    const states = new Map<string, State>()
    const record: Record<string, unknown> = {}
    for (const index of known) {
      const place = places[index] ?? noPlace
      const from = scan.slots[this.slots[index] ?? 0] as number
      const [key, inside] = place
      const first = from === 0 ? undefined : scan.text[from]
      const isOpen = first === 0x7b || first === 0x5b
      states.set(place.join('.'), isOpen ? 'open' : first === undefined || first === 0x6e ? 'nothing' : 'scalar')
      if (first === undefined) continue
      const value = isOpen ? (first === 0x7b ? {} : []) : this.valueAt(from)
      if (value === undefined) return undefined
      if (inside === undefined) record[key] = value
      else (record[key] as Record<string, unknown>)[inside] = value
    }
    const isUsual = [...usual.values, ...usual.texts].every((key) => typeof record[key] === 'string' && record[key] !== '')
    if (!isUsual) return undefined
    const given = { ...this.given, enrichment: undefined }
    const open = openLog(record, given)
    if ('trouble' in open || open.profile !== usual.profile || open.shape.records[0]?.length !== 0) return undefined
    const read = readLog(record, { given, defaultTimeMs: 0 })
    return 'event' in read ? { event: read.event, states } : undefined
  }

  /** A scalar as JSON reads it; undefined if it does not. */
  private valueAt(from: number): unknown {
    const { text } = this.scan
    let to = from + 1
    if (text[from] === 0x22) {
      for (; text[to] !== 0x22; to += 1) if (text[to] === 0x5c) to += 1
      to += 1
    } else while ((text[to] as number) > 0x20 && text[to] !== 0x2c && text[to] !== 0x7d) to += 1
    try {
      return parseLogJson(Buffer.from(text.subarray(from, to)).toString('utf8'))
    } catch {
      return undefined
    }
  }

  /** Whether all places on which a field depends are in the signature, or hold nothing that could be in the way. */
  private knowing(states: ReadonlyMap<string, State>): KnowsField {
    const isKnown = (place: string): boolean => {
      if (isForeign(this.usual, place)) return true
      const [key = '', inside] = place.split('.')
      const above = states.get(key)
      if (above === 'nothing' || above === 'scalar') return true
      const there = inside === undefined ? undefined : states.get(`${key}.${inside}`)
      return there === 'nothing' || there === 'scalar'
    }
    return (field) => this.placesOf(field)?.every(isKnown) ?? false
  }
}

const noPlace: ScannedPlace = ['']
const none: readonly DistinctQuery[] = []

/** What stands at a place: no value, a value, or more than that. */
type State = 'nothing' | 'scalar' | 'open'

type Decided = Pick<Decision, 'open' | 'seen' | 'next' | 'nextStage'>

const tooLong: Decision = {
  signature: new Uint8Array(0),
  open: 'unusual',
  seen: [],
  next: [],
  nextStage: 0,
  after: new Map(),
  begun: 0,
}

function isWritten(signature: Uint8Array, scratch: Uint8Array, length: number): boolean {
  if (signature.length !== length) return false
  for (let at = 0; at < length; at += 1) if (signature[at] !== scratch[at]) return false
  return true
}
