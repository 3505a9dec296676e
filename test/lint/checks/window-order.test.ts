import { lintTable } from '../lint-example'

lintTable('R302', [
  {
    about: 'a keepAlive shorter than the evaluation window',
    example: `
options: { evaluationWindow: 1h, keepAlive: 30m, maxSignalDuration: 1d }`,
    at: ['options.keepAlive'],
  },
  {
    about: 'a maxSignalDuration shorter than keepAlive',
    example: `
options: { evaluationWindow: 5m, keepAlive: 6h, maxSignalDuration: 3h }`,
    at: ['options.maxSignalDuration'],
  },
  {
    about: 'both',
    example: `
options: { evaluationWindow: 6h, keepAlive: 3h, maxSignalDuration: 2h }`,
    at: ['options.keepAlive', 'options.maxSignalDuration'],
  },
  {
    about: 'equal times are in order',
    example: `
options: { evaluationWindow: 1h, keepAlive: 1h, maxSignalDuration: 1h }`,
    at: [],
  },
  {
    about: 'what is absent is not compared',
    example: `
options: { evaluationWindow: 6h }`,
    at: [],
  },
  {
    about: 'the keepAlive of a sequence may be shorter than its transitions, as recorded',
    example: `
queries: [{ name: a, query: source:x }, { name: b, query: source:y }]
options:
  detectionMethod: sequence_detection
  evaluationWindow: 1h
  keepAlive: 5m
  maxSignalDuration: 10m
  sequenceDetectionOptions:
    steps: [{ name: one, condition: a > 0 }, { name: two, condition: b > 0 }]
    stepTransitions: [{ parent: one, child: two, evaluationWindow: 15m }]
cases: [{ status: low, condition: two > 0 }]`,
    at: [],
  },
  {
    about: 'third-party rules do not use these times',
    example: `
options: { detectionMethod: third_party, evaluationWindow: 1h, keepAlive: 0, maxSignalDuration: 10m }`,
    at: [],
  },
])
