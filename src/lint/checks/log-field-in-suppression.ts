import { plainValue } from '../../query/clause-logic'
import type { CidrClause, Clause } from '../../query/query'
import { clausesIn } from '../../query/walk-query'
import { caseStatuses } from '../../rule/case-status'
import type { Remark, SuppressionCheck } from '../check'
import type { SuppressionParts } from '../suppression-parts'

export const logFieldInSuppression: SuppressionCheck = {
  about: 'suppression',
  code: 'S102',
  name: 'log-field-in-suppression',
  level: 'warning',
  page: {
    why: "A suppressionQuery looks at the signal. Its status is the severity, and its message the rule's text: the status and the words of a log are not there to be matched.",
    bad: `
suppressionQuery: "@usr.id:deploy status:error"`,
    good: `
suppressionQuery: "@usr.id:deploy status:low"`,
    ground: 'documented',
    source:
      'Datadog docs, Suppressions: the suppression query is based on signal attributes; recorded signals carry the severity as status',
  },
  run: logFields,
}

const statuses = new Set<string>(caseStatuses)

function* logFields({ suppressionQuery }: SuppressionParts): Iterable<Remark> {
  if (suppressionQuery === undefined) return
  for (const { clause } of clausesIn(suppressionQuery)) {
    const trouble = troubleWith(clause)
    if (trouble === undefined) continue
    yield { path: ['suppressionQuery'], range: { start: clause.start, end: clause.end }, ...trouble }
  }
}

function troubleWith(clause: Clause | CidrClause): Pick<Remark, 'message' | 'help'> | undefined {
  const { field } = clause
  if (clause.kind === 'cidr') return undefined
  if (field.kind === 'reserved' && field.name === 'status') {
    const status = plainValue(clause)
    if (status === undefined || statuses.has(status)) return undefined
    const help = `severities: ${caseStatuses.join(', ')}; to look at the status of logs write a dataExclusionQuery`
    return { message: `no signal has the status "${status}": on a signal it is the severity`, help }
  }
  // A lower-case operator is told as what it is.
  if (field.kind === 'default' && clause.value.kind === 'term' && /^(?:and|or|not)$/i.test(clause.value.text)) {
    return undefined
  }
  if (field.kind === 'default' || (field.kind === 'reserved' && field.name === 'message')) {
    const help = 'name the attribute that holds the word, or look at logs with a dataExclusionQuery'
    return { message: "the message of a signal is the rule's text, not that of a log", help }
  }
  return undefined
}
