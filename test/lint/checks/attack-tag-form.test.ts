import { lintTable } from '../lint-example'

lintTable('R330', [
  {
    about: 'the name alone',
    example: `
tags: ["tactic:defense-evasion"]`,
    at: ['tags[0]'],
  },
  {
    about: 'the id alone',
    example: `
tags: ["technique:T1070"]`,
    at: ['tags[0]'],
  },
  {
    about: 'a technique where a tactic belongs',
    example: `
tags: ["tactic:T1070-indicator-removal"]`,
    at: ['tags[0]'],
  },
  {
    about: 'capitals and blanks',
    example: `
tags: ["tactic:TA0005-Defense Evasion", "technique:T1070_indicator_removal"]`,
    at: ['tags[0]', 'tags[1]'],
  },
  {
    about: 'the id in lower case',
    example: `
tags: ["tactic:ta0005-defense-evasion"]`,
    at: ['tags[0]'],
  },
  {
    about: 'an id that ATT&CK does not have',
    example: `
tags: ["technique:T9999-something"]`,
    at: ['tags[0]'],
  },
  {
    about: 'in order',
    example: `
tags: ["tactic:TA0005-defense-evasion", "technique:T1070-indicator-removal"]`,
    at: [],
  },
  {
    about: 'a sub-technique',
    example: `
tags: ["technique:T1078.004-cloud-accounts"]`,
    at: [],
  },
  {
    about: 'other tags',
    example: `
tags: ["source:cloudtrail", "team:T1070"]`,
    at: [],
  },
])
