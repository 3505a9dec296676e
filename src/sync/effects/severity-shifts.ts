import { listIn } from '../../json/json-object'
import { textIn } from '../../json/json-text'
import { valueAt } from '../../json/value-at-path'
import { objectsOf } from '../../override/default-rule'
import { parseQuery } from '../../query/parse-query'
import { caseStatuses } from '../../rule/case-status'
import { methodOfWire } from '../../rule/methods/method-of'
import { compileRuleSearch } from '../../suppression/rule-search'
import type { RemoteSetting } from '../remote'
import type { ChangedRule } from './changed-rules'
import type { CriticalAssetEffect } from './effect'
import { signalVerdict } from './signal-verdict'

/**
 * Tells which critical assets change the severity of a rule's signals: enabled ones whose `rule_query` takes in the
 * rule and whose `query` signals of the rule can match (documented). `no-op` changes nothing.
 */
export function makeAssetCheck(
  settings: readonly RemoteSetting[],
): (rule: ChangedRule) => readonly CriticalAssetEffect[] {
  const assets = settings.flatMap(({ id: remoteId, attributes }) => {
    const { enabled, rule_query, query, severity } = attributes
    const isForRule = compileRuleSearch(textIn(rule_query))
    const ofSignals = parseQuery(textIn(query)).query
    if (enabled === false || !isForRule || !ofSignals || typeof severity !== 'string' || severity === 'no-op') return []
    return [{ remoteId, isForRule, ofSignals, severity, written: textIn(query) }]
  })
  return (rule) =>
    assets.flatMap(({ remoteId, isForRule, ofSignals, severity, written }) => {
      if (!isForRule({ ...rule.body, id: rule.remoteId ?? '' })) return []
      const verdicts = caseSeverities(rule).map((each) => signalVerdict(ofSignals, rule, each))
      if (verdicts.every((verdict) => verdict === 'none')) return []
      const isForAll = verdicts.every((verdict) => verdict === 'all')
      return [
        { kind: 'criticalAsset', ...rule.affected, remoteId, severity, ...(!isForAll && { when: written }) } as const,
      ]
    })
}

/**
 * The severities that signals of a rule can have, mildest first: those of its cases, and what its environments (one
 * step down, documented) and critical assets make of them. That an asset acts on the severity of the case is assumed.
 */
export function reachableSeverities(rule: ChangedRule, assets: readonly CriticalAssetEffect[]): readonly string[] {
  const own = caseSeverities(rule)
  const shifts = [
    ...(rule.options.decreaseCriticalityBasedOnEnv === true ? ['decrease'] : []),
    ...assets.map(({ severity }) => severity),
  ]
  const reached = new Set([...own, ...shifts.flatMap((shift) => own.map((severity) => shifted(severity, shift)))])
  return [...reached].sort((left, right) => levelOf(left) - levelOf(right))
}

function caseSeverities({ cases, body }: ChangedRule): readonly string[] {
  const { searches = [], usualSeverity } = methodOfWire(body).texts ?? {}
  const grades = searches.filter(({ of }) => of === 'grade').flatMap(({ list }) => listIn(valueAt(body, list)))
  const written = [
    ...cases.map(({ status }) => status),
    ...objectsOf(grades).map(({ status }) => textIn(status)),
    ...(usualSeverity ? [textIn(valueAt(body, usualSeverity))] : []),
  ]
  return [...new Set(written.filter((status) => status !== ''))]
}

function shifted(severity: string, shift: string): string {
  if (shift !== 'increase' && shift !== 'decrease') return shift
  const level = levelOf(severity) + (shift === 'increase' ? 1 : -1)
  return caseStatuses[Math.max(0, Math.min(level, caseStatuses.length - 1))] ?? severity
}

function levelOf(severity: string): number {
  return (caseStatuses as readonly string[]).indexOf(severity)
}
