import { lintTable } from '../lint-example'

lintTable('R321', [
  {
    about: 'one value of the field',
    example: `
queries: [{ name: a, query: "source:x @evt.name:DeleteTrail", groupByFields: ["@usr.id", "@evt.name"] }]`,
    at: ['queries[0].groupByFields[1]'],
  },
  {
    about: 'several values',
    example: `
queries: [{ name: a, query: "source:x @evt.name:(DeleteTrail OR StopLogging)", groupByFields: ["@evt.name"] }]`,
    at: [],
  },
  {
    about: 'a wildcard',
    example: `
queries: [{ name: a, query: "source:x @evt.name:Delete*", groupByFields: ["@evt.name"] }]`,
    at: [],
  },
  {
    about: 'one value excluded',
    example: `
queries: [{ name: a, query: "source:x -@evt.name:DeleteTrail", groupByFields: ["@evt.name"] }]`,
    at: [],
  },
])
