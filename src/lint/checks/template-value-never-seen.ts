import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck, Surroundings } from '../check'
import { meantAttribute } from '../meant-attribute'
import type { RuleParts } from '../rule-parts'

export const templateValueNeverSeen: RuleCheck = {
  about: 'rule',
  code: 'R341',
  name: 'template-value-never-seen',
  level: 'warning',
  page: {
    why: 'A template fills what a signal does not have with nothing, and nobody is told. Told where no sample log of the rule has the attribute, and one that the samples have, or that Datadog knows, is a slip of the pen away.',
    bad: `
message: "{{@userIdentity.ran}} deleted a trail."`,
    good: `
message: "{{@userIdentity.arn}} deleted a trail."`,
    ground: 'documented',
    source: 'Datadog docs, Notification variables: a missing value renders as nothing',
  },
  run: neverSeen,
}

function* neverSeen({ rule, templates }: RuleParts, { samplesOf }: Surroundings): Iterable<Remark> {
  const samples = samplesOf?.(rule)
  if (samples === undefined) return
  const { adds } = methodOf(rule)
  for (const { path, text, references } of templates) {
    for (const reference of references) {
      // {{@@x}} and {{@}} are told as what they are.
      if (reference.kind !== 'attribute' || reference.path === '' || reference.path.startsWith('@')) continue
      if (adds !== undefined && `${reference.path}.`.startsWith(`${adds}.`)) continue
      const meant = meantAttribute(reference.path, samples)
      if (meant === undefined) continue
      const { start, end } = reference
      yield {
        path,
        // Names inside an eval have no place of their own.
        ...(text.slice(start, end).includes(reference.path) && { range: { start, end } }),
        message: `no sample log of this rule has @${reference.path}`,
        help: `did you mean @${meant}?`,
      }
    }
  }
}
