import { lintTable } from '../lint-example'

lintTable('R333', [
  {
    about: 'missing',
    example: `
tags: ["source:x", "tactic:TA0040-impact"]`,
    at: ['tags[1]'],
  },
  {
    about: 'there',
    example: `
tags: ["security:attack", "tactic:TA0040-impact"]`,
    at: [],
  },
  {
    about: 'nothing of ATT&CK',
    example: `
tags: ["source:x"]`,
    at: [],
  },
])
