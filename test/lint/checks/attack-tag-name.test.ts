import { lintTable } from '../lint-example'

lintTable('R331', [
  {
    about: 'the name of another technique',
    example: `
tags: ["technique:T1070-valid-accounts"]`,
    at: ['tags[0]'],
  },
  {
    about: 'the name of another tactic',
    example: `
tags: ["tactic:TA0005-impact"]`,
    at: ['tags[0]'],
  },
  {
    about: "today's name",
    example: `
tags: ["technique:T1530-data-from-cloud-storage"]`,
    at: [],
  },
  {
    about: "a former name, which Datadog's rules still use",
    example: `
tags: ["technique:T1530-data-from-cloud-storage-object"]`,
    at: [],
  },
  {
    about: 'a slash in place of a dash',
    example: `
tags: ["technique:T1053-scheduled-task/job"]`,
    at: [],
  },
  {
    about: 'the names of sub-techniques are not known here',
    example: `
tags: ["technique:T1078.004-anything"]`,
    at: [],
  },
])
