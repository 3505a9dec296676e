import { lintTable } from '../lint-example'

lintTable('R335', [
  {
    about: 'missing',
    example: `
queries: [{ name: a, query: "source:okta" }]
tags: ["team:x"]`,
    at: ['tags'],
  },
  {
    about: 'that of another source',
    example: `
queries: [{ name: a, query: "source:okta" }]
tags: ["source:cloudtrail"]`,
    at: ['tags[0]'],
  },
  {
    about: 'that of one of the queries',
    example: `
queries: [{ query: source:okta }, { query: source:github }]
tags: ["source:okta"]`,
    at: [],
  },
  {
    about: 'one query leaves its source open',
    example: `
queries: [{ query: source:okta }, { query: "@a:b" }]
tags: ["source:other"]`,
    at: [],
  },
  {
    about: 'a query that names no source',
    example: `
queries: [{ name: a, query: "@test:true" }]
tags: ["team:x"]`,
    at: [],
  },
  {
    about: 'a wildcard of sources',
    example: `
queries: [{ name: a, query: "source:gcp.*" }]
tags: ["team:x"]`,
    at: ['tags'],
  },
])
