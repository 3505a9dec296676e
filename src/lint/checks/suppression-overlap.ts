import { Effort } from '../../diagnostic/effort'
import { implies } from '../../query/never-matches'
import type { Remark, Surroundings, WorkspaceCheck } from '../check'
import type { SuppressionParts } from '../suppression-parts'

export const suppressionOverlap: WorkspaceCheck = {
  about: 'workspace',
  code: 'S115',
  name: 'suppression-overlap',
  level: 'info',
  page: {
    why: 'All that it hides another suppression hides as well, at the same rules and for as long. It is looked at twice, and to end one of the two changes nothing.',
    bad: `
id: one
ruleQuery: source:cloudtrail
suppressionQuery: "@usr.id:deploy"
---
id: two
ruleQuery: source:cloudtrail
suppressionQuery: "@usr.id:(deploy OR ci)"`,
    good: `
id: two
ruleQuery: source:cloudtrail
suppressionQuery: "@usr.id:(deploy OR ci)"`,
    ground: 'documented',
    source:
      'Datadog docs, Suppressions: a signal that one of them matches is not raised; that the queries imply each other is proved',
  },
  run: overlaps,
}

/** More pairs than these are not held against each other. */
const mostPairs = 50_000

function* overlaps({ suppressions }: Surroundings): Iterable<Remark & { readonly of: SuppressionParts }> {
  const effort = new Effort(mostPairs)
  const hiding = suppressions.filter(({ suppression, scope, ...queries }) => {
    const isPlain = queries.suppressionQuery !== undefined && queries.dataExclusionQuery === undefined
    return isPlain && suppression.enabled && scope.length > 0
  })
  // Only those that share a rule can hide the same.
  const byRule = new Map<SuppressionParts['scope'][number], SuppressionParts[]>()
  const scopes = new Map(hiding.map((each) => [each, new Set(each.scope)]))
  const places = new Map(hiding.map((each, at) => [each, at]))
  for (const each of hiding) {
    for (const rule of each.scope) {
      const own = byRule.get(rule)
      if (own) own.push(each)
      else byRule.set(rule, [each])
    }
  }
  const isCovered = (narrow: SuppressionParts, wide: SuppressionParts): boolean =>
    isWithin(narrow, wide, scopes.get(wide) ?? new Set())
  for (const [at, narrow] of hiding.entries()) {
    const [first] = narrow.scope
    const others = (first && byRule.get(first)) ?? []
    if (!effort.spend(others.length)) return
    const wide = others.find(
      (other) =>
        other !== narrow && isCovered(narrow, other) && !((places.get(other) ?? 0) > at && isCovered(other, narrow)),
    )
    if (wide === undefined) continue
    yield {
      of: narrow,
      path: ['suppressionQuery'],
      message: `all that this hides "${wide.suppression.id}" hides as well`,
      help: 'one of the two is enough',
    }
  }
}

function isWithin(
  narrow: SuppressionParts,
  wide: SuppressionParts,
  scope: ReadonlySet<SuppressionParts['scope'][number]>,
): boolean {
  const [inner, outer] = [narrow.suppression, wide.suppression]
  const starts = (outer.startMs ?? Number.NEGATIVE_INFINITY) <= (inner.startMs ?? Number.NEGATIVE_INFINITY)
  const ends = (outer.expiresMs ?? Number.POSITIVE_INFINITY) >= (inner.expiresMs ?? Number.POSITIVE_INFINITY)
  if (!starts || !ends || !narrow.scope.every((rule) => scope.has(rule))) return false
  const [query, other] = [narrow.suppressionQuery, wide.suppressionQuery]
  return query !== undefined && other !== undefined && implies(query, other, 'signal')
}
