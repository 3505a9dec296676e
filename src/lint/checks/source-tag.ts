import type { Remark, RuleCheck } from '../check'
import { demandsOf, valuesAskedFor } from '../demands'
import { queriesOf, type RuleParts } from '../rule-parts'

export const sourceTag: RuleCheck = {
  about: 'rule',
  code: 'R335',
  name: 'source-tag',
  level: 'info',
  page: {
    why: 'The tag source: says which logs a rule is about. The rule list filters by it, and so do suppressions and notification rules that name a source.',
    bad: `
queries: [{ name: a, query: "source:cloudtrail @evt.name:DeleteTrail" }]
tags: [source:okta]`,
    good: `
queries: [{ name: a, query: "source:cloudtrail @evt.name:DeleteTrail" }]
tags: [source:cloudtrail]`,
    ground: 'documented',
    source: 'Datadog docs, Suppressions (ruleQuery by source:) and partner guide (source: must be known)',
  },
  run: sourceMismatch,
}

function* sourceMismatch(parts: RuleParts): Iterable<Remark> {
  const { rule } = parts
  const queries = queriesOf(parts)
  const asked = queries.map(({ query }) => valuesAskedFor(query).get('source'))
  const sources = new Set(asked.flatMap((values) => [...(values ?? [])]))
  const tagged = (rule.tags ?? []).flatMap((tag, at) =>
    tag.startsWith('source:') ? [{ at, source: tag.slice('source:'.length) }] : [],
  )
  if (tagged.length === 0) {
    const [source = 'cloudtrail'] = sources
    const namesSource = queries.some(({ query }) => demandsOf(query).required.some(({ field }) => isSource(field)))
    if (sources.size === 0 && !namesSource) return
    yield { path: ['tags'], message: 'the rule has no source: tag', help: `add source:${source}` }
  }
  // Where one query does not say which source, the tag may be about that one.
  if (asked.length === 0 || asked.some((values) => values === undefined)) return
  for (const { at, source } of tagged) {
    if (sources.has(source)) continue
    const message = `the tag says ${source}, and the queries ask for ${[...sources].join(', ')}`
    yield { path: ['tags', at], message }
  }
}

function isSource(field: { readonly kind: string; readonly name?: string }): boolean {
  return field.kind === 'reserved' && field.name === 'source'
}
