import { lintTable } from '../lint-example'

lintTable('R327', [
  {
    about: 'four',
    example: `
type: signal_correlation
queries: [{ ruleId: abc, correlatedByFields: [a, b, c, d] }]`,
    at: ['queries[0].correlatedByFields'],
  },
  {
    about: 'three',
    example: `
type: signal_correlation
queries: [{ ruleId: abc, correlatedByFields: [a, b, c] }]`,
    at: [],
  },
])
