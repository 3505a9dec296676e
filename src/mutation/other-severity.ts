import { type CaseStatus, caseStatuses } from '../rule/case-status'

/** The next graver severity, or of the gravest the one below. */
export function otherSeverity(status: CaseStatus): CaseStatus {
  const rank = caseStatuses.indexOf(status)
  return caseStatuses[rank === caseStatuses.length - 1 ? rank - 1 : rank + 1] ?? status
}
