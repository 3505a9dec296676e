import { lintTable } from '../lint-example'

lintTable('R310', [
  {
    about: 'a second query that no case names',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "a > 5" }]`,
    at: ['queries[1]'],
  },
  {
    about: 'both are named',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "a > 5 && b > 0" }]`,
    at: [],
  },
  {
    about: 'named in the message',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "a > 5" }]
message: "{{events_matched_per_query.b}} others"`,
    at: [],
  },
  {
    about: 'a query without a name is called by its position',
    example: `
queries: [{ query: source:x }, { query: source:y }]
cases: [{ status: high, condition: "a > 5" }]`,
    at: ['queries[1]'],
  },
  {
    about: 'no step names it',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
options: { detectionMethod: sequence_detection, sequenceDetectionOptions: { steps: [{ name: one, condition: a > 0 }] } }
cases: [{ status: high, condition: one > 0 }]`,
    at: ['queries[1]'],
  },
  {
    about: 'a case without a condition is about all',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: low, condition: a > 0 }, { status: info }]`,
    at: [],
  },
  {
    about: 'a condition that cannot be read may have named it',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "a >> 5" }]`,
    at: [],
  },
  {
    about: 'another query is correlated with it',
    example: `
type: signal_correlation
queries: [{ name: a, ruleId: abc-def-ghi, correlatedQueryIndex: 1 }, { name: b, ruleId: jkl-mno-pqr }]
cases: [{ status: high, condition: "a > 0" }]`,
    at: [],
  },
])
