import { lintTable } from '../lint-example'

lintTable('S112', [
  {
    about: 'a technique',
    example: `
suppressionQuery: "technique:T1070-indicator-removal"`,
    at: ['suppressionQuery "technique:T1070-indicator-removal"'],
  },
  {
    about: 'in lower case',
    example: `
suppressionQuery: "technique:t1070-indicator-removal"`,
    at: [],
  },
  {
    about: 'in both',
    example: `
suppressionQuery: "tactic:(TA0005-defense-evasion OR ta0005-defense-evasion)"`,
    at: [],
  },
  {
    about: 'a wildcard is taken as meant',
    example: `
suppressionQuery: "technique:T1070*"`,
    at: [],
  },
  {
    about: 'an attribute keeps its capitals',
    example: `
suppressionQuery: "@evt.name:DeleteTrail"`,
    at: [],
  },
  {
    about: 'the rule search sees the tags of the rule',
    example: `
ruleQuery: technique:T1070-indicator-removal
suppressionQuery: "@a:b"`,
    at: [],
  },
])
