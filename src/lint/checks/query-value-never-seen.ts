import type { Path } from '../../diagnostic/diagnostic'
import type { TextRange } from '../../diagnostic/span'
import { reservedField } from '../../event/attribute-path'
import type { Query } from '../../query/query'
import { reservedByNature } from '../../query/trap-names'
import { clausesIn } from '../../query/walk-query'
import { methodOf } from '../../rule/methods/method-of'
import { signalsReadBy } from '../../rule/signals-read'
import type { Remark, Surroundings, WorkspaceCheck } from '../check'
import { meantAttribute } from '../meant-attribute'
import type { RuleParts } from '../rule-parts'
import type { SampleLogs } from '../sample-logs'
import type { SuppressionParts } from '../suppression-parts'

export const queryValueNeverSeen: WorkspaceCheck = {
  about: 'workspace',
  code: 'R343',
  name: 'query-value-never-seen',
  level: 'warning',
  page: {
    why: 'A mistyped attribute is no mistake to Datadog: the clause matches nothing, or excludes nothing, and nobody is told. Told where no sample log of the rule has the attribute, and one that the samples have, or that Datadog knows, is a slip of the pen away; and of suppressions, by the samples of the rules in their scope.',
    bad: `
queries: [{ name: a, query: source:cloudtrail @evt.nmae:DeleteTrail }]`,
    good: `
queries: [{ name: a, query: source:cloudtrail @evt.name:DeleteTrail }]`,
    ground: 'documented',
    source: 'Datadog docs, Log search syntax: an attribute that a log lacks does not match',
  },
  run: neverSeen,
}

function* neverSeen({
  rules,
  suppressions,
  samplesOf,
}: Surroundings): Iterable<Remark & { readonly of: RuleParts | SuppressionParts }> {
  for (const of of rules) {
    const samples = samplesOf?.(of.rule)
    if (samples === undefined) continue
    for (const asked of attributesOf(of)) yield* slip(asked, [samples], 'of this rule', of)
  }
  for (const of of suppressions) {
    const samples = of.scope.flatMap(({ rule }) => samplesOf?.(rule) ?? [])
    if (samples.length === 0) continue
    for (const asked of askedBySuppression(of)) yield* slip(asked, samples, 'of the rules in scope', of)
  }
}

function* slip<Parts>(
  { attribute, path, range }: Asked,
  samples: readonly SampleLogs[],
  whose: string,
  of: Parts,
): Iterable<Remark & { readonly of: Parts }> {
  if (samples.some((each) => each.has(attribute))) return
  const place = { of, path, ...(range && { range }) }
  const message = `no sample log ${whose} has @${attribute}`
  const reserved = reservedField(attribute)
  if (reserved !== undefined) {
    // The names that are no attributes by nature are told where the query is read.
    if (reservedByNature.has(attribute) || !samples.some((each) => each.hasReserved(reserved))) return
    yield { ...place, message: `${message}, and they have ${reserved}`, help: `write ${reserved} without the @` }
    return
  }
  const meant = samples.flatMap((each) => meantAttribute(attribute, each) ?? [])[0]
  if (meant !== undefined) yield { ...place, message, help: `did you mean @${meant}?` }
}

interface Asked {
  readonly attribute: string
  readonly path: Path
  readonly range?: TextRange
}

/** Every attribute that queries ask of logs or group them by. */
function* attributesOf({ searches, rule }: RuleParts): Iterable<Asked> {
  for (const { of, path, query } of searches) {
    if (of !== 'signals') yield* askedBy(query, path)
  }
  for (const [index, query] of rule.queries.entries()) {
    const { groupByFields = [] } = query
    if (signalsReadBy(query)) continue
    for (const [at, field] of groupByFields.entries()) {
      if (field.startsWith('@')) yield { attribute: field.slice(1), path: ['queries', index, 'groupByFields', at] }
    }
  }
}

/** What a signal has of itself is on no log. */
const ofSignals = /^(?:workflow|triggeringRuleCase|samples|groupByPaths|entities)(?:\.|$)/

function* askedBySuppression({ suppressionQuery, dataExclusionQuery, scope }: SuppressionParts): Iterable<Asked> {
  if (dataExclusionQuery) yield* askedBy(dataExclusionQuery, ['dataExclusionQuery'])
  if (!suppressionQuery) return
  for (const asked of askedBy(suppressionQuery, ['suppressionQuery'])) {
    const isAdded = scope.some(({ rule }) => `${asked.attribute}.`.startsWith(`${methodOf(rule).adds}.`))
    if (!isAdded && !ofSignals.test(asked.attribute)) yield asked
  }
}

/** Of one query each attribute is told where it stands first. */
function* askedBy(query: Query, path: Path): Iterable<Asked> {
  const told = new Set<string>()
  for (const { clause } of clausesIn(query)) {
    const { field } = clause
    if (field.kind !== 'attribute' || told.has(field.path)) continue
    told.add(field.path)
    yield { attribute: field.path, path, range: { start: field.start, end: field.end } }
  }
}
