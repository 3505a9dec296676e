import { compilePath } from '../../event/attribute-path'
import { isAddress, readAddress } from '../../event/ip-address'
import type { LogEvent } from '../../event/log-event'
import type { Json } from '../../json/json'
import { isCollection } from '../../json/json-object'
import { blockContains } from '../../query/matching/cidr-block'
import { reachField } from '../../query/matching/field-values'
import { compileMessageTest } from '../../query/matching/message-test'
import { compileValueTest } from '../../query/matching/value-test'
import { numberOf } from '../../query/number-literal'
import type { CidrClause, Clause, Field, PatternPart, Value } from '../../query/query'

/** A part of a text that stays. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A reference table as rules look values up in it: the field of the log, and what its column holds. */
export interface Lookup {
  readonly field: string
  readonly values: ReadonlySet<string>
}

/**
 * What of logs must stay for queries to go on matching: the literals that rules, suppressions and tables name, where a
 * value is matched by them. Shown the logs first, it answers for each text which parts of it those are, wherever the
 * same text stands.
 */
export class KeptLiterals {
  /** All that stays because something names it. */
  readonly named = new Set<string>()
  private readonly spans = new Map<string, Span[]>()
  private readonly numbers = new Map<number, Set<number>>()
  private readonly fixedNumbers = new Set<number>()
  private readonly fixedBits = new Map<string, number>()

  constructor(
    private readonly clauses: readonly (Clause | CidrClause)[],
    private readonly lookups: readonly Lookup[],
    /** Fields whose sizes are added up or compared, so that they stay as they are. */
    private readonly measures: readonly string[],
    /** All words that rules and suppressions are written in. */
    private readonly words: ReadonlySet<string>,
  ) {}

  /** The parts of a text that stay, in order and apart from each other. */
  spansOf(text: string): readonly Span[] {
    const joined: Span[] = []
    for (const span of [...(this.spans.get(text) ?? [])].sort((a, b) => a.start - b.start)) {
      const last = joined.at(-1)
      if (last && span.start <= last.end)
        joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
      else joined.push(span)
    }
    return joined
  }

  /** Whether a key is one that rules may look at. */
  isNamed(key: string): boolean {
    return this.words.has(key)
  }

  isFixed(number: number): boolean {
    return this.fixedNumbers.has(number)
  }

  /** The bounds that a number is held against: one in its place must stand to each of them as it does. */
  boundsOf(number: number): readonly number[] {
    return [...(this.numbers.get(number) ?? [])]
  }

  /** How many leading bits of an address a block or a pattern fixes. */
  fixedBitsOf(address: string): number | undefined {
    return this.fixedBits.get(address)
  }

  learn(event: LogEvent): void {
    for (const clause of this.clauses) {
      if (clause.kind === 'cidr') this.learnBlocks(clause, event)
      else for (const value of valuesOf(clause, event)) this.learnValue(clause, value)
    }
    for (const { field, values } of this.lookups) {
      for (const value of compilePath(field)(event)) {
        const text = typeof value === 'number' ? String(value) : value
        if (typeof text === 'string' && values.has(text)) this.keep(value as string | number)
      }
    }
    for (const field of this.measures) {
      for (const value of compilePath(field)(event)) if (typeof value === 'number') this.fixedNumbers.add(value)
    }
  }

  private learnValue({ field, value }: Clause, stored: Json): void {
    if (typeof stored === 'number') this.learnNumber(value, stored)
    else if (typeof stored === 'string') this.learnText(value, stored, isRunningText(field))
  }

  private learnText(value: Value, stored: string, isRunning: boolean): void {
    const matches = isRunning ? compileMessageTest(value) : compileValueTest(value)
    if (value.kind === 'any' || value.kind === 'exists' || !matches(stored)) return
    if (value.kind === 'wildcard') {
      const parts = value.pattern.flatMap((part: PatternPart) => (part.kind === 'text' ? [part.text] : []))
      if (isAddress(stored)) this.keepAddress(stored, parts[0] ?? '')
      else this.keepParts(stored, parts, isRunning)
    } else if (isRunning && (value.kind === 'term' || value.kind === 'phrase')) {
      this.keepParts(stored, wordsIn(value.text), true)
    } else this.keep(stored)
  }

  private learnNumber(value: Value, stored: number): void {
    if (value.kind === 'comparison') this.bound(stored, [numberOf(value.bound)])
    else if (value.kind === 'range') {
      this.bound(
        stored,
        [value.lower, value.upper].map(({ bound }) => bound && numberOf(bound)),
      )
    } else if (value.kind !== 'any' && value.kind !== 'exists' && compileValueTest(value)(stored)) this.keep(stored)
  }

  private learnBlocks({ field, blocks }: CidrClause, event: LogEvent): void {
    reachField(field)(event, (stored) => {
      const address = typeof stored === 'string' ? readAddress(stored) : undefined
      if (address === undefined || typeof stored !== 'string') return false
      for (const { text } of blocks) {
        if (!blockContains(text)(address)) continue
        const bits = Number(text.split('/')[1] ?? 128)
        this.fixBits(stored, bits)
        this.named.add(text)
      }
      return false
    })
  }

  private keepAddress(address: string, start: string): void {
    const whole = address.startsWith(start) ? start.split('.').length - 1 : 0
    this.fixBits(address, whole * 8)
    this.named.add(start)
  }

  private fixBits(address: string, bits: number): void {
    this.fixedBits.set(address, Math.max(bits, this.fixedBits.get(address) ?? 0))
  }

  private keep(value: string | number): void {
    this.named.add(String(value))
    if (typeof value === 'number') this.fixedNumbers.add(value)
    else this.add(value, { start: 0, end: value.length })
  }

  /** Keeps parts where they stand, the first place of each behind that of the one before. */
  private keepParts(text: string, parts: readonly string[], anyCase: boolean): void {
    const searched = anyCase ? text.toLowerCase() : text
    let at = 0
    for (const part of parts) {
      const start = searched.indexOf(anyCase ? part.toLowerCase() : part, at)
      if (start === -1) continue
      at = start + part.length
      this.add(text, { start, end: at })
      this.named.add(text.slice(start, at))
    }
  }

  private bound(stored: number, bounds: readonly (number | undefined)[]): void {
    const known = this.numbers.get(stored) ?? new Set()
    for (const each of bounds) if (each !== undefined) known.add(each)
    this.numbers.set(stored, known)
  }

  private add(text: string, span: Span): void {
    const known = this.spans.get(text)
    if (!known) this.spans.set(text, [span])
    else if (!known.some(({ start, end }) => start === span.start && end === span.end)) known.push(span)
  }
}

/** Whether a field is searched word by word, without regard to case. */
function isRunningText(field: Field): boolean {
  return (
    field.kind === 'default' || field.kind === 'everywhere' || (field.kind === 'reserved' && field.name === 'message')
  )
}

function valuesOf({ field }: Clause, event: LogEvent): readonly Json[] {
  const found: Json[] = []
  reachField(field)(event, (stored) => {
    found.push(stored)
    return false
  })
  if (field.kind !== 'everywhere') return found
  const { service, host, source, status } = event
  found.push(...[service, host, source, status].filter((text) => text !== undefined))
  const pending: Json[] = [event.attributes]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isCollection(next)) pending.push(...(Object.values(next) as Json[]))
    else found.push(next)
  }
  return found
}

function wordsIn(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? []
}
