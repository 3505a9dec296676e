import type { TextRange } from '../../diagnostic/span'
import { numberOf, readNumber } from '../../query/number-literal'
import type { Clause } from '../../query/query'
import { clausesIn } from '../../query/walk-query'
import type { Remark, RuleCheck, Surroundings } from '../check'
import type { RuleParts } from '../rule-parts'

export const numericBoundOnText: RuleCheck = {
  about: 'rule',
  code: 'R344',
  name: 'numeric-bound-on-text',
  level: 'warning',
  page: {
    why: 'Greater and less go by size where a log holds a number. Where it holds the same digits as a text they go by the order of text, in which "9" is more than "10", unless the tenant has a measure that makes numbers of them. Told where the sample logs of the rule hold texts only.',
    bad: `
queries: [{ name: a, query: "source:web @size_as_text:>1000" }]`,
    good: `
queries: [{ name: a, query: "source:web @network.bytes_read:>1000" }]`,
    ground: 'documented',
    source: 'Datadog docs, Log search syntax: numeric operators need a numeric facet; the order of text is assumed',
  },
  run: textsComparedBySize,
}

function* textsComparedBySize({ rule, searches }: RuleParts, { samplesOf }: Surroundings): Iterable<Remark> {
  const samples = samplesOf?.(rule)
  if (samples === undefined) return
  for (const { of, query, path } of searches) {
    if (of === 'signals') continue
    for (const { clause } of clausesIn(query)) {
      if (clause.kind === 'cidr' || clause.field.kind !== 'attribute') continue
      const range = numericBounds(clause)
      if (range === undefined) continue
      const values = samples.valuesOf(clause.field.path)
      if (values.some((value) => typeof value === 'number')) continue
      const text = values.find((value) => typeof value === 'string' && readNumber(value) !== undefined)
      if (text === undefined) continue
      const message = `the sample logs hold @${clause.field.path} as a text ("${text}"), so it is compared in the order of text`
      const help = 'make a number of it where logs are processed, or define a measure on it in the tenant'
      yield { path, range, message, help }
    }
  }
}

/** Where the bounds of a clause stand, if they are numbers. */
function numericBounds({ value }: Clause): TextRange | undefined {
  const bounds =
    value.kind === 'comparison' ? [value.bound] : value.kind === 'range' ? [value.lower.bound, value.upper.bound] : []
  const given = bounds.filter((bound) => bound !== undefined)
  if (given.length === 0 || given.some((bound) => numberOf(bound) === undefined)) return undefined
  return { start: value.start, end: value.end }
}
