import { type Finding, findingAt } from '../diagnostic/diagnostic'
import { isUndecided } from '../diagnostic/standing'
import type { LogEvent } from '../event/log-event'
import { compileQuery, type Predicate } from '../query/matching/compile-query'
import type { Query } from '../query/query'
import { searchIn } from '../rule/read-once'
import type { Draft } from '../rule/rule'
import { asRuleSearch, isNamedBy, ruleAsEvent } from './rule-as-event'
import type { Suppression } from './suppression'
import { suppressionState } from './suppression-state'

/** A suppression ready to be asked. It keeps its parts apart: whether it is in force is asked apart from what it matches. */
export interface CompiledSuppression {
  readonly suppression: Suppression
  /** Problems of its queries; a query that cannot be read or decided matches nothing. */
  readonly findings: readonly Finding[]
  /** Whether the rule is in its scope. */
  appliesTo(rule: Draft): boolean
  isActiveAt(timeMs: number): boolean
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
  const compiled = (key: QueryKey, adapt: (query: Query) => Query = (query) => query): Predicate => {
    const text = suppression[key]
    if (text === undefined || text.trim() === '') return () => false
    const { query, problems } = searchIn(suppression, key)
    findings.push(...problems.map((problem) => findingAt([key], problem)))
    return query && !problems.some(({ code }) => isUndecided(code)) ? compileQuery(adapt(query)) : () => false
  }
  const isInRuleQuery = compiled('ruleQuery', asRuleSearch)
  return {
    excludes: compiled('dataExclusionQuery'),
    hides: compiled('suppressionQuery'),
    suppression,
    findings,
    appliesTo: (rule) => suppression.rules.some((scope) => isNamedBy(scope, rule)) || isInRuleQuery(ruleAsEvent(rule)),
    isActiveAt: (timeMs) => suppressionState(suppression, timeMs) === 'active',
  }
}

type QueryKey = 'ruleQuery' | 'suppressionQuery' | 'dataExclusionQuery'
