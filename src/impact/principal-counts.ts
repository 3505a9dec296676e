import { hash53 } from './hash53'
import { type Counts, changesIn, Tally } from './tally'

/** Where a signal is told again. */
export interface SignalPlace {
  readonly run: number
  readonly position: number
}

/** A principal with its counts, and a signal that names it. */
export interface CountedPrincipal {
  readonly at: SignalPlace
  readonly counts: Counts
}

/** What is known of all whom no list shows. */
export interface OtherPrincipals {
  readonly principals: number
  /** There may be more of them: not all were told apart. */
  readonly isAtLeast: boolean
  readonly counts: Counts
}

/** More are not told apart, so that memory has an end: 60 MB. */
const mostToldApart = 1_000_000

const kinds = Object.keys(new Tally().counts) as (keyof Counts)[]
const kindAt = Object.fromEntries(kinds.map((kind, at) => [kind, at])) as Readonly<Record<keyof Counts, number>>
const nobody = -1

/** The number of all that came when there were too many to tell them apart. */
const others = nobody

/**
 * Counts by principal. There may be very many, so each is a few numbers, and its name is that of a signal that is told again.
 * Equal names have equal numbers of 53 bits, see `hash53`.
 */
export class PrincipalCounts {
  private keys = new Float64Array(16)
  private runs = new Uint8Array(16)
  private positions = new Float64Array(16)
  private counts = new Uint32Array(16 * kinds.length)
  /** Rows by the low bits of their keys, each at the next free place; at most half of the places are taken. */
  private rows = new Int32Array(32).fill(nobody)
  private length = 0
  private readonly ofOthers = new Tally()

  constructor(private readonly most = mostToldApart) {}

  /** The number of a principal, whoever `name` is; undefined is nobody. `at` is a signal that names it. */
  numberOf(name: string | undefined, at: SignalPlace): number {
    const key = name === undefined ? nobody : hash53(name)
    let place = this.placeOf(key)
    const known = this.rows[place] ?? nobody
    if (known !== nobody) return known
    if (this.length === this.most) return others
    if (this.length === this.keys.length) {
      this.grow()
      place = this.placeOf(key)
    }
    const row = this.length
    this.length += 1
    this.rows[place] = row
    this.keys[row] = key
    this.runs[row] = at.run
    this.positions[row] = at.position
    return row
  }

  add(principal: number, what: keyof Counts): void {
    if (principal === others) this.ofOthers.add(what)
    else this.counts[principal * kinds.length + kindAt[what]] = this.countOf(principal, what) + 1
  }

  /** Those with the most that is other, so many of them, then those that are seen most, then those that came first. */
  first(many: number): { readonly first: readonly CountedPrincipal[]; readonly others: OtherPrincipals | undefined } {
    const changes = Uint32Array.from({ length: this.length }, (_, row) => changesIn(this.countsOf(row)))
    const of = (cells: Uint32Array, row: number): number => cells[row] ?? 0
    const counted = Uint32Array.from({ length: this.length }, (_, row) => row)
      .filter((row) => kinds.some((kind) => this.countOf(row, kind) > 0))
      .sort((a, b) => of(changes, b) - of(changes, a) || this.countOf(b, 'after') - this.countOf(a, 'after') || a - b)
    const left = counted.subarray(many)
    const rest = new Tally()
    rest.addAll(this.ofOthers.counts)
    for (const row of left) for (const kind of kinds) rest.add(kind, this.countOf(row, kind))
    const isAtLeast = kinds.some((kind) => this.ofOthers.counts[kind] > 0)
    const isAnybody = left.length > 0 || isAtLeast
    return {
      first: [...counted.subarray(0, many)].map((row) => ({
        at: { run: this.runs[row] ?? 0, position: this.positions[row] ?? 0 },
        counts: this.countsOf(row),
      })),
      others: isAnybody ? { principals: left.length, isAtLeast, counts: rest.counts } : undefined,
    }
  }

  private countsOf(row: number): Counts {
    const { counts } = new Tally()
    for (const kind of kinds) counts[kind] = this.countOf(row, kind)
    return counts
  }

  private countOf(row: number, what: keyof Counts): number {
    return this.counts[row * kinds.length + kindAt[what]] ?? 0
  }

  /** Where the row of a key stands, or would. */
  private placeOf(key: number): number {
    const last = this.rows.length - 1
    let place = key & last
    for (let row = this.rows[place] ?? nobody; row !== nobody && this.keys[row] !== key; ) {
      place = (place + 1) & last
      row = this.rows[place] ?? nobody
    }
    return place
  }

  private grow(): void {
    const { keys, runs, positions, counts } = this
    const length = Math.min(this.most, 2 * keys.length)
    this.keys = new Float64Array(length)
    this.keys.set(keys)
    this.runs = new Uint8Array(length)
    this.runs.set(runs)
    this.positions = new Float64Array(length)
    this.positions.set(positions)
    this.counts = new Uint32Array(length * kinds.length)
    this.counts.set(counts)
    this.rows = new Int32Array(2 * this.rows.length).fill(nobody)
    for (let row = 0; row < this.length; row += 1) this.rows[this.placeOf(keys[row] ?? 0)] = row
  }
}
