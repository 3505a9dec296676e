import type { ReferenceRows } from '../detect/compile-selector'
import { readSecurityFilter, type SecurityFilter } from '../detect/security-filter'
import type { NotEvaluated } from '../detect/signals/signal'
import type { Finding } from '../diagnostic/diagnostic'
import { hasDate, isoText } from '../diagnostic/times'
import { recordsIn } from '../event/envelopes/envelopes'
import type { LogEvent } from '../event/log-event'
import { readLog } from '../event/read-log'
import type { Json } from '../json/json'
import { asObject, isEmptyCollection } from '../json/json-object'
import { textIn } from '../json/json-text'
import type { Override } from '../override/override'
import { readOverride } from '../override/read-override'
import { readRuleObject } from '../rule/read-rule'
import type { Rule } from '../rule/rule'
import { readSuppression } from '../suppression/read-suppression'
import type { Suppression } from '../suppression/suppression'

/** Logs of any shape that the command line reads, in any order: single ones, or whole documents that hold many. */
export type Logs = Iterable<unknown> | AsyncIterable<unknown>

/** The rows of reference tables by table name, each row by column name; a `Map` is what `loadWorkspace` gives. */
export type Tables = ReferenceRows | Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>

/** A value in a row of a table. Rules compare its text. */
export type Cell = string | number | boolean | null

/** What was read of a thing that a program gave. */
export interface Given<Thing> {
  /** Undefined where a mistake stands in the way. */
  readonly taken?: Thing
  readonly mistakes: readonly Finding[]
  /** The first mistake, as a result tells of it. */
  readonly refused?: NotEvaluated
}

/** Tells each event in the logs; answers how many records were none. */
export async function eachEvent(logs: Logs, tell: (event: LogEvent) => void): Promise<number> {
  let errors = 0
  for await (const document of logs) {
    for (const record of recordsIn(document)) {
      const read = readLog(record)
      if ('event' in read) tell(read.event)
      else errors += 1
    }
  }
  return errors
}

/** A rule as a plain object with the API's keys. */
export function givenRule(value: unknown): Given<Rule> {
  const { rule, findings } = readRuleObject(value)
  return rule ? { taken: rule, mistakes: [] } : refused(value, findings)
}

/** A suppression in the form of its file, or as `loadWorkspace` gives it. */
export function givenSuppression(value: object): Given<Suppression> {
  const { suppression, findings } = readSuppression({ value: inFileForm(value) }, { required: [] })
  return suppression ? { taken: suppression, mistakes: [] } : refused(value, findings, 'the suppression: ')
}

/** What was read has moments for dates, and an empty list of rules where a query names them. */
function inFileForm(value: object): object {
  const { startMs, expiresMs, rules, ...rest } = { ...asObject(value) }
  return {
    ...rest,
    ...(rules !== undefined && !isEmptyCollection(rules) && { rules }),
    ...(startMs !== undefined && { start: dateIn(startMs) }),
    ...(expiresMs !== undefined && { expires: dateIn(expiresMs) }),
  }
}

function dateIn(moment: Json): Json {
  return typeof moment === 'number' && hasDate(moment) ? isoText(moment) : moment
}

/** An override in the form of its file. */
export function givenOverride(value: object): Given<Override> {
  const { override, findings } = readOverride({ value })
  return override ? { taken: override, mistakes: [] } : refused(value, findings)
}

function refused(value: unknown, findings: readonly Finding[], what = ''): Given<never> {
  const mistakes = findings.filter(({ severity }) => severity === 'error')
  const { id, name } = asObject(value) ?? {}
  const rule = textIn(id) || textIn(name)
  return { mistakes, refused: { rule, reason: `${what}${mistakes[0]?.message ?? ''}` } }
}

/** A security filter as the API lists it, whole or its attributes alone. */
export function givenFilter(value: object): Given<SecurityFilter> {
  const whole = asObject(value) ?? {}
  const filter = readSecurityFilter(asObject(whole.attributes) ?? whole)
  const [unread] = filter.unread
  if (unread === undefined || !filter.isInForce) return { taken: filter, mistakes: [] }
  const reason = `the security filter: its query "${unread}" cannot be read, so it keeps nothing out`
  return { taken: filter, mistakes: [], refused: { rule: filter.name, reason } }
}

/** Every table with its cells as texts. */
export function givenTables(tables: Tables): ReferenceRows {
  const entries: readonly [string, readonly Readonly<Record<string, Cell>>[]][] =
    tables instanceof Map ? [...tables] : Object.entries(tables)
  return new Map(
    entries.map(([name, rows]) => [
      name,
      rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, cellText(cell)]))),
    ]),
  )
}

function cellText(cell: Cell): string {
  return cell === null ? '' : String(cell)
}
