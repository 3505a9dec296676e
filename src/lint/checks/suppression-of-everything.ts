import type { Remark, SuppressionCheck } from '../check'
import type { SuppressionParts } from '../suppression-parts'
import { asksForSomething } from './query-of-everything'

export const suppressionOfEverything: SuppressionCheck = {
  about: 'suppression',
  code: 'S108',
  name: 'suppression-of-everything',
  level: 'warning',
  page: {
    why: 'A star, or nothing but negations, hides every signal but a few. If a rule is to be quiet, isEnabled: false says so where it can be seen.',
    bad: `
suppressionQuery: "*"`,
    good: `
suppressionQuery: "@usr.id:deploy"`,
    ground: 'documented',
    source: 'Datadog docs, Suppressions and Log search syntax',
  },
  run: everything,
}

function* everything({ suppressionQuery, dataExclusionQuery, ruleQuery }: SuppressionParts): Iterable<Remark> {
  if (suppressionQuery !== undefined && !asksForSomething(suppressionQuery)) {
    const message = 'this hides signals whatever they hold'
    yield { path: ['suppressionQuery'], message, help: 'say which signals are harmless, or disable the rule' }
  }
  if (dataExclusionQuery !== undefined && !asksForSomething(dataExclusionQuery)) {
    const message = 'this takes logs away whatever they hold'
    yield { path: ['dataExclusionQuery'], message, help: 'say which logs are harmless, or disable the rule' }
  }
  if (ruleQuery !== undefined && !asksForSomething(ruleQuery)) {
    const message = 'this is for every rule of the tenant, also those yet to come'
    yield { path: ['ruleQuery'], message, help: 'name the rules, or a tag that they carry' }
  }
}
