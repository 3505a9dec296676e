import { lintTable } from '../lint-example'

lintTable('S111', [
  {
    about: 'of signals',
    example: `
suppressionQuery: "@a:b -@a:b"`,
    at: ['suppressionQuery "@a:b"'],
  },
  {
    about: 'of logs',
    example: `
dataExclusionQuery: "source:x source:y"`,
    at: ['dataExclusionQuery "source:y"'],
  },
  {
    about: 'of rules',
    example: `
ruleQuery: "source:cloudtrail -source:*"
suppressionQuery: "@a:b"`,
    at: ['ruleQuery "source:cloudtrail"'],
  },
  {
    about: 'a rule may carry two sources',
    example: `
ruleQuery: "source:cloudtrail source:aws"
suppressionQuery: "@a:b"`,
    at: [],
  },
  {
    about: 'no contradiction',
    example: `
suppressionQuery: "@a:b -@a:c"`,
    at: [],
  },
])
