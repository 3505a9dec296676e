import { type Finding, findingAt } from '../diagnostic/diagnostic'
import { isUndecided } from '../diagnostic/standing'
import type { LogEvent } from '../event/log-event'
import { compileQuery } from '../query/matching/compile-query'
import type { Query } from '../query/query'
import { searchIn } from '../rule/read-once'
import type { Draft } from '../rule/rule'
import { asRuleSearch, isNamedBy, ruleAsEvent, tagOfScope } from './rule-as-event'
import type { Suppression } from './suppression'
import { suppressionState } from './suppression-state'
import { tagsAskedBy } from './tags-asked'

/** A suppression ready to be asked. It keeps its parts apart: whether it is in force is asked apart from what it matches. */
export interface CompiledSuppression {
  readonly suppression: Suppression
  /** Problems of its queries; a query that cannot be read or decided matches nothing. */
  readonly findings: readonly Finding[]
  /** Tags of which each rule in its scope has at least one; undefined where any rule may be in it. */
  readonly tagsAsked: ReadonlySet<string> | undefined
  /** Whether the rule is in its scope. */
  appliesTo(rule: Draft): boolean
  isActiveAt(timeMs: number): boolean
  /** What its exclusion asks of logs, and what it asks of signals; undefined where only the tests below know. */
  readonly logQuery: Query | undefined
  readonly signalQuery: Query | undefined
  /** Whether its exclusion takes this log away before evaluation. */
  excludes(event: LogEvent): boolean
  /** Whether it hides this signal, shown in the form of a log event. */
  hides(signal: LogEvent): boolean
}

const known = new WeakMap<Suppression, CompiledSuppression>()

/** What a suppression matches, worked out once. Never throws: queries that cannot be read are findings. */
export function compileSuppression(suppression: Suppression): CompiledSuppression {
  const before = known.get(suppression)
  if (before) return before
  const compiled = compileAnew(suppression)
  known.set(suppression, compiled)
  return compiled
}

function compileAnew(suppression: Suppression): CompiledSuppression {
  const findings: Finding[] = []
  const decided = (key: QueryKey): Query | undefined => {
    const text = suppression[key]
    if (text === undefined || text.trim() === '') return undefined
    const { query, problems } = searchIn(suppression, key)
    findings.push(...problems.map((problem) => findingAt([key], problem)))
    return problems.some(({ code }) => isUndecided(code)) ? undefined : query
  }
  const read = decided('ruleQuery')
  const ruleQuery = read && asRuleSearch(read)
  const isInRuleQuery = compileQuery(ruleQuery ?? nothing)
  const askedByQuery = ruleQuery ? tagsAskedBy(ruleQuery) : []
  const logQuery = decided('dataExclusionQuery') ?? nothing
  const signalQuery = decided('suppressionQuery') ?? nothing
  return {
    logQuery,
    signalQuery,
    excludes: compileQuery(logQuery),
    hides: compileQuery(signalQuery),
    suppression,
    findings,
    tagsAsked: askedByQuery && new Set([...suppression.rules.map(tagOfScope), ...askedByQuery]),
    appliesTo: (rule) => suppression.rules.some((scope) => isNamedBy(scope, rule)) || isInRuleQuery(ruleAsEvent(rule)),
    isActiveAt: (timeMs) => suppressionState(suppression, timeMs) === 'active',
  }
}

/** Whether signals are asked anything: what only takes logs away hides none. */
export function asksOfSignals({ signalQuery }: CompiledSuppression): boolean {
  return signalQuery !== nothing
}

const noPlace = { start: 0, end: 0 }

/** Matches nothing. */
const nothing: Query = { kind: 'not', query: { kind: 'everything', ...noPlace }, ...noPlace }

type QueryKey = 'ruleQuery' | 'suppressionQuery' | 'dataExclusionQuery'
