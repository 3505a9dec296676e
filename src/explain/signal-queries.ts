import type { CompiledRule } from '../detect/compiled-rule'
import { type EventRef, eventRef, type GroupValues, type Moment } from '../detect/methods/method-miss'
import { type Draft, queryNameAt } from '../rule/rule'
import type { QueryExplanation } from './explanation'
import { firstOf, groupValues } from './shown'

const mostShown = 20

/** Which signals of other rules each query over signals matched, by the place of the query. */
export function signalQueries(
  rule: Draft,
  { sources, groupFields }: CompiledRule,
  moments: readonly Moment[],
): ReadonlyMap<number, QueryExplanation> {
  return new Map(
    sources.map(({ index, rules: [named] }) => {
      const counted = new Map<string, EventRef & { readonly groups: GroupValues[] }>()
      for (const { group, instant } of moments) {
        for (const { event, queries } of instant.arrivals) {
          if (!(queries & (1 << index))) continue
          const known = counted.get(event.id) ?? { ...eventRef(event), groups: [] }
          counted.set(event.id, known)
          known.groups.push(groupValues(group, groupFields))
        }
      }
      const query = rule.queries[index] ?? {}
      const explained: QueryExplanation = {
        name: queryNameAt(query, index),
        role: 'query',
        text: [`signals of ${named ?? 'other rules'}`, ...(query.query?.trim() ? [query.query] : [])].join(': '),
        matched: firstOf([...counted.values()], mostShown),
        dropped: firstOf([], mostShown),
        near: [],
      }
      return [index, explained] as const
    }),
  )
}
