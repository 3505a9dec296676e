import { lintTable } from '../lint-example'

lintTable('R332', [
  {
    about: 'a technique of another tactic',
    example: `
tags: ["tactic:TA0040-impact", "technique:T1070-indicator-removal"]`,
    at: ['tags[1]'],
  },
  {
    about: 'a sub-technique of another tactic',
    example: `
tags: ["tactic:TA0040-impact", "technique:T1078.004-cloud-accounts"]`,
    at: ['tags[1]'],
  },
  {
    about: 'one of its tactics is there',
    example: `
tags: ["tactic:TA0040-impact", "tactic:TA0003-persistence", "technique:T1078-valid-accounts"]`,
    at: [],
  },
  {
    about: 'no tactic to compare with',
    example: `
tags: ["technique:T1070-indicator-removal"]`,
    at: [],
  },
])
