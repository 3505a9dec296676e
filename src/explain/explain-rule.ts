import { type CompiledRules, type CompileOptions, compileRules } from '../detect/compile-rules'
import { groupByOf } from '../detect/compile-selector'
import type { CompiledRule } from '../detect/compiled-rule'
import { noFirstLog, waitsForLogs } from '../detect/running/ran-rules'
import { type SelectedEvent, selectEvent } from '../detect/select-event'
import { eachEventOnce } from '../event/each-once'
import type { LogEvent } from '../event/log-event'
import { methodOf } from '../rule/methods/method-of'
import type { Draft } from '../rule/rule'
import { readsSignals } from '../rule/signals-read'
import { type Aftermath, relaxedRuns } from './aftermath'
import { Bench } from './bench'
import { explainSuppressions } from './explain-suppressions'
import type { Explanation, QueryExplanation } from './explanation'
import { Groups } from './groups'
import { lossesOf } from './losses'
import { nearMissesOf } from './misses/near-misses'
import { queryPlans } from './query-plan'
import { QueryWatch } from './query-watch'
import { recordRun } from './recording'
import { signalQueries } from './signal-queries'
import { stagesOf } from './stages'

export interface ExplainOptions extends Omit<CompileOptions, 'filters'> {
  /** The rules whose signals a correlation rule counts; other rules need none. */
  readonly rules?: readonly Draft[]
  /** The clock of the logs goes on to this time, for rules that wait for silence. */
  readonly untilMs?: number | undefined
}

/** Near misses are looked for among so many matched logs. */
const mostSearched = 5000

/** Says what a rule made of logs, and for what it did not make, why. The order of the logs does not matter. */
export function explainRule(rule: Draft, events: Iterable<LogEvent>, options: ExplainOptions = {}): Explanation {
  const explainer = new RuleExplainer(rule, options)
  for (const event of events) explainer.take(event)
  return explainer.explain()
}

/** Takes logs one by one and keeps only those that the rule's queries match, with the few that came near. */
export class RuleExplainer {
  private readonly compiled: CompiledRules
  /** The same without what takes matching logs away, so that those can be told of. */
  private readonly open: CompiledRules
  private readonly watches: readonly QueryWatch[]
  private readonly selected: SelectedEvent[] = []
  private logs = 0
  private lastLogMs: number | undefined

  constructor(
    private readonly rule: Draft,
    private readonly options: ExplainOptions = {},
  ) {
    const others = this.others()
    this.compiled = compileRules([rule, ...others], options)
    this.open = compileRules([unfiltered(rule), ...others.map(unfiltered)], { ...options, suppressions: [] })
    this.watches = queryPlans(rule, options.tables).map((plan) => new QueryWatch(plan))
  }

  take(event: LogEvent): void {
    this.logs += 1
    this.lastLogMs = Math.max(event.timeMs, this.lastLogMs ?? event.timeMs)
    if (!event.isSignal) this.watch(event)
    const selected = selectEvent(this.open, event)
    if (selected !== undefined) this.selected.push(selected)
  }

  private watch(event: LogEvent): void {
    const [takers, graders] = [this.watches.filter(takesIn), this.watches.filter((watch) => !takesIn(watch))]
    const matching = takers.filter((watch) => watch.take(event))
    if (matching.length === 0) for (const watch of takers) watch.takeMissed(event)
    else for (const watch of graders) if (!watch.take(event)) watch.takeMissed(event)
  }

  explain(): Explanation {
    const own = this.compiled.rules.find((each) => each.rule === this.rule)
    if (own === undefined) {
      const refused = this.compiled.notEvaluated.find(({ rule }) => rule === this.head().rule)
      return this.explainUnevaluated(refused?.reason ?? '')
    }
    const isDecided = !waitsForLogs(own) || this.selected.some(({ event }) => this.hits(own, event))
    return isDecided ? this.explainRun(own) : this.explainUnevaluated(noFirstLog)
  }

  private hits(own: CompiledRule, event: LogEvent): boolean {
    const index = this.compiled.rules.indexOf(own)
    return selectEvent(this.compiled, event)?.hits.some(({ rule }) => rule === index) ?? false
  }

  private explainRun(own: CompiledRule): Explanation {
    const { rule, compiled, options } = this
    const matched = eachEventOnce(this.selected.map(({ event }) => event))
    const selected = matched.flatMap((event) => selectEvent(compiled, event) ?? [])
    const clock = { lastLogMs: this.lastLogMs, untilMs: options.untilMs }
    const recording = recordRun(compiled, own, selected, clock)
    const signals = recording.signals.filter((signal) => signal.rule === own.name)
    const isCut = matched.length > mostSearched
    const searched = new Set(matched.slice(0, mostSearched))
    const near = selected.filter(({ event }) => searched.has(event))
    const { moments } = isCut ? recordRun(compiled, own, near, clock) : recording
    const groups = new Groups(own, moments)
    const around = {
      others: this.others(),
      suppressions: options.suppressions ?? [],
      tables: options.tables ?? new Map(),
      clock,
    }
    const after: Aftermath = {
      rule,
      compiled: own,
      triggers: recording.triggers,
      moments,
      selected: near,
      groups,
      bench: new Bench(around, near),
      relaxed: relaxedRuns(rule, around, [...searched], near, recording.signals),
      spanMs: spanOf([...searched, ...recording.moments.map(({ instant }) => instant)]),
      endMs: Math.max(clock.lastLogMs ?? Number.NEGATIVE_INFINITY, clock.untilMs ?? Number.NEGATIVE_INFINITY),
      fieldsOf: (query) => groupByOf(rule.queries[query] ?? {}),
    }
    const { nearMisses, cuts } = nearMissesOf(after)
    const tooMany = `near misses were looked for among the first ${mostSearched} of ${matched.length} matched logs`
    return {
      ...this.head(),
      queries: inPlace(
        this.logQueries(selected, isCut ? new Groups(own, recording.moments) : groups),
        signalQueries(rule, own, recording.moments),
      ),
      stages: stagesOf(after),
      signals,
      suppressions: explainSuppressions(own, { signals, opened: recording.opened, selected }),
      nearMisses,
      cuts: isCut ? [tooMany, ...cuts] : cuts,
    }
  }

  private logQueries(selected: readonly SelectedEvent[], groups: Groups) {
    const lostBy = lossesOf(this.rule, selected)
    return this.watches.map((watch): QueryExplanation => {
      const { index } = watch.plan
      return watch.tell(lostBy, (event) =>
        index === undefined
          ? []
          : [...groups.keysOf(event, index)].flatMap((key) => {
              const group = groups.all.get(key)
              return group === undefined ? [] : [groups.valuesOf(group)]
            }),
      )
    })
  }

  /** What can be told of a rule that cannot be evaluated: the reason, and what its queries match. */
  private explainUnevaluated(notEvaluated: string): Explanation {
    const head = this.head()
    const [nothing, nowhere] = [() => undefined, () => []]
    const queries = this.watches.map((watch) => watch.tell(nothing, nowhere))
    return { ...head, notEvaluated, queries, stages: [], signals: [], suppressions: [], nearMisses: [], cuts: [] }
  }

  private head() {
    const { rule, logs } = this
    const method = methodOf(rule).name
    return { rule: rule.id ?? rule.name, name: rule.name, method, isEnabled: rule.isEnabled, logs }
  }

  private others(): readonly Draft[] {
    const { rule, options } = this
    const name = rule.id ?? rule.name
    return readsSignals(rule) ? (options.rules ?? []).filter((each) => (each.id ?? each.name) !== name) : []
  }
}

function takesIn({ plan }: QueryWatch): boolean {
  return plan.index !== undefined
}

/** The queries over logs with those over signals put at their places among them. */
function inPlace(
  ofLogs: readonly QueryExplanation[],
  ofSignals: ReadonlyMap<number, QueryExplanation>,
): readonly QueryExplanation[] {
  const all = [...ofLogs]
  for (const [index, explained] of [...ofSignals].sort(([a], [b]) => a - b)) all.splice(index, 0, explained)
  return all
}

/** A rule without its legacy filters, so that what they drop can be told of. */
function unfiltered(rule: Draft): Draft {
  return { ...rule, filters: [] }
}

function spanOf(events: readonly { readonly timeMs: number }[]): number {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { timeMs } of events) [first, last] = [Math.min(first, timeMs), Math.max(last, timeMs)]
  return events.length === 0 ? 0 : last - first
}
