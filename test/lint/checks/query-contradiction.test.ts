import { lintTable } from '../lint-example'

lintTable('R315', [
  {
    about: 'the same clause, negated',
    example: `
queries: [{ name: a, query: "source:x @a:y -@a:y" }]`,
    at: ['queries[0].query "@a:y"'],
  },
  {
    about: 'absence of what is asked for',
    example: `
queries: [{ name: a, query: "source:x @a:y -@a:*" }]`,
    at: ['queries[0].query "@a:y"'],
  },
  {
    about: 'a wildcard that takes the value away',
    example: `
queries: [{ name: a, query: "@userIdentity.accessKeyId:AKIA1 -@userIdentity.accessKeyId:AKIA*" }]`,
    at: ['queries[0].query "@userIdentity.accessKeyId:AKIA1"'],
  },
  {
    about: 'a wildcard that takes part of the values away',
    example: `
queries: [{ name: a, query: "@userIdentity.accessKeyId:AKIA* -@userIdentity.accessKeyId:AKIA1" }]`,
    at: [],
  },
  {
    about: 'all alternatives excluded',
    example: `
queries: [{ name: a, query: "source:x @a:(y OR z) -@a:(y OR z)" }]`,
    at: ['queries[0].query "@a:(y OR z)"'],
  },
  {
    about: 'one alternative excluded',
    example: `
queries: [{ name: a, query: "source:x @a:(y OR z) -@a:y" }]`,
    at: [],
  },
  {
    about: 'two sources at once',
    example: `
queries: [{ name: a, query: "source:x source:y" }]`,
    at: ['queries[0].query "source:y"'],
  },
  {
    about: 'two values of an attribute, which may be a list',
    example: `
queries: [{ name: a, query: "source:x @a:y @a:z" }]`,
    at: [],
  },
  {
    about: 'inside a group',
    example: `
queries: [{ name: a, query: "source:x (@b:c OR (@a:y -@a:y))" }]`,
    at: ['queries[0].query "@a:y"'],
  },
  {
    about: 'in a filter',
    example: `
filters: [{ action: suppress, query: "@a:y -@a:y" }]`,
    at: ['filters[0].query "@a:y"'],
  },
])
