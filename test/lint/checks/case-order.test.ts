import { lintTable } from '../lint-example'

lintTable('R307', [
  {
    about: 'high below low',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: low, condition: a > 0 }, { status: high, condition: b > 0 }]`,
    at: ['cases[1].status'],
  },
  {
    about: 'each case that stands too low is told',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: info, condition: a > 9 }, { status: high, condition: b > 9 }, { status: low, condition: a > 0 }]`,
    at: ['cases[1].status', 'cases[2].status'],
  },
  {
    about: 'from the gravest to the mildest',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: critical, condition: a > 9 }, { status: low, condition: b > 0 }]`,
    at: [],
  },
  {
    about: 'equal severities',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: info, condition: a > 9 }, { status: info, condition: b > 0 }]`,
    at: [],
  },
  {
    about: 'a custom status is the one that counts',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
cases: [{ status: low, customStatus: critical, condition: a > 9 }, { status: high, condition: b > 0 }]`,
    at: [],
  },
  {
    about: 'cases of third-party rules stand for alerts of their own',
    example: `
options: { detectionMethod: third_party }
cases: [{ status: low }, { status: high }]`,
    at: [],
  },
])
