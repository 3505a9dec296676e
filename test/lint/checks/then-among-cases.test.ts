import { lintTable } from '../lint-example'

lintTable('R311', [
  {
    about: 'beside another case',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: a > 0 THEN b > 0 }, { status: low, condition: a > 0 }]
options: { evaluationWindow: 5m }`,
    at: ['cases[0].condition'],
  },
  {
    about: 'alone',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: "a > 0 THEN b > 0" }]`,
    at: [],
  },
  {
    about: 'two cases without THEN',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: high, condition: b > 0 }, { status: low, condition: a > 0 }]`,
    at: [],
  },
])
