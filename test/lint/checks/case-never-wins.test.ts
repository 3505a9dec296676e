import { lintTable } from '../lint-example'

lintTable('R308', [
  {
    about: 'more of the same below less',
    example: `
cases: [{ status: high, condition: "a > 0" }, { status: high, condition: "a > 5" }]`,
    at: ['cases[1].condition'],
  },
  {
    about: 'less of the same below more',
    example: `
cases: [{ status: high, condition: "a > 5" }, { status: high, condition: "a > 0" }]`,
    at: [],
  },
  {
    about: 'the same condition again',
    example: `
cases: [{ status: high, condition: "a > 5" }, { status: high, condition: "a >= 6" }]`,
    at: ['cases[1].condition'],
  },
  {
    about: 'a narrower case below',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "a > 5" }, { status: high, condition: "a > 5 && b > 0" }]`,
    at: ['cases[1].condition'],
  },
  {
    about: 'a wider case below',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "a > 5 && b > 0" }, { status: high, condition: "a > 5" }]`,
    at: [],
  },
  {
    about: 'an alternative of the case above',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "a > 0 || b > 0" }, { status: high, condition: "b > 3" }]`,
    at: ['cases[1].condition'],
  },
  {
    about: 'another query',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "a > 0" }, { status: high, condition: "b > 5" }]`,
    at: [],
  },
  {
    about: 'THEN below its own right side',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "b > 0" }, { status: high, condition: "a > 0 THEN b > 0" }]`,
    at: ['cases[1].condition'],
  },
  {
    about: 'THEN above its own right side',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "a > 0 THEN b > 0" }, { status: high, condition: "b > 0" }]`,
    at: [],
  },
  {
    about: 'multiples are compared by their size',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "2 * a > 10" }, { status: high, condition: "a > 5" }]`,
    at: ['cases[1].condition'],
  },
  {
    about: 'a sum may lie between two whole numbers',
    example: `
queries: [{ name: a, query: source:x, aggregation: sum, metrics: ["@bytes"] }]
cases: [{ status: high, condition: "a >= 6" }, { status: high, condition: "a > 5" }]`,
    at: [],
  },
  {
    about: 'below a case without a condition',
    example: `
cases: [{ status: low }, { status: low, condition: a > 5 }]`,
    at: ['cases[1]'],
  },
  {
    about: 'a case without a condition last',
    example: `
cases: [{ status: low, condition: a > 5 }, { status: low }]`,
    at: [],
  },
])
