import type { Hit } from '../hits/hit'

/**
 * The events of one query in one group, and what its aggregation makes of those that the window still holds. Events
 * arrive in order of time. `events` grows at its end, so that a signal can name a stretch of it; `head` is where the
 * window begins. What left the window is given back: from then on `events` is another list, and whoever holds the former
 * one finds in it what was there. All work is constant per event over the window's life.
 */
export abstract class SlidingWindow {
  events: Hit[] = []
  head = 0

  /** Takes the event in, unless it has no value that the aggregation could use; answers whether it did. */
  abstract add(event: Hit): boolean
  /** What a condition compares. A window without any value gives 0, a maximum of nothing no number at all. */
  abstract value(): number
  /** The same as if this event, one of those added since `beginInstant`, were not there. */
  abstract valueWithout(event: Hit): number
  protected abstract forget(event: Hit): void
  /** So many events were given back. */
  protected abstract giveBack(count: number): void

  /** Lets go of all that happened before this time, and answers whether that was any; what is exactly then stays. */
  advanceTo(fromMs: number): boolean {
    const before = this.head
    for (let oldest = this.events[this.head]; oldest !== undefined && oldest.timeMs < fromMs; ) {
      this.forget(oldest)
      this.head += 1
      oldest = this.events[this.head]
    }
    const hasLost = this.head > before
    if (this.head >= leastGivenBack && this.head * 2 >= this.events.length) {
      this.giveBack(this.head)
      this.events = this.events.slice(this.head)
      this.head = 0
    }
    return hasLost
  }

  /** Says that the events added from now on have no known order among themselves. */
  beginInstant(): void {}

  get size(): number {
    return this.events.length - this.head
  }
}

/** A list is not made anew for fewer events than this. */
const leastGivenBack = 16

/** Counts events. */
export class CountWindow extends SlidingWindow {
  add(event: Hit): boolean {
    this.events.push(event)
    return true
  }
  value(): number {
    return this.size
  }
  valueWithout(): number {
    return this.size - 1
  }
  protected forget(): void {}
  protected giveBack(): void {}
}

/** Counts the distinct values, or tuples of values, that its events carry. */
export class CardinalityWindow extends SlidingWindow {
  private readonly times = new Map<string, number>()

  /** `query` by its place in the rule. */
  constructor(private readonly query: number) {
    super()
  }
  add(event: Hit): boolean {
    const values = textsOf(event, this.query)
    if (values.length === 0) return false
    this.events.push(event)
    for (const value of values) this.times.set(value, (this.times.get(value) ?? 0) + 1)
    return true
  }
  value(): number {
    return this.times.size
  }
  valueWithout(event: Hit): number {
    return this.times.size - textsOf(event, this.query).filter((value) => this.times.get(value) === 1).length
  }
  protected forget(event: Hit): void {
    for (const value of textsOf(event, this.query)) {
      const left = (this.times.get(value) ?? 0) - 1
      if (left > 0) this.times.set(value, left)
      else this.times.delete(value)
    }
  }
  protected giveBack(): void {}
}

/** Adds up a numeric attribute. An empty window starts again from 0, so that rounding does not pile up for ever. */
export class SumWindow extends SlidingWindow {
  private sum = 0

  /** `query` by its place in the rule. */
  constructor(private readonly query: number) {
    super()
  }
  add(event: Hit): boolean {
    const amounts = numbersOf(event, this.query)
    if (amounts.length === 0) return false
    this.events.push(event)
    this.sum += total(amounts)
    return true
  }
  value(): number {
    return this.sum
  }
  valueWithout(event: Hit): number {
    return this.sum - total(numbersOf(event, this.query))
  }
  protected forget(event: Hit): void {
    this.sum = this.size === 1 ? 0 : this.sum - total(numbersOf(event, this.query))
  }
  protected giveBack(): void {}
}

/** The greatest of a numeric attribute, kept as a falling row of candidates: what a later, greater one hides is gone. */
export class MaxWindow extends SlidingWindow {
  private candidates: { readonly index: number; readonly amount: number }[] = []
  private firstCandidate = 0
  private before = Number.NaN
  private greatest = Number.NaN
  private second = Number.NaN

  /** `query` by its place in the rule. */
  constructor(private readonly query: number) {
    super()
  }
  override beginInstant(): void {
    this.before = this.value()
    this.greatest = Number.NaN
    this.second = Number.NaN
  }
  add(event: Hit): boolean {
    const amounts = numbersOf(event, this.query)
    if (amounts.length === 0) return false
    const amount = greatestOf(amounts)
    while (this.candidates.length > this.firstCandidate && (this.candidates.at(-1)?.amount ?? 0) <= amount) {
      this.candidates.pop()
    }
    this.candidates.push({ index: this.events.length, amount })
    this.events.push(event)
    if (Number.isNaN(this.greatest) || amount >= this.greatest) {
      this.second = this.greatest
      this.greatest = amount
    } else if (Number.isNaN(this.second) || amount > this.second) {
      this.second = amount
    }
    return true
  }
  value(): number {
    return this.candidates[this.firstCandidate]?.amount ?? Number.NaN
  }
  valueWithout(event: Hit): number {
    const others = greatestOf(numbersOf(event, this.query)) === this.greatest ? this.second : this.greatest
    return greatestOf([this.before, others].filter((amount) => !Number.isNaN(amount)))
  }
  protected forget(): void {
    if (this.candidates[this.firstCandidate]?.index !== this.head) return
    this.firstCandidate += 1
  }
  protected giveBack(count: number): void {
    this.candidates = this.candidates
      .slice(this.firstCandidate)
      .map(({ index, amount }) => ({ index: index - count, amount }))
    this.firstCandidate = 0
  }
}

function textsOf({ readings }: Hit, query: number): readonly string[] {
  return readings[query]?.texts ?? []
}

function numbersOf({ readings }: Hit, query: number): readonly number[] {
  return readings[query]?.numbers ?? []
}

function total(amounts: readonly number[]): number {
  let sum = 0
  for (const amount of amounts) sum += amount
  return sum
}

function greatestOf(amounts: readonly number[]): number {
  let greatest = Number.NaN
  for (const amount of amounts) if (!(amount <= greatest)) greatest = amount
  return greatest
}
