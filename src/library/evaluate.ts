import { evaluateEvents } from '../detect/evaluate'
import type { EvaluationStats } from '../detect/running/ran-rules'
import type { Signal as DetectedSignal, NotEvaluated } from '../detect/signals/signal'
import { readTime } from '../event/event-time'
import type { LogEvent } from '../event/log-event'
import { type ReportedSignal, reportedSignal } from '../report/signals-json'
import { eachEvent, givenFilter, givenRule, givenSuppression, givenTables, type Logs, type Tables } from './read-given'

/** What rules need beside logs. */
export interface EvaluateOptions {
  /** In the form of `*.suppression.yaml`, or as `loadWorkspace` gives them. */
  readonly suppressions?: readonly object[]
  /** The reference tables that rules filter by. A rule that names another is not evaluated. */
  readonly tables?: Tables
  /** The organisation's security filters, as its API lists them. Without any in force, rules see all logs. */
  readonly filters?: readonly object[]
  /** Keys of rules that nobody here knows and that change nothing about what they detect. */
  readonly harmlessKeys?: Iterable<string>
  /** The clock of the logs goes on to this time after the last log (ISO 8601), for rules that wait for silence. */
  readonly until?: string
}

/** A signal as `eval --format json` prints it, with what that leaves out. */
export interface Signal extends ReportedSignal, Pick<DetectedSignal, 'attributes' | 'notifications'> {}

/** What rules made of logs. */
export interface EvaluateResult {
  /** In the order in which they open, hidden ones among them. */
  readonly signals: readonly Signal[]
  /** Rules, suppressions and security filters that could not be taken, each with the reason. */
  readonly notEvaluated: readonly NotEvaluated[]
  /** `errors` counts what was no log. */
  readonly stats: EvaluationStats & { readonly errors: number }
}

/**
 * Evaluates whole rules over logs. Rules are plain objects with the API's keys, `id` optional, durations in seconds or
 * written (`10m`); logs are of any shape that the command line reads, in any order. A rule with a mistake is named in
 * `notEvaluated`, and what is no log is counted in `stats.errors`. Throws a `TypeError` for an `until` that is no time.
 */
export async function evaluate(
  rules: readonly object[],
  logs: Logs,
  options: EvaluateOptions = {},
): Promise<EvaluateResult> {
  const { harmlessKeys, until } = options
  const untilMs = until === undefined ? undefined : readTime(until)
  if (until !== undefined && untilMs === undefined) throw new TypeError(`until is not a time: ${until}`)
  const events: LogEvent[] = []
  const errors = await eachEvent(logs, (event) => events.push(event))
  const given = rules.map(givenRule)
  const suppressions = (options.suppressions ?? []).map(givenSuppression)
  const filters = (options.filters ?? []).map(givenFilter)
  const { signals, notEvaluated, stats } = evaluateEvents(
    given.flatMap(({ taken }) => taken ?? []),
    events,
    {
      suppressions: suppressions.flatMap(({ taken }) => taken ?? []),
      tables: givenTables(options.tables ?? {}),
      filters: filters.flatMap(({ taken }) => taken ?? []),
      ...(harmlessKeys && { harmlessKeys: new Set(harmlessKeys) }),
      untilMs,
    },
  )
  const refused = [...given, ...suppressions, ...filters].flatMap((each) => each.refused ?? [])
  return {
    signals: signals.map((signal) => {
      const { attributes, notifications } = signal
      return { ...reportedSignal(signal), attributes, notifications }
    }),
    notEvaluated: [...notEvaluated, ...refused],
    stats: { ...stats, errors },
  }
}
