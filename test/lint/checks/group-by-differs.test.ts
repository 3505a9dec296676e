import { lintTable } from '../lint-example'

lintTable('R301', [
  {
    about: 'steps that group by different fields',
    example: `
queries:
  - { name: add, query: source:x, groupByFields: ["@usr.id"] }
  - { name: delete, query: source:y, groupByFields: ["@network.client.ip"] }
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ name: one, condition: add > 0 }, { name: two, condition: delete > 0 }]
    stepTransitions: [{ parent: one, child: two, evaluationWindow: 1h }]
cases: [{ status: low, condition: two > 0 }]`,
    at: ['queries[1].groupByFields'],
  },
  {
    about: 'one of two fields differs',
    example: `
queries:
  - { name: add, query: source:x, groupByFields: ["@usr.id", host] }
  - { name: delete, query: source:y, groupByFields: ["@usr.id", service] }
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ name: one, condition: add > 0 }, { name: two, condition: delete > 0 }]
    stepTransitions: [{ parent: one, child: two, evaluationWindow: 1h }]
cases: [{ status: low, condition: two > 0 }]`,
    at: ['queries[1].groupByFields'],
  },
  {
    about: 'the same fields in another order are joined by position, so they differ',
    example: `
queries:
  - { name: add, query: source:x, groupByFields: ["@usr.id", host] }
  - { name: delete, query: source:y, groupByFields: [host, "@usr.id"] }
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ name: one, condition: add > 0 }, { name: two, condition: delete > 0 }]
    stepTransitions: [{ parent: one, child: two, evaluationWindow: 1h }]
cases: [{ status: low, condition: two > 0 }]`,
    at: ['queries[1].groupByFields'],
  },
  {
    about: 'the same fields',
    example: `
queries:
  - { name: add, query: source:x, groupByFields: ["@usr.id"] }
  - { name: delete, query: source:y, groupByFields: ["@usr.id"] }
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ name: one, condition: add > 0 }, { name: two, condition: delete > 0 }]
    stepTransitions: [{ parent: one, child: two, evaluationWindow: 1h }]
cases: [{ status: low, condition: two > 0 }]`,
    at: [],
  },
  {
    about: 'different numbers of fields are told by the evaluator',
    example: `
queries:
  - { name: add, query: source:x, groupByFields: ["@usr.id"] }
  - { name: delete, query: source:y, groupByFields: [] }
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ name: one, condition: add > 0 }, { name: two, condition: delete > 0 }]
    stepTransitions: [{ parent: one, child: two, evaluationWindow: 1h }]
cases: [{ status: low, condition: two > 0 }]`,
    at: [],
  },
  {
    about: 'queries of threshold rules are joined by value, whatever the fields are called',
    example: `
queries:
  - { name: add, query: source:x, groupByFields: ["@requestParameters.emailAddress"] }
  - { name: delete, query: source:y, groupByFields: ["@requestParameters.identity"] }
cases: [{ status: low, condition: add > 0 THEN delete > 0 }]
options: { evaluationWindow: 1h }`,
    at: [],
  },
])
