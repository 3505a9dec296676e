import { lintTable } from '../lint-example'

lintTable('R306', [
  {
    about: 'several events of a single one',
    example: `
options: { evaluationWindow: 0, keepAlive: 1h }
cases: [{ status: low, condition: a > 5 }]`,
    at: ['cases[0].condition'],
  },
  {
    about: 'no window is a window of 0',
    example: `
cases: [{ status: low, condition: a >= 2 }]`,
    at: ['cases[0].condition'],
  },
  {
    about: 'one event is enough',
    example: `
options: { evaluationWindow: 0, keepAlive: 1h }
cases: [{ status: low, condition: a > 0 }]`,
    at: [],
  },
  {
    about: 'five minutes hold several',
    example: `
options: { evaluationWindow: 5m, keepAlive: 1h }
cases: [{ status: low, condition: a > 5 }]`,
    at: [],
  },
  {
    about: 'a sum of one event may be large',
    example: `
queries: [{ name: a, query: source:x, aggregation: sum, metrics: ["@bytes"] }]
options: { evaluationWindow: 0, keepAlive: 1h }
cases: [{ status: low, condition: a > 5 }]`,
    at: [],
  },
  {
    about: 'nothing comes before anything else',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
options: { evaluationWindow: 0, keepAlive: 1h }
cases: [{ status: low, condition: a > 0 THEN b > 0 }]`,
    at: ['cases[0].condition'],
  },
  {
    about: 'a step without a window',
    example: `
queries: [{ name: a, query: source:x }]
options: { detectionMethod: sequence_detection, sequenceDetectionOptions: { steps: [{ name: one, condition: a > 3 }] } }
cases: [{ status: high, condition: one > 0 }]`,
    at: ['options.sequenceDetectionOptions.steps[0].condition'],
  },
  {
    about: 'an alternative that one event can meet',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
options: { evaluationWindow: 0, keepAlive: 1h }
cases: [{ status: low, condition: a > 5 || b > 0 }]`,
    at: [],
  },
  {
    about: 'what no number meets is another mistake',
    example: `
options: { evaluationWindow: 0, keepAlive: 1h }
cases: [{ status: low, condition: a > 5 && a < 3 }]`,
    at: [],
  },
  {
    about: 'a new value needs no window',
    example: `
queries: [{ name: a, query: source:x, aggregation: new_value, metrics: ["@usr.id"] }]
options: { detectionMethod: new_value, evaluationWindow: 0 }
cases: [{ status: low, condition: a > 1 }]`,
    at: [],
  },
])
