import { lintTable } from '../lint-example'

lintTable('R314', [
  {
    about: 'a star',
    example: `
queries: [{ name: a, query: "*" }]`,
    at: ['queries[0].query'],
  },
  {
    about: 'only negations',
    example: `
queries: [{ name: a, query: "-@usr.id:x -@usr.id:y" }]`,
    at: ['queries[0].query'],
  },
  {
    about: 'an alternative that asks for nothing',
    example: `
queries: [{ name: a, query: "source:x OR -@usr.id:y" }]`,
    at: ['queries[0].query'],
  },
  {
    about: 'negations beside a source',
    example: `
queries: [{ name: a, query: "source:x -@usr.id:y" }]`,
    at: [],
  },
  {
    about: 'a word in the message',
    example: `
queries: [{ name: a, query: "failed" }]`,
    at: [],
  },
  {
    about: 'alternatives that each ask for something',
    example: `
queries: [{ name: a, query: "source:x OR service:y" }]`,
    at: [],
  },
  {
    about: 'impossible travel needs coordinates anyway',
    example: `
queries: [{ name: a, query: "*", aggregation: geo_data, metrics: ["@network.client.geoip"], groupByFields: ["@usr.id"] }]
options: { detectionMethod: impossible_travel }`,
    at: [],
  },
])
