import { lintTable } from '../lint-example'

lintTable('R334', [
  {
    about: 'another technique',
    example: `
message: "This is T1078."
tags: ["technique:T1070-indicator-removal"]`,
    at: ['message "T1078"'],
  },
  {
    about: 'another tactic, in a link',
    example: `
message: "See https://attack.mitre.org/tactics/TA0040/"
tags: ["tactic:TA0005-defense-evasion"]`,
    at: ['message "TA0040"'],
  },
  {
    about: 'a sub-technique of the one in the tags',
    example: `
message: "This is T1078.004."
tags: ["technique:T1078-valid-accounts"]`,
    at: [],
  },
  {
    about: 'a link to a sub-technique',
    example: `
message: "https://attack.mitre.org/techniques/T1078/004"
tags: ["technique:T1078-valid-accounts"]`,
    at: [],
  },
  {
    about: 'no tags to disagree with',
    example: `
message: "This is T1078."
tags: ["source:x"]`,
    at: [],
  },
  {
    about: 'what looks like an id and is none',
    example: `
message: "Ticket T9999."
tags: ["technique:T1070-indicator-removal"]`,
    at: [],
  },
  {
    about: 'said twice, told once',
    example: `
message: "T1078 and T1078"
tags: ["technique:T1070-indicator-removal"]`,
    at: ['message "T1078"'],
  },
])
