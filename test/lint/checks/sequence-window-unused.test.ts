import { lintTable } from '../lint-example'

lintTable('R305', [
  {
    about: 'a window beside the steps',
    example: `
queries: [{ name: a, query: source:x }]
options: { evaluationWindow: 15m, detectionMethod: sequence_detection, sequenceDetectionOptions: { steps: [{ name: one, condition: a > 0 }] } }
cases: [{ status: high, condition: one > 0 }]`,
    at: ['options.evaluationWindow'],
  },
  {
    about: '0, as the recorded rules have it',
    example: `
queries: [{ name: a, query: source:x }]
options: { evaluationWindow: 0, detectionMethod: sequence_detection, sequenceDetectionOptions: { steps: [{ name: one, condition: a > 0 }] } }
cases: [{ status: high, condition: one > 0 }]`,
    at: [],
  },
  {
    about: 'threshold rules use it',
    example: `
options: { evaluationWindow: 15m }`,
    at: [],
  },
])
