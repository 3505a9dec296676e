import { lintTable } from '../lint-example'

lintTable('S110', [
  {
    about: 'alone',
    example: `
suppressionQuery: "@http.useragent:*terraform*"`,
    at: ['suppressionQuery "@http.useragent:*terraform*"'],
  },
  {
    about: 'for logs',
    example: `
dataExclusionQuery: "@http.useragent:*terraform*"`,
    at: ['dataExclusionQuery "@http.useragent:*terraform*"'],
  },
  {
    about: 'beside the role it runs under',
    example: `
suppressionQuery: "@userIdentity.assumed_role:deploy @http.useragent:*terraform*"`,
    at: [],
  },
  {
    about: 'excluded from what is hidden',
    example: `
suppressionQuery: "@a:b -@http.useragent:*curl*"`,
    at: [],
  },
])
