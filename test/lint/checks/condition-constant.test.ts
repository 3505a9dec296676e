import { lintTable } from '../lint-example'

lintTable('R309', [
  {
    about: 'at least none',
    example: `
cases: [{ status: high, condition: "a >= 0" }]`,
    at: ['cases[0].condition "a >= 0"'],
  },
  {
    about: 'fewer than none',
    example: `
cases: [{ status: high, condition: "a < 0" }]`,
    at: ['cases[0].condition "a < 0"'],
  },
  {
    about: 'between two numbers with none between',
    example: `
cases: [{ status: high, condition: "a > 5 && a < 6" }]`,
    at: ['cases[0].condition "a > 5 && a < 6"'],
  },
  {
    about: 'between two numbers with one between',
    example: `
cases: [{ status: high, condition: "a > 4 && a < 6" }]`,
    at: [],
  },
  {
    about: 'this or its opposite',
    example: `
cases: [{ status: high, condition: "a > 5 || a <= 5" }]`,
    at: ['cases[0].condition "a > 5 || a <= 5"'],
  },
  {
    about: 'a side of THEN',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "a >= 0 THEN b > 0" }]`,
    at: ['cases[0].condition "a >= 0"'],
  },
  {
    about: 'a query is never more than itself',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "a > b && a <= b" }]`,
    at: ['cases[0].condition "a > b && a <= b"'],
  },
  {
    about: 'one query more than another',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "a > b" }]`,
    at: [],
  },
  {
    about: 'a sum may be negative',
    example: `
queries: [{ name: a, query: source:x, aggregation: sum, metrics: ["@amount"] }]
cases: [{ status: high, condition: "a < 0" }]`,
    at: [],
  },
  {
    about: 'a step',
    example: `
queries: [{ name: a, query: source:x }]
options: { detectionMethod: sequence_detection, sequenceDetectionOptions: { steps: [{ name: one, condition: a >= 0 }] } }
cases: [{ status: high, condition: one > 0 }]`,
    at: ['options.sequenceDetectionOptions.steps[0].condition "a >= 0"'],
  },
])
