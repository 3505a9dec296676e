import { plainValue } from '../../query/clause-logic'
import { nameOfField } from '../../query/field-named'
import type { CidrClause, Clause } from '../../query/query'
import { clausesIn } from '../../query/walk-query'
import { isIdentityTag } from '../../rule/tenant/identity-tags'
import type { Remark, SuppressionCheck } from '../check'
import type { SuppressionParts } from '../suppression-parts'

export const signalFieldInExclusion: SuppressionCheck = {
  about: 'suppression',
  code: 'S101',
  name: 'signal-field-in-exclusion',
  level: 'warning',
  page: {
    why: 'A dataExclusionQuery looks at logs, before there is any signal. Severities, rule names and the state of triage belong to signals, so a clause on them matches no log.',
    bad: `
dataExclusionQuery: "@usr.id:deploy status:low"`,
    good: `
dataExclusionQuery: "@usr.id:deploy"`,
    ground: 'documented',
    source:
      'Datadog docs, Suppressions: the exclusion query is based on log attributes, the suppression query on signal attributes',
  },
  run: signalFields,
}

/** The attributes that a signal has of itself (recorded). */
const signalAttributes = /^(?:workflow|triggeringRuleCase|samples|groupByPaths|entities)(?:\.|$)/
/** Severities that are no log status: info and critical are both. */
const severities = new Set(['low', 'medium', 'high'])
/** Tags that rules put on signals. */
const ruleTags = new Set(['tactic', 'technique', 'security'])

function* signalFields({ dataExclusionQuery }: SuppressionParts): Iterable<Remark> {
  if (dataExclusionQuery === undefined) return
  for (const { clause } of clausesIn(dataExclusionQuery)) {
    if (!isAboutSignals(clause)) continue
    const { start, end } = clause
    yield {
      path: ['dataExclusionQuery'],
      range: { start, end },
      message: `logs have no ${nameOfField(clause.field)} of this kind, only signals do`,
      help: 'remove the clause, or hide signals with a suppressionQuery instead',
    }
  }
}

function isAboutSignals(clause: Clause | CidrClause): boolean {
  const { field } = clause
  if (field.kind === 'attribute') return signalAttributes.test(field.path)
  if (field.kind === 'tag') return ruleTags.has(field.key) || isIdentityTag(`${field.key}:`)
  if (field.kind !== 'reserved' || field.name !== 'status' || clause.kind === 'cidr') return false
  return severities.has(plainValue(clause) ?? '')
}
