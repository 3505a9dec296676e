import { lintTable } from '../lint-example'

lintTable('R303', [
  {
    about: 'five transitions of six hours',
    example: `
queries: [{ name: a, query: source:x }]
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps:
      - { name: s0, condition: a > 0 }
      - { name: s1, condition: a > 0 }
      - { name: s2, condition: a > 0 }
      - { name: s3, condition: a > 0 }
      - { name: s4, condition: a > 0 }
      - { name: s5, condition: a > 0 }
    stepTransitions:
      - { parent: s0, child: s1, evaluationWindow: 6h }
      - { parent: s1, child: s2, evaluationWindow: 6h }
      - { parent: s2, child: s3, evaluationWindow: 6h }
      - { parent: s3, child: s4, evaluationWindow: 6h }
      - { parent: s4, child: s5, evaluationWindow: 6h }
cases: [{ status: low, condition: s5 > 0 }]`,
    at: ['options.sequenceDetectionOptions.stepTransitions'],
  },
  {
    about: 'a minute more than a day',
    example: `
queries: [{ name: a, query: source:x }]
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps:
      - { name: s0, condition: a > 0 }
      - { name: s1, condition: a > 0 }
      - { name: s2, condition: a > 0 }
      - { name: s3, condition: a > 0 }
      - { name: s4, condition: a > 0 }
      - { name: s5, condition: a > 0 }
    stepTransitions:
      - { parent: s0, child: s1, evaluationWindow: 6h }
      - { parent: s1, child: s2, evaluationWindow: 6h }
      - { parent: s2, child: s3, evaluationWindow: 6h }
      - { parent: s3, child: s4, evaluationWindow: 6h }
      - { parent: s4, child: s5, evaluationWindow: 1m }
cases: [{ status: low, condition: s5 > 0 }]`,
    at: ['options.sequenceDetectionOptions.stepTransitions'],
  },
  {
    about: '24 hours exactly',
    example: `
queries: [{ name: a, query: source:x }]
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps:
      - { name: s0, condition: a > 0 }
      - { name: s1, condition: a > 0 }
      - { name: s2, condition: a > 0 }
      - { name: s3, condition: a > 0 }
      - { name: s4, condition: a > 0 }
    stepTransitions:
      - { parent: s0, child: s1, evaluationWindow: 6h }
      - { parent: s1, child: s2, evaluationWindow: 6h }
      - { parent: s2, child: s3, evaluationWindow: 6h }
      - { parent: s3, child: s4, evaluationWindow: 6h }
cases: [{ status: low, condition: s4 > 0 }]`,
    at: [],
  },
])
