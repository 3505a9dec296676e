import { unreachable } from '../../diagnostic/unreachable'
import type { LogEvent } from '../../event/log-event'
import { compileQuery } from '../../query/matching/compile-query'
import { neverMatchTogether, waysToMatch } from '../../query/never-matches'
import type { CidrClause, Clause, Query } from '../../query/query'
import { asRuleSearch } from '../../suppression/rule-as-event'
import type { ChangedRule } from './changed-rules'

/** Whether the signals of a rule match a query: all of them, none, or it depends on the logs behind them. */
export type SignalVerdict = 'all' | 'some' | 'none'

/**
 * Works out, before there is any signal, which signals of a rule with one severity match a query of the signal search.
 * A signal carries the rule's tags in lower case and what its logs carry (observed), and its severity as `status`
 * (documented). That `@workflow.rule` holds the rule's name and id is observed. Everything else is left open.
 */
export function signalVerdict(query: Query, rule: ChangedRule, severity: string): SignalVerdict {
  switch (query.kind) {
    case 'everything':
      return 'all'
    case 'not':
      return opposite[signalVerdict(query.query, rule, severity)]
    case 'and':
    case 'or': {
      const verdicts = query.queries.map((part) => signalVerdict(part, rule, severity))
      const [decided, otherwise]: SignalVerdict[] = query.kind === 'and' ? ['none', 'all'] : ['all', 'none']
      if (verdicts.some((verdict) => verdict === decided)) return decided as SignalVerdict
      return verdicts.every((verdict) => verdict === otherwise) ? (otherwise as SignalVerdict) : 'some'
    }
    case 'clause':
    case 'cidr':
      return clauseVerdict(query, rule, severity)
    default:
      return unreachable(query)
  }
}

const opposite = { all: 'none', some: 'some', none: 'all' } as const

function clauseVerdict(clause: Clause | CidrClause, rule: ChangedRule, severity: string): SignalVerdict {
  const { field } = clause
  switch (field.kind) {
    case 'default':
    case 'everywhere':
    case 'calculated':
      return 'some'
    case 'attribute':
      return field.path.startsWith('workflow.') ? workflowVerdict(clause, field.path, rule) : logVerdict(clause, rule)
    case 'tag':
      return logVerdict(clause, rule)
    case 'reserved':
      if (field.name === 'status') return matches(clause, { status: severity }) ? 'all' : 'none'
      return ofLogs.has(field.name) ? logVerdict(clause, rule) : 'some'
    default:
      return unreachable(field)
  }
}

/** Reserved fields that a signal has from its logs. */
const ofLogs: ReadonlySet<string> = new Set(['source', 'service', 'host'])

function workflowVerdict(
  clause: Clause | CidrClause,
  path: string,
  { affected, remoteId }: ChangedRule,
): SignalVerdict {
  if (path !== 'workflow.rule.name' && path !== 'workflow.rule.id') return 'some'
  if (path.endsWith('.id') && remoteId === undefined) {
    // The id is still to be given: whoever writes one out means another rule.
    return clause.kind === 'clause' && isPresence(clause) ? 'all' : 'none'
  }
  const value = path.endsWith('.id') ? (remoteId ?? '') : affected.ruleName
  const attributes = { workflow: { rule: { [path.endsWith('.id') ? 'id' : 'name']: value } } }
  return matches(clause, { attributes }) ? 'all' : 'none'
}

function isPresence({ value }: Clause): boolean {
  return value.kind === 'any' || value.kind === 'exists'
}

/** What a signal has from its rule's tags or from its logs. */
function logVerdict(clause: Clause | CidrClause, { tags, searches }: ChangedRule): SignalVerdict {
  const onTags = asRuleSearch(clause) as Clause | CidrClause
  if (matches(onTags, { tags: tags.map((tag) => tag.toLowerCase()) })) return 'all'
  // Whether a capital outlives the way to the signal was seen once, in 2022.
  if (matches(onTags, { tags })) return 'some'
  if (!searches) return 'some'
  const isRuledOut = (query: Query): boolean => {
    const others = waysToMatch(query)
    return searches.every(({ ways }) => neverMatchTogether(ways, others))
  }
  if (isRuledOut({ kind: 'not', query: clause, start: 0, end: 0 })) return 'all'
  return isRuledOut(clause) ? 'none' : 'some'
}

function matches(query: Query, part: Partial<LogEvent>): boolean {
  return compileQuery(query)({ id: '', timeMs: 0, tags: [], attributes: {}, ...part })
}
