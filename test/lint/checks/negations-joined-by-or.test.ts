import { lintTable } from '../lint-example'

lintTable('R316', [
  {
    about: 'not this or not that',
    example: `
queries: [{ name: a, query: "source:x (-@a:y OR -@a:z)" }]`,
    at: ['queries[0].query "(-@a:y OR -@a:z)"'],
  },
  {
    about: 'in a field group',
    example: `
queries: [{ name: a, query: "source:x @a:(-y OR -z)" }]`,
    at: ['queries[0].query "@a:(-y OR -z)"'],
  },
  {
    about: 'neither this nor that',
    example: `
queries: [{ name: a, query: "source:x -@a:(y OR z)" }]`,
    at: [],
  },
  {
    about: 'different fields',
    example: `
queries: [{ name: a, query: "source:x (-@a:y OR -@b:z)" }]`,
    at: [],
  },
  {
    about: 'one of several alternatives is a negation',
    example: `
queries: [{ name: a, query: "source:x (-@a:y OR @a:z)" }]`,
    at: [],
  },
])
