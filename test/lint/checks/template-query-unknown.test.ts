import { lintTable } from '../lint-example'

lintTable('R342', [
  {
    about: 'another name',
    example: `
message: "{{events_matched_per_query.b}} times"`,
    at: ['message "events_matched_per_query.b"'],
  },
  {
    about: 'in the name of the rule',
    example: `
name: "{{events_matched_per_query.b}} times"`,
    at: ['name "events_matched_per_query.b"'],
  },
  {
    about: 'inside an expression, which has no place of its own',
    example: `
message: "{{eval \\"events_matched_per_query.b + 1\\"}}"`,
    at: ['message'],
  },
  {
    about: 'the name of the query',
    example: `
message: "{{events_matched_per_query.a}} times"`,
    at: [],
  },
  {
    about: 'the letter of a query without a name',
    example: `
queries: [{ query: source:x }, { query: source:y }]
cases: [{ status: low, condition: a > 0 && b > 0 }]
message: "{{events_matched_per_query.b}}"`,
    at: [],
  },
])
