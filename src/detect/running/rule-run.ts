import type { CompiledRule, GroupTrigger, Machine } from '../compiled-rule'
import type { Group } from '../group-key'
import type { Hit, QueryHit } from '../hits/hit'
import { type ClosedSignal, closeSignal } from '../signals/closed-signal'
import { SignalLife } from '../signals/signal-life'
import { type Arrival, splitByTiebreaker } from '../windows/instant'

/** Where the clock of the logs stands when all of them have been read. */
export interface LogClock {
  /** The time of the last log, whether a rule wants it or not; of no log, undefined. */
  readonly lastLogMs: number | undefined
  /** Silence is told up to here, where that is later. */
  readonly untilMs?: number | undefined
}

/** What is over is looked for once so many moments have passed; oftener, it costs more than it gives back. */
const usualBetween = 1024

/**
 * One rule on its way through its hits, time by time and group by group. It holds what may still change something:
 * groups of which nothing is left are given back, and a signal that nothing can change any more is handed on.
 */
export class RuleRun {
  private readonly machine: Machine
  private readonly life: SignalLife
  private timeMs = Number.NaN
  private groups = new Map<string, { readonly group: Group; readonly arrivals: Map<Hit, number> }>()
  private untilSweep: number

  /**
   * `position` is that of the rule among the compiled rules; `onClosed` is given each signal of it, once. `between` is how
   * many moments pass before it is looked for what is over.
   */
  constructor(
    rule: CompiledRule,
    position: number,
    private readonly clock: LogClock,
    onClosed: (signal: ClosedSignal) => void,
    private readonly between = usualBetween,
  ) {
    this.untilSweep = between
    const lastLogMs = clock.lastLogMs ?? Number.NEGATIVE_INFINITY
    this.machine = rule.start()
    this.life = new SignalLife(rule, (record) => onClosed(closeSignal(record, position, lastLogMs)))
  }

  /** Hits come in order; one that comes several times is one event. */
  take(hit: Hit, queries: readonly QueryHit[]): void {
    if (hit.timeMs !== this.timeMs) {
      this.flush()
      this.timeMs = hit.timeMs
      this.pass(hit.timeMs)
      this.untilSweep -= 1
      if (this.untilSweep <= 0) this.sweep(hit.timeMs)
    }
    for (const { query, groups } of queries) {
      for (const group of groups) {
        let entry = this.groups.get(group.key)
        if (entry === undefined) {
          entry = { group, arrivals: new Map() }
          this.groups.set(group.key, entry)
        }
        entry.arrivals.set(hit, (entry.arrivals.get(hit) ?? 0) | (1 << query))
      }
    }
  }

  /** No hit comes any more before this time. */
  advance(toMs: number): void {
    if (toMs <= this.timeMs) return
    this.flush()
    this.pass(toMs)
    this.sweep(toMs)
  }

  end(): void {
    const { lastLogMs = Number.NEGATIVE_INFINITY, untilMs = Number.NEGATIVE_INFINITY } = this.clock
    // Signals of scheduled rules may come after the last log, and carry the clock on for who looks at them.
    const endMs = Math.max(lastLogMs, untilMs, Number.isNaN(this.timeMs) ? Number.NEGATIVE_INFINITY : this.timeMs)
    this.flush()
    this.pass(endMs + 1)
    this.tell(this.machine.finish?.(endMs))
    this.life.end()
  }

  private flush(): void {
    if (this.groups.size === 0) return
    const { groups } = this
    this.groups = new Map()
    for (const { group, arrivals } of groups.values()) {
      const list = [...arrivals].map(([event, queries]): Arrival => ({ event, queries }))
      for (const instant of splitByTiebreaker(this.timeMs, list)) {
        for (const trigger of this.machine.step(group, instant)) this.life.add(group, trigger)
      }
    }
  }

  private pass(toMs: number): void {
    this.tell(this.machine.pass?.(toMs))
  }

  private tell(found: readonly GroupTrigger[] = []): void {
    for (const { group, trigger } of found) this.life.add(group, trigger)
  }

  private sweep(toMs: number): void {
    // What silence triggers lies a millisecond before the moment at which it is looked for.
    const open = this.life.close(toMs - 1)
    const states = this.machine.giveBack?.(toMs) ?? 0
    this.untilSweep = this.between < usualBetween ? this.between : Math.max(this.between, open + states)
  }
}
