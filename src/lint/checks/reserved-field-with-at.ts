import { reservedByNature } from '../../query/trap-names'
import type { Remark, RuleCheck } from '../check'
import { fieldsNamed } from '../fields-named'
import type { RuleParts } from '../rule-parts'

export const reservedFieldWithAt: RuleCheck = {
  about: 'rule',
  code: 'R345',
  name: 'reserved-field-with-at',
  level: 'warning',
  page: {
    why: 'The host and the source of a log stand outside of its attributes, and are named without @. No log has the attribute @host, so every log lacks the group-by field and is dropped: the rule never fires.',
    bad: `
queries: [{ name: a, query: source:pan.firewall, groupByFields: ["@host"] }]`,
    good: `
queries: [{ name: a, query: source:pan.firewall, groupByFields: [host] }]`,
    ground: 'documented',
    source: 'Datadog docs, Log search syntax: reserved attributes are written without @',
  },
  run: reservedFields,
}

function* reservedFields({ rule }: RuleParts): Iterable<Remark> {
  for (const { field, path } of fieldsNamed(rule)) {
    const reserved = field.startsWith('@') ? reservedByNature.get(field.slice(1)) : undefined
    if (reserved === undefined) continue
    const message = `${field} is an attribute of that name, and logs have ${reserved} outside of their attributes`
    yield { path, message, help: `write ${reserved}` }
  }
}
