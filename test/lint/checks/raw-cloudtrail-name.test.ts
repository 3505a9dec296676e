import { lintTable } from '../lint-example'

lintTable('R319', [
  {
    about: 'the error',
    example: `
queries: [{ name: a, query: "source:cloudtrail @errorCode:AccessDenied" }]`,
    at: ['queries[0].query "@errorCode"'],
  },
  {
    about: 'the address, also negated',
    example: `
queries: [{ name: a, query: "source:cloudtrail -@sourceIPAddress:10.0.0.1" }]`,
    at: ['queries[0].query "@sourceIPAddress"'],
  },
  {
    about: 'in a group-by',
    example: `
queries: [{ name: a, query: source:cloudtrail, groupByFields: ["@sourceIPAddress"] }]`,
    at: ['queries[0].groupByFields[0]'],
  },
  {
    about: 'the name of the event is searched under both names',
    example: `
queries: [{ name: a, query: "source:cloudtrail @eventName:DeleteTrail" }]`,
    at: [],
  },
  {
    about: 'of another source nothing is known',
    example: `
queries: [{ name: a, query: "source:other @errorCode:5" }]`,
    at: [],
  },
])
