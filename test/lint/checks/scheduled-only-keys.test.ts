import { lintTable } from '../lint-example'

lintTable('R325', [
  {
    about: 'an index',
    example: `
queries: [{ name: a, query: "source:x", index: main }]`,
    at: ['queries[0].index'],
  },
  {
    about: 'several indexes',
    example: `
queries: [{ name: a, query: "source:x", indexes: [main, cold] }]`,
    at: ['queries[0].indexes'],
  },
  {
    about: 'calculated fields',
    example: `
calculatedFields: [{ name: n, expression: "@a + 1" }]`,
    at: ['calculatedFields'],
  },
  {
    about: 'a scheduled rule',
    example: `
queries: [{ name: a, query: "source:x", index: main }]
schedulingOptions: { rrule: "FREQ=DAILY;INTERVAL=1" }`,
    at: [],
  },
  {
    about: 'schedulingOptions: null is a real-time rule',
    example: `
queries: [{ name: a, query: "source:x", index: main }]
schedulingOptions: null`,
    at: ['queries[0].index'],
  },
])
