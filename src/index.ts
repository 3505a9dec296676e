/** ddac as a library. What stands here is a contract (README, "As a library"); everything else may move. */
import { type EvaluationStats, evaluateEvents } from './detect/evaluate'
import type { Signal as DetectedSignal, NotEvaluated } from './detect/signals/signal'
import { isUndecided } from './diagnostic/standing'
import type { LogEvent } from './event/log-event'
import { recordsIn } from './event/log-shapes'
import { readLog } from './event/read-log'
import type { JsonObject } from './json/json'
import { compileQuery as compileParsed } from './query/matching/compile-query'
import { parseQuery } from './query/parse-query'
import { plainSignal } from './report/signals-json'
import { readRuleObject } from './rule/read-rule'
import type { Draft, Rule } from './rule/rule'
import { readSuppression } from './suppression/read-suppression'
import type { Suppression } from './suppression/suppression'
import { planRules as planRead } from './sync/plan/plan-rules'
import { findWorkspace } from './workspace/find-workspace'
import { loadWorkspace as loadFolder } from './workspace/load-workspace'
import type { Workspace } from './workspace/workspace'

export type { Emulator, EmulatorOptions } from './emulator/start-emulator'
export { startEmulator } from './emulator/start-emulator'
export { parseQuery } from './query/parse-query'
export type { Draft as Rule } from './rule/rule'
export { canonicalRule } from './wire/canonical-rule'
export type { Workspace } from './workspace/workspace'

/** A log in the form that needs no knowledge of where it came from. A missing time counts as the epoch. */
export interface Log {
  readonly timestamp?: string | number
  readonly message?: string
  readonly service?: string
  readonly status?: string
  readonly host?: string
  readonly source?: string
  readonly tags?: readonly string[]
  readonly attributes?: object
}

/** Turns a query into a test on one log. Throws a `SyntaxError` for a query that cannot be read, or not be decided. */
export function compileQuery(text: string): (log: Log) => boolean {
  const { query, problems } = parseQuery(text)
  if (!query || problems.some(({ code }) => isUndecided(code)))
    throw new SyntaxError(problems.map(({ code, message, start }) => `${code} at ${start}: ${message}`).join('; '))
  const matches = compileParsed(query)
  return (log) => {
    // Only a log with `attributes` is told apart from a raw record of some other shape.
    // With an id at hand, none is worked out from its content.
    const read = readLog({ _id: 'log', ...log, attributes: log.attributes ?? {} }, { defaultTimeMs: 0 })
    return 'event' in read && matches(read.event)
  }
}

/** Reads the workspace in a folder. Mistakes in its files are `diagnostics`; throws where there is no workspace. */
export function loadWorkspace(dir: string): Workspace {
  return loadFolder(findWorkspace(process.cwd(), dir), process.cwd())
}

export interface EvaluateOptions {
  /** In the form of `*.suppression.yaml`, or as `loadWorkspace` gives them. */
  readonly suppressions?: readonly object[]
}

/** A signal as `eval --format json` prints it, with what that leaves out. */
export type Signal = ReturnType<typeof plainSignal> & Pick<DetectedSignal, 'attributes' | 'notifications'>

export interface EvaluateResult {
  readonly signals: readonly Signal[]
  /** Rules and suppressions that could not be taken, each with the reason. */
  readonly notEvaluated: readonly NotEvaluated[]
  readonly stats: EvaluationStats & { readonly errors: number }
}

/**
 * Evaluates whole rules over logs. Rules are plain objects with the API's keys, `id` optional, durations in seconds or
 * written (`10m`); logs are of any shape that the command line reads, in any order. A rule with a mistake is named in
 * `notEvaluated`, and what is no log is counted in `stats.errors`.
 */
export async function evaluate(
  rules: readonly object[],
  logs: Iterable<unknown> | AsyncIterable<unknown>,
  options: EvaluateOptions = {},
): Promise<EvaluateResult> {
  const events: LogEvent[] = []
  let errors = 0
  for await (const document of logs) {
    for (const record of recordsIn(document)) {
      const read = readLog(record)
      if ('event' in read) events.push(read.event)
      else errors += 1
    }
  }
  const read = rules.map(readOne)
  const kept = (options.suppressions ?? []).map(readOneSuppression)
  const { signals, notEvaluated, stats } = evaluateEvents(
    read.flatMap(({ rule }) => rule ?? []),
    events,
    { suppressions: kept.flatMap(({ suppression }) => suppression ?? []) },
  )
  const refused = [...read, ...kept].flatMap((each) => each.refused ?? [])
  return {
    signals: signals.map((signal) => {
      const { attributes, notifications } = signal
      return { ...plainSignal(signal), attributes, notifications }
    }),
    notEvaluated: [...notEvaluated, ...refused],
    stats: { ...stats, errors },
  }
}

/**
 * Plans rules against a tenant's, as values: what would make the tenant's equal to the wanted ones. Wanted rules are
 * plain objects with the API's keys, the tenant's are as its API lists them. A rule with mistakes is not planned: they
 * are `problems`, its rule in the tenant is left alone, and nothing is pruned.
 */
export function planRules(
  wanted: readonly object[],
  actual: readonly object[],
  options: Parameters<typeof planRead>[2] = {},
): ReturnType<typeof planRead> {
  return planRead(wanted, actual as readonly JsonObject[], options)
}

interface Refused {
  readonly refused?: NotEvaluated
}

function readOne(value: object): Refused & { readonly rule?: Rule } {
  const { rule, findings } = readRuleObject(value)
  if (rule) return { rule }
  const { id, name } = value as Partial<Draft>
  const [mistake] = findings.filter(({ severity }) => severity === 'error')
  return { refused: { rule: id ?? name ?? '', reason: mistake?.message ?? 'it is no rule' } }
}

function readOneSuppression(value: object): Refused & { readonly suppression?: Suppression } {
  if ('startMs' in value || 'expiresMs' in value) return { suppression: value as Suppression }
  const { suppression, findings } = readSuppression({ value }, { required: [] })
  if (suppression) return { suppression }
  const [mistake] = findings.filter(({ severity }) => severity === 'error')
  const id = (value as Partial<Suppression>).id ?? ''
  return { refused: { rule: id, reason: `the suppression: ${mistake?.message ?? 'it is none'}` } }
}
