import type { CompiledRule } from '../detect/compiled-rule'
import { type EventRef, eventRef, type GroupValues, type Moment } from '../detect/methods/method-miss'
import { type Draft, queryNameAt } from '../rule/rule'
import type { QueryExplanation } from './explanation'
import { firstOf, groupValues } from './shown'

const mostShown = 20

/** Which signals of other rules each query of a correlation rule counted. */
export function signalQueries(
  rule: Draft,
  { correlates, groupFields }: CompiledRule,
  moments: readonly Moment[],
): readonly QueryExplanation[] {
  return correlates.map((source, index) => {
    const counted = new Map<string, EventRef & { readonly groups: GroupValues[] }>()
    for (const { group, instant } of moments) {
      for (const { event, queries } of instant.arrivals) {
        if (!(queries & (1 << index))) continue
        const known = counted.get(event.id) ?? { ...eventRef(event), groups: [] }
        counted.set(event.id, known)
        known.groups.push(groupValues(group, groupFields))
      }
    }
    const query = rule.queries[index]
    return {
      name: query === undefined ? '' : queryNameAt(query, index),
      role: 'query',
      text: `signals of ${source.rule}`,
      matched: firstOf([...counted.values()], mostShown),
      dropped: firstOf([], mostShown),
      near: [],
    }
  })
}
