import { lintTable } from '../lint-example'

lintTable('R322', [
  {
    about: 'the event names differ, and both are needed',
    example: `
queries:
  - { name: a, query: "source:x @evt.name:A", groupByFields: ["@evt.name"] }
  - { name: b, query: "source:x @evt.name:B", groupByFields: ["@evt.name"] }
options: { evaluationWindow: 5m }
cases: [{ status: low, condition: "a > 0 && b > 0" }]`,
    at: ['queries[1].groupByFields[0]'],
  },
  {
    about: 'one after the other',
    example: `
queries:
  - { name: a, query: "source:x @evt.name:A", groupByFields: ["@evt.name"] }
  - { name: b, query: "source:x @evt.name:B", groupByFields: ["@evt.name"] }
options: { evaluationWindow: 5m }
cases: [{ status: low, condition: "a > 0 THEN b > 0" }]`,
    at: ['queries[1].groupByFields[0]'],
  },
  {
    about: 'fields of different names that are joined by position',
    example: `
queries:
  - { name: a, query: "source:x @kind:A", groupByFields: ["@kind"] }
  - { name: b, query: "source:x @type:B", groupByFields: ["@type"] }
options: { evaluationWindow: 5m }
cases: [{ status: low, condition: "a > 0 && b > 0" }]`,
    at: ['queries[1].groupByFields[0]'],
  },
  {
    about: 'one of them is enough',
    example: `
queries:
  - { name: a, query: "source:x @evt.name:A", groupByFields: ["@evt.name"] }
  - { name: b, query: "source:x @evt.name:B", groupByFields: ["@evt.name"] }
options: { evaluationWindow: 5m }
cases: [{ status: low, condition: "a > 0 || b > 0" }]`,
    at: [],
  },
  {
    about: 'the second must be absent',
    example: `
queries:
  - { name: a, query: "source:x @evt.name:A", groupByFields: ["@evt.name"] }
  - { name: b, query: "source:x @evt.name:B", groupByFields: ["@evt.name"] }
options: { evaluationWindow: 5m }
cases: [{ status: low, condition: "a > 0 && b < 1" }]`,
    at: [],
  },
  {
    about: 'a value in common',
    example: `
queries:
  - { name: a, query: "source:x @evt.name:(A OR B)", groupByFields: ["@evt.name"] }
  - { name: b, query: "source:x @evt.name:(B OR C)", groupByFields: ["@evt.name"] }
options: { evaluationWindow: 5m }
cases: [{ status: low, condition: "a > 0 && b > 0" }]`,
    at: [],
  },
  {
    about: 'grouped by what both have',
    example: `
queries:
  - { name: a, query: "source:x @evt.name:A", groupByFields: ["@usr.id"] }
  - { name: b, query: "source:x @evt.name:B", groupByFields: ["@usr.id"] }
options: { evaluationWindow: 5m }
cases: [{ status: low, condition: "a > 0 && b > 0" }]`,
    at: [],
  },
  {
    about: 'the steps of a sequence',
    example: `
queries:
  - { name: a, query: "source:x @evt.name:A", groupByFields: ["@evt.name"] }
  - { name: b, query: "source:x @evt.name:B", groupByFields: ["@evt.name"] }
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ name: one, condition: a > 0 }, { name: two, condition: b > 0 }]
    stepTransitions: [{ parent: one, child: two, evaluationWindow: 1h }]
cases: [{ status: low, condition: two > 0 }]`,
    at: ['queries[1].groupByFields[0]'],
  },
])
