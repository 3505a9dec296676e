/** How grave a signal is. */
export type CaseStatus = 'info' | 'low' | 'medium' | 'high' | 'critical'

/** Severities from the mildest to the gravest; the position is the number that `{{severity}}` renders. */
export const caseStatuses: readonly CaseStatus[] = ['info', 'low', 'medium', 'high', 'critical']
