import type { LogEvent } from '../../event/log-event'

/**
 * The events of one query in one group, and what its aggregation makes of those that the window still holds. Events
 * arrive in order of time. `events` only ever grows, so that a signal can name a stretch of it; `head` is where the
 * window begins. All work is constant per event over the window's life.
 */
export abstract class SlidingWindow {
  readonly events: LogEvent[] = []
  head = 0

  /** Takes the event in, unless it has no value that the aggregation could use; answers whether it did. */
  abstract add(event: LogEvent): boolean
  /** What a condition compares. A window without any value gives 0, a maximum of nothing no number at all. */
  abstract value(): number
  /** The same as if this event, one of those added since `beginInstant`, were not there. */
  abstract valueWithout(event: LogEvent): number
  protected abstract forget(event: LogEvent): void

  /** Lets go of all that happened before this time; an event exactly then is still inside. */
  advanceTo(fromMs: number): void {
    for (let oldest = this.events[this.head]; oldest !== undefined && oldest.timeMs < fromMs; ) {
      this.forget(oldest)
      this.head += 1
      oldest = this.events[this.head]
    }
  }

  /** Says that the events added from now on have no known order among themselves. */
  beginInstant(): void {}

  get size(): number {
    return this.events.length - this.head
  }
}

/** Counts events. */
export class CountWindow extends SlidingWindow {
  add(event: LogEvent): boolean {
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
}

/** Counts the distinct values, or tuples of values, that its events carry. */
export class CardinalityWindow extends SlidingWindow {
  private readonly times = new Map<string, number>()

  constructor(private readonly valuesOf: (event: LogEvent) => readonly string[]) {
    super()
  }
  add(event: LogEvent): boolean {
    const values = this.valuesOf(event)
    if (values.length === 0) return false
    this.events.push(event)
    for (const value of values) this.times.set(value, (this.times.get(value) ?? 0) + 1)
    return true
  }
  value(): number {
    return this.times.size
  }
  valueWithout(event: LogEvent): number {
    return this.times.size - this.valuesOf(event).filter((value) => this.times.get(value) === 1).length
  }
  protected forget(event: LogEvent): void {
    for (const value of this.valuesOf(event)) {
      const left = (this.times.get(value) ?? 0) - 1
      if (left > 0) this.times.set(value, left)
      else this.times.delete(value)
    }
  }
}

/** Adds up a numeric attribute. An empty window starts again from 0, so that rounding does not pile up for ever. */
export class SumWindow extends SlidingWindow {
  private sum = 0

  constructor(private readonly amountsOf: (event: LogEvent) => readonly number[]) {
    super()
  }
  add(event: LogEvent): boolean {
    const amounts = this.amountsOf(event)
    if (amounts.length === 0) return false
    this.events.push(event)
    this.sum += total(amounts)
    return true
  }
  value(): number {
    return this.sum
  }
  valueWithout(event: LogEvent): number {
    return this.sum - total(this.amountsOf(event))
  }
  protected forget(event: LogEvent): void {
    this.sum = this.size === 1 ? 0 : this.sum - total(this.amountsOf(event))
  }
}

/** The greatest of a numeric attribute, kept as a falling row of candidates: what a later, greater one hides is gone. */
export class MaxWindow extends SlidingWindow {
  private candidates: { readonly index: number; readonly amount: number }[] = []
  private firstCandidate = 0
  private before = Number.NaN
  private greatest = Number.NaN
  private second = Number.NaN

  constructor(private readonly amountsOf: (event: LogEvent) => readonly number[]) {
    super()
  }
  override beginInstant(): void {
    this.before = this.value()
    this.greatest = Number.NaN
    this.second = Number.NaN
  }
  add(event: LogEvent): boolean {
    const amounts = this.amountsOf(event)
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
  valueWithout(event: LogEvent): number {
    const others = greatestOf(this.amountsOf(event)) === this.greatest ? this.second : this.greatest
    return greatestOf([this.before, others].filter((amount) => !Number.isNaN(amount)))
  }
  protected forget(): void {
    if (this.candidates[this.firstCandidate]?.index !== this.head) return
    this.firstCandidate += 1
    if (this.firstCandidate > 1024 && this.firstCandidate * 2 > this.candidates.length) {
      this.candidates = this.candidates.slice(this.firstCandidate)
      this.firstCandidate = 0
    }
  }
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
