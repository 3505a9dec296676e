import { lintTable } from '../lint-example'

lintTable('S108', [
  {
    about: 'a star',
    example: `
suppressionQuery: "*"`,
    at: ['suppressionQuery'],
  },
  {
    about: 'only a negation',
    example: `
suppressionQuery: "-@usr.id:x"`,
    at: ['suppressionQuery'],
  },
  {
    about: 'all logs',
    example: `
dataExclusionQuery: "*"`,
    at: ['dataExclusionQuery'],
  },
  {
    about: 'all rules',
    example: `
ruleQuery: "*"
suppressionQuery: "@usr.id:x"`,
    at: ['ruleQuery'],
  },
  {
    about: 'a clause beside the negation',
    example: `
suppressionQuery: "@usr.id:x -@a:b"`,
    at: [],
  },
])
