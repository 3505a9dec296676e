import { shortened } from '../../diagnostic/shown'
import type { Remark, SuppressionCheck } from '../check'
import { contradictionsIn } from '../contradictions'
import type { SuppressionParts } from '../suppression-parts'

export const suppressionContradiction: SuppressionCheck = {
  about: 'suppression',
  code: 'S111',
  name: 'suppression-contradiction',
  level: 'warning',
  page: {
    why: 'The query excludes what it asks for, so it matches nothing and the suppression never acts.',
    bad: `
suppressionQuery: "@usr.id:deploy -@usr.id:*"`,
    good: `
suppressionQuery: "@usr.id:deploy -@usr.email:*"`,
    ground: 'documented',
    source: 'Datadog docs, Log search syntax: a negation is over all values of the attribute',
  },
  run: neverActs,
}

function* neverActs({
  suppression,
  suppressionQuery,
  dataExclusionQuery,
  ruleQuery,
}: SuppressionParts): Iterable<Remark> {
  const queries = { suppressionQuery, dataExclusionQuery, ruleQuery }
  for (const key of ['suppressionQuery', 'dataExclusionQuery', 'ruleQuery'] as const) {
    const query = queries[key]
    const text = suppression[key] ?? ''
    for (const { part, against, kind } of query === undefined ? [] : contradictionsIn(query)) {
      // A rule may carry several tags of one key, and a signal may come from logs of several sources.
      if (kind === 'one value' && key !== 'dataExclusionQuery') continue
      const [wanted, other] = [part, against].map(({ start, end }) => shortened(text.slice(start, end)))
      const message = `${wanted} never matches beside ${other}, so the suppression does not act`
      yield { path: [key], range: { start: part.start, end: part.end }, message }
    }
  }
}
