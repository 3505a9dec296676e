import { lintTable } from '../lint-example'

lintTable('R328', [
  {
    about: 'the same text',
    example: `
queries: [{ name: a, query: "source:x @a:b" }, { name: b, query: "source:x @a:b" }]
options: { evaluationWindow: 5m }
cases: [{ status: low, condition: "a > 0 && b > 0" }]`,
    at: ['queries[1].query'],
  },
  {
    about: 'the same meaning',
    example: `
queries: [{ name: a, query: "source:x @a:(b OR c)" }, { name: b, query: "source:x  (@a:b OR @a:c)" }]
options: { evaluationWindow: 5m }
cases: [{ status: low, condition: "a > 0 && b > 0" }]`,
    at: ['queries[1].query'],
  },
  {
    about: 'counted otherwise',
    example: `
queries: [{ name: a, query: "source:x" }, { name: b, query: "source:x", aggregation: cardinality, distinctFields: ["@usr.id"] }]
options: { evaluationWindow: 5m }
cases: [{ status: low, condition: "a > 0 && b > 0" }]`,
    at: [],
  },
  {
    about: 'grouped otherwise',
    example: `
queries: [{ name: a, query: "source:x", groupByFields: ["@a"] }, { name: b, query: "source:x", groupByFields: ["@b"] }]
options: { evaluationWindow: 5m }
cases: [{ status: low, condition: "a > 0 && b > 0" }]`,
    at: [],
  },
  {
    about: 'once, and once again later',
    example: `
queries: [{ name: a, query: "source:x" }, { name: b, query: "source:x" }]
options: { evaluationWindow: 5m }
cases: [{ status: low, condition: "a > 0 THEN b > 0" }]`,
    at: [],
  },
  {
    about: 'narrowed by a table',
    example: `
queries: [{ name: a, query: "source:x" }, { name: b, query: "source:x" }]
options: { evaluationWindow: 5m }
cases: [{ status: low, condition: "a > 0 && b > 0" }]
referenceTables: [{ tableName: t, columnName: c, logFieldPath: "@a", ruleQueryName: b }]`,
    at: [],
  },
])
