import type { Remark, WorkspaceCheck, WorkspaceParts } from '../check'
import type { RuleParts } from '../rule-parts'

export const ruleNameTwice: WorkspaceCheck = {
  about: 'workspace',
  code: 'W210',
  name: 'rule-name-twice',
  level: 'warning',
  page: {
    why: 'The name is the title of the signals. With two rules of one name, nobody who gets a signal can tell which of them raised it.',
    bad: `
id: one
name: Trail deleted
---
id: two
name: Trail deleted`,
    good: `
id: one
name: Trail deleted
---
id: two
name: Trail stopped`,
    ground: 'documented',
    source: 'Datadog docs, Create a Cloud SIEM detection rule (partners): names are unique',
  },
  run: namesakes,
}

function* namesakes({ rules }: WorkspaceParts): Iterable<Remark & { readonly of: RuleParts }> {
  const first = new Map<string, RuleParts>()
  for (const of of rules) {
    const name = of.rule.name.trim().toLowerCase()
    const other = first.get(name)
    if (other === undefined) first.set(name, of)
    else if (name !== '') {
      const message = `the rule ${other.rule.id ?? ''} is called "${other.rule.name}" too`.replace('  ', ' ')
      yield { of, path: ['name'], message, help: 'say in the name what sets this one apart' }
    }
  }
}
