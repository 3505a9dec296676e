import { lintTable } from '../lint-example'

lintTable('R320', [
  {
    about: 'a group-by',
    example: `
queries: [{ name: a, query: source:x, groupByFields: [usr.id] }]`,
    at: ['queries[0].groupByFields[0]'],
  },
  {
    about: 'a name with a capital, which no tag has',
    example: `
queries: [{ name: a, query: source:x, groupByFields: ["@usr.id", recipientAccountId] }]`,
    at: ['queries[0].groupByFields[1]'],
  },
  {
    about: 'distinct fields and metrics',
    example: `
queries: [{ name: a, query: source:x, distinctFields: [usr.id], metrics: [network.client.geoip] }]`,
    at: ['queries[0].distinctFields[0]', 'queries[0].metrics[0]'],
  },
  {
    about: 'the path of a reference table',
    example: `
referenceTables: [{ tableName: t, columnName: c, logFieldPath: usr.id, ruleQueryName: a }]`,
    at: ['referenceTables[0].logFieldPath'],
  },
  {
    about: 'groupSignalsBy',
    example: `
groupSignalsBy: [usr.id]`,
    at: ['groupSignalsBy[0]'],
  },
  {
    about: 'tags and reserved fields',
    example: `
queries: [{ name: a, query: source:x, groupByFields: [service, host, env, resource_type, "@usr.id"] }]`,
    at: [],
  },
])
