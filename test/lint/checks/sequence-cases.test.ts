import { lintTable } from '../lint-example'

lintTable('R304', [
  {
    about: 'three cases, told once',
    example: `
queries: [{ name: a, query: source:x }]
options: { detectionMethod: sequence_detection, sequenceDetectionOptions: { steps: [{ name: one, condition: a > 0 }] } }
cases: [{ status: high, condition: one > 0 }, { status: low, condition: one > 0 }, { status: info, condition: one > 0 }]`,
    at: ['cases[1]'],
  },
  {
    about: 'one case',
    example: `
queries: [{ name: a, query: source:x }]
options: { detectionMethod: sequence_detection, sequenceDetectionOptions: { steps: [{ name: one, condition: a > 0 }] } }
cases: [{ status: high, condition: one > 0 }]`,
    at: [],
  },
  {
    about: 'threshold rules have as many cases as they like',
    example: `
cases: [{ status: high, condition: a > 9 }, { status: low, condition: a > 0 }]`,
    at: [],
  },
])
