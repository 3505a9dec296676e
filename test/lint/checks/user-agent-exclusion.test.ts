import { lintTable } from '../lint-example'

lintTable('R318', [
  {
    about: 'a tool left out',
    example: `
queries: [{ name: a, query: "source:cloudtrail -@http.useragent:*terraform*" }]`,
    at: ['queries[0].query "@http.useragent:*terraform*"'],
  },
  {
    about: 'under the name that AWS gives it',
    example: `
queries: [{ name: a, query: "source:cloudtrail -@userAgent:x" }]`,
    at: ['queries[0].query "@userAgent:x"'],
  },
  {
    about: 'looked for, not left out',
    example: `
queries: [{ name: a, query: "source:cloudtrail @http.useragent:*kali*" }]`,
    at: [],
  },
  {
    about: 'calls without any',
    example: `
queries: [{ name: a, query: "source:cloudtrail -@http.useragent:*" }]`,
    at: [],
  },
  {
    about: 'calls of a service, which invokedBy tells',
    example: `
queries: [{ name: a, query: "source:cloudtrail -@userIdentity.invokedBy:cloudformation.amazonaws.com" }]`,
    at: [],
  },
])
