import { lintTable } from '../lint-example'

lintTable('R323', [
  {
    about: 'the group-by field itself',
    example: `
queries: [{ name: a, query: "source:x", aggregation: cardinality, distinctFields: ["@usr.id"], groupByFields: [host, "@usr.id"] }]`,
    at: ['queries[0].distinctFields'],
  },
  {
    about: 'another field besides',
    example: `
queries: [{ name: a, query: "source:x", aggregation: cardinality, distinctFields: ["@usr.id", "@ip"], groupByFields: ["@usr.id"] }]`,
    at: [],
  },
  {
    about: 'a count takes no notice',
    example: `
queries: [{ name: a, query: "source:x", aggregation: count, distinctFields: ["@usr.id"], groupByFields: ["@usr.id"] }]`,
    at: [],
  },
])
