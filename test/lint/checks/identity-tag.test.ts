import { lintTable } from '../lint-example'

lintTable('R336', [
  {
    about: 'the id',
    example: `
tags: ["ddac:other"]`,
    at: ['tags[0]'],
  },
  {
    about: 'the revision',
    example: `
tags: ["source:x", "ddac_rev:abc"]`,
    at: ['tags[1]'],
  },
  {
    about: 'a tag that only begins alike',
    example: `
tags: ["ddacish:x"]`,
    at: [],
  },
])
