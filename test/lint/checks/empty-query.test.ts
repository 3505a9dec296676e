import { lintTable } from '../lint-example'

lintTable('R313', [
  {
    about: 'no text',
    example: `
queries: [{ name: a, query: "" }]`,
    at: ['queries[0].query'],
  },
  {
    about: 'blanks',
    example: `
queries: [{ name: a, query: "  " }]`,
    at: ['queries[0].query'],
  },
  {
    about: 'no key',
    example: `
queries: [{ name: a }]`,
    at: ['queries[0]'],
  },
  {
    about: 'a star is a query, and recorded as accepted',
    example: `
queries: [{ name: a, query: "*" }]`,
    at: [],
  },
  {
    about: 'a query over the signals of a rule',
    example: `
type: signal_correlation
queries: [{ name: a, ruleId: abc-def-ghi }]`,
    at: [],
  },
])
