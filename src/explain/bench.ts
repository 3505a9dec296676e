import { compileRules } from '../detect/compile-rules'
import type { ReferenceRows } from '../detect/compile-selector'
import type { CompiledRule, GroupTrigger, Machine } from '../detect/compiled-rule'
import type { Group } from '../detect/group-key'
import { GroupStates } from '../detect/methods/group-states'
import { planThreshold } from '../detect/methods/threshold/compile-threshold'
import { newThresholdState, stepThreshold } from '../detect/methods/threshold/threshold-machine'
import { RuleNotes } from '../detect/rule-notes'
import type { LogClock } from '../detect/running/rule-run'
import { runRules } from '../detect/running/run-rules'
import type { SelectedEvent } from '../detect/select-event'
import type { Instant } from '../detect/windows/instant'
import type { LogEvent } from '../event/log-event'
import { methodOf } from '../rule/methods/method-of'
import type { Draft } from '../rule/rule'
import { signalsReadBy } from '../rule/signals-read'
import type { Suppression } from '../suppression/suppression'
import { withRule } from './recording'

/** What stands around an explained rule. */
export interface Around {
  /** The rules whose signals it may count. */
  readonly others: readonly Draft[]
  readonly suppressions: readonly Suppression[]
  readonly tables: ReferenceRows
  readonly clock: LogClock
}

/**
 * Runs variations of one rule over the events that the rule itself selected, by the engine itself. A variation may
 * change windows, conditions, steps and groups, but not what its queries match.
 */
export class Bench {
  constructor(
    private readonly around: Around,
    private readonly selected: readonly SelectedEvent[],
  ) {}

  /** What a variation triggers, in order of time; nothing if it cannot be evaluated. `among` are the events it sees. */
  triggersOf(variation: Draft, among?: ReadonlySet<LogEvent>): readonly GroupTrigger[] {
    const triggers: GroupTrigger[] = []
    const begin = (): void => {
      triggers.length = 0
    }
    this.run(variation, (rule) => watched(rule, begin, (found) => triggers.push(found)), among)
    return triggers.sort((a, b) => a.trigger.atMs - b.trigger.atMs)
  }

  /** Shows the numbers of a threshold rule's queries, by name, at each moment of each group; `begin` as in `watched`. */
  watchNumbers(
    variation: Draft,
    begin: () => void,
    visit: (group: Group, atMs: number, numberOf: (name: string) => number) => void,
  ): void {
    this.run(variation, (rule) => {
      const { plan } = planThreshold(rule.rule, rule.queryNames, new RuleNotes())
      const start = (): Machine => {
        begin()
        const states = new GroupStates(() => newThresholdState(plan))
        const step = (group: Group, instant: Instant): readonly never[] => {
          const state = states.of(group)
          const numberOf = (name: string): number => state.windows[rule.queryNames.indexOf(name)]?.value() ?? Number.NaN
          const alone = instant.arrivals.map((arrival) => ({ ...instant, arrivals: [arrival] }))
          for (const each of plan.windowMs > 0 ? [instant] : alone) {
            stepThreshold(plan, state, each)
            visit(group, instant.timeMs, numberOf)
          }
          return []
        }
        return { step }
      }
      return { ...rule, start }
    })
  }

  private run(variation: Draft, decorate: (rule: CompiledRule) => CompiledRule, among?: ReadonlySet<LogEvent>): void {
    const rule = withoutTexts(variation)
    const correlates = this.around.others.length > 0
    const compiled = compileRules([rule, ...this.around.others], {
      harmlessKeys: 'all',
      ...(correlates && { suppressions: this.around.suppressions, tables: this.around.tables }),
    })
    const own = compiled.rules.find((each) => each.rule === rule)
    if (own === undefined) return
    const events = among === undefined ? this.selected : this.selected.filter(({ event }) => among.has(event))
    runRules(withRule(compiled, own, decorate(own)), events, this.around.clock)
  }
}

/** Tells each trigger of a rule's machine, and keeps it from becoming a signal. `begin` tells that a run begins anew. */
function watched(rule: CompiledRule, begin: () => void, tell: (found: GroupTrigger) => void): CompiledRule {
  return {
    ...rule,
    start: () => {
      begin()
      const machine = rule.start()
      return {
        step: (group, instant) => {
          for (const trigger of machine.step(group, instant)) tell({ group, trigger })
          return []
        },
        pass: (toMs) => {
          for (const found of machine.pass?.(toMs) ?? []) tell(found)
          return []
        },
        finish: (endMs) => {
          for (const found of machine.finish?.(endMs) ?? []) tell(found)
          return []
        },
      }
    },
  }
}

/**
 * What a query matches is settled when a variation runs, so its texts need no compiling again: a rule is varied some
 * thousand times. A rule that grades its events by query texts while it runs keeps them, and so does a query over signals.
 */
function withoutTexts(rule: Draft): Draft {
  if (methodOf(rule).cases === 'grades') return { ...rule, message: '' }
  return {
    ...rule,
    message: '',
    filters: [],
    referenceTables: [],
    queries: rule.queries.map((query) =>
      signalsReadBy(query) ? query : { ...query, query: '*', customQueryExtension: '' },
    ),
  }
}
