import { type CaseStatus, caseStatuses } from '../../rule/case-status'

/** The place of a severity from the mildest (0) to the gravest (4). */
export function severityRank(severity: CaseStatus): number {
  return caseStatuses.indexOf(severity)
}

/** Whether a tag names an environment that is no production: `env:` followed by staging, test or dev (documented). */
export function isNonProductionTag(tag: string): boolean {
  return tag[3] === ':' && /^env:(staging|test|dev)/i.test(tag)
}

/** One level milder; info stays. The older table that skips from medium to info is not followed. */
export function decreased(severity: CaseStatus): CaseStatus {
  return caseStatuses[severityRank(severity) - 1] ?? 'info'
}
