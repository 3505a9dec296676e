import { lintTable } from '../lint-example'

lintTable('S102', [
  {
    about: 'the status of a log',
    example: `
suppressionQuery: "@a:b status:error"`,
    at: ['suppressionQuery "status:error"'],
  },
  {
    about: 'a word of a log',
    example: `
suppressionQuery: "@a:b failed"`,
    at: ['suppressionQuery "failed"'],
  },
  {
    about: 'the message of a log',
    example: `
suppressionQuery: "@a:b message:\\"login failed\\""`,
    at: ['suppressionQuery "message:"login failed""'],
  },
  {
    about: 'a severity',
    example: `
suppressionQuery: "@a:b status:(low OR info)"`,
    at: [],
  },
  {
    about: 'any status at all',
    example: `
suppressionQuery: "@a:b status:*"`,
    at: [],
  },
  {
    about: 'attributes and tags, which a signal has from its logs',
    example: `
suppressionQuery: "@evt.name:x env:test service:web"`,
    at: [],
  },
  {
    about: 'in a dataExclusionQuery it is right',
    example: `
dataExclusionQuery: "@a:b status:error failed"`,
    at: [],
  },
])
