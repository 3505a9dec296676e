import { lintTable } from '../lint-example'

lintTable('S101', [
  {
    about: 'a severity',
    example: `
dataExclusionQuery: "@a:b status:high"`,
    at: ['dataExclusionQuery "status:high"'],
  },
  {
    about: 'one of several severities',
    example: `
dataExclusionQuery: "@a:b status:(low OR info)"`,
    at: ['dataExclusionQuery "low"'],
  },
  {
    about: 'the rule and its triage',
    example: `
dataExclusionQuery: "@a:b @workflow.rule.name:x -@workflow.triage.state:open"`,
    at: ['dataExclusionQuery "@workflow.rule.name:x"', 'dataExclusionQuery "@workflow.triage.state:open"'],
  },
  {
    about: 'a tag that rules put on signals',
    example: `
dataExclusionQuery: "@a:b tactic:TA0005-defense-evasion"`,
    at: ['dataExclusionQuery "tactic:TA0005-defense-evasion"'],
  },
  {
    about: 'statuses of logs',
    example: `
dataExclusionQuery: "@a:b status:(error OR info OR critical)"`,
    at: [],
  },
  {
    about: 'an attribute that only begins alike',
    example: `
dataExclusionQuery: "@workflows.x:y"`,
    at: [],
  },
  {
    about: 'in a suppressionQuery it is right',
    example: `
suppressionQuery: "status:high @workflow.rule.name:x"`,
    at: [],
  },
])
