import { type CompiledRules, compileRules } from '../detect/compile-rules'
import { selectEvent } from '../detect/select-event'
import type { Signal } from '../detect/signals/signal'
import { compilePath } from '../event/attribute-path'
import type { LogEvent } from '../event/log-event'
import { explainRule } from '../explain/explain-rule'
import type { Explanation } from '../explain/explanation'
import type { Draft } from '../rule/rule'
import { readsSignals } from '../rule/signals-read'
import { lookBackMs } from '../sampling/look-back'
import type { Changes } from './changed-rules'
import type { Side } from './detections'
import type { RuleImpact } from './measure-impact'
import type { SignalChange } from './pair-signals'

/** What `explain` says of the logs around a signal, of the rule as it was and as it is. */
export type ExampleExplanations = ReadonlyMap<SignalChange, Readonly<Partial<Record<Side, Explanation>>>>

/** An explanation looks at no more logs than these. */
const mostLogs = 5000

/** Is shown the logs once more, keeps those around the examples of an impact, and explains these. */
export class ExampleExplainer {
  private readonly examples: readonly Example[]
  /** No log outside of it is needed; undefined where none is. */
  readonly stretch: { readonly fromMs: number; readonly toMs: number } | undefined

  constructor(rules: readonly RuleImpact[], changes: Changes, untilMs?: number) {
    this.examples = rules.flatMap((rule) => rule.examples.map((change) => new Example(rule, change, changes, untilMs)))
    const [froms, tos] = [this.examples.map(({ fromMs }) => fromMs), this.examples.map(({ toMs }) => toMs)]
    const [fromMs, toMs] = [Math.min(...froms), Math.max(...tos)]
    this.stretch = this.examples.length === 0 ? undefined : { fromMs, toMs }
  }

  /** The rules that the examples are about, as compiled for a side. */
  show(event: LogEvent, sides: readonly Side[]): void {
    for (const example of this.examples) example.show(event, sides)
  }

  explain(): ExampleExplanations {
    return new Map(this.examples.map((example) => [example.change, example.explain()]))
  }
}

/** One signal that is seen otherwise, and the logs around it. */
class Example {
  readonly fromMs: number
  readonly toMs: number
  private readonly sides: readonly ExampleSide[]
  private readonly isOfGroup: (event: LogEvent) => boolean

  constructor(
    { rule }: RuleImpact,
    readonly change: SignalChange,
    changes: Changes,
    private readonly untilMs?: number,
  ) {
    const signals = [change.before, change.after].flatMap((signal) => signal ?? [])
    const sides = (['before', 'after'] as const).flatMap((side) => {
      const own = rule[side]
      const set = changes.sets.find((each) => each.side === side)
      return own && set ? [{ side, own, set }] : []
    })
    const backMs = Math.max(0, ...sides.map(({ own }) => lookBackMs(own, 'windows')))
    this.fromMs = Math.min(...signals.map(({ firstSeenMs }) => firstSeenMs)) - backMs
    // Signals tell whole seconds.
    this.toMs = Math.max(...signals.map(({ lastSeenMs }) => lastSeenMs)) + Math.max(backMs, 1000)
    const isAnyGroup = sides.some(({ own }) => readsSignals(own))
    this.isOfGroup = isAnyGroup ? () => true : groupTest(signals)
    this.sides = sides.map(({ side, own, set }) => {
      const rules = readsSignals(own) ? set.rules : [own]
      return { side, own, rules, options: set.options ?? {}, compiled: compileRules(rules, set.options), events: [] }
    })
  }

  /** A log that either rule wants is kept for both: what one of them makes of it the other may not. */
  show(event: LogEvent, sides: readonly Side[]): void {
    if (event.timeMs < this.fromMs || event.timeMs > this.toMs) return
    const isWanted = this.sides.some(({ compiled }) => event.isSignal || selectEvent(compiled, event) !== undefined)
    if (!isWanted || !this.isOfGroup(event)) return
    for (const { side, events } of this.sides) if (sides.includes(side) && events.length < mostLogs) events.push(event)
  }

  explain(): Partial<Record<Side, Explanation>> {
    const { untilMs } = this
    return Object.fromEntries(
      this.sides.map(({ side, own, rules, options, events }) => [
        side,
        explainRule(own, events, { ...options, rules, untilMs }),
      ]),
    )
  }
}

interface ExampleSide {
  readonly side: Side
  readonly own: Draft
  readonly rules: readonly Draft[]
  readonly options: NonNullable<Parameters<typeof compileRules>[1]>
  readonly compiled: CompiledRules
  readonly events: LogEvent[]
}

/** Whether a log is of the group of one of the signals. What it does not have at all speaks against none. */
function groupTest(signals: readonly Signal[]): (event: LogEvent) => boolean {
  const tests = signals.map(({ group }) =>
    Object.entries(group).map(([field, value]) => ({ read: compilePath(field), value })),
  )
  return (event) =>
    tests.some((fields) =>
      fields.every(({ read, value }) => {
        const found = read(event)
        return found.length === 0 || found.some((each) => String(each) === value)
      }),
    )
}
