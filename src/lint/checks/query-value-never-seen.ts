import type { Path } from '../../diagnostic/diagnostic'
import type { TextRange } from '../../diagnostic/span'
import { clausesIn } from '../../query/walk-query'
import { signalsReadBy } from '../../rule/signals-read'
import type { Remark, RuleCheck, Surroundings } from '../check'
import type { RuleParts } from '../rule-parts'

export const queryValueNeverSeen: RuleCheck = {
  about: 'rule',
  code: 'R343',
  name: 'query-value-never-seen',
  level: 'warning',
  page: {
    why: 'A mistyped attribute is no mistake to Datadog: the clause matches nothing, or excludes nothing, and nobody is told. An attribute that no sample log of the rule has is most often a slip of the pen. Asked only where the rule has samples.',
    bad: `
queries: [{ name: a, query: source:cloudtrail @evt.nmae:DeleteTrail }]`,
    good: `
queries: [{ name: a, query: source:cloudtrail @evt.name:DeleteTrail }]`,
    ground: 'documented',
    source: 'Datadog docs, Log search syntax: an attribute that a log lacks does not match',
  },
  run: neverSeen,
}

function* neverSeen(parts: RuleParts, { sampleAttributes }: Surroundings): Iterable<Remark> {
  if (sampleAttributes === undefined) return
  for (const { attribute, path, range } of attributesOf(parts)) {
    if (sampleAttributes(attribute, parts.rule) !== false) continue
    yield {
      path,
      ...(range && { range }),
      message: `no sample log of this rule has @${attribute}`,
      help: 'correct the name, or add a sample log that has it to the tests',
    }
  }
}

interface Asked {
  readonly attribute: string
  readonly path: Path
  readonly range?: TextRange
}

/** Every attribute that queries ask of logs or group them by; of one query each is told where it stands first. */
function* attributesOf({ searches, rule }: RuleParts): Iterable<Asked> {
  for (const { of, path, query } of searches) {
    if (of === 'signals') continue
    const told = new Set<string>()
    for (const { clause } of clausesIn(query)) {
      const { field } = clause
      if (field.kind !== 'attribute' || told.has(field.path)) continue
      told.add(field.path)
      yield { attribute: field.path, path, range: { start: field.start, end: field.end } }
    }
  }
  for (const [index, query] of rule.queries.entries()) {
    const { groupByFields = [] } = query
    if (signalsReadBy(query)) continue
    for (const [at, field] of groupByFields.entries()) {
      if (field.startsWith('@')) yield { attribute: field.slice(1), path: ['queries', index, 'groupByFields', at] }
    }
  }
}
