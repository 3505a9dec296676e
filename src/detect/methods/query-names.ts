import { type Draft, queryNameAt } from '../../rule/rule'
import type { RuleNotes } from '../rule-notes'

/** Matched queries of an event are kept as bits of one number. Datadog takes ten queries. */
const maxQueries = 30

/** The names under which a rule's conditions know its queries, by position. */
export function queryNames(rule: Draft, notes: RuleNotes): readonly string[] {
  const names = rule.queries.map(queryNameAt)
  if (names.length === 0) notes.mistake('R214', ['queries'], 'the rule has no query')
  refuseTooManyQueries(names.length, notes)
  for (const [index, name] of names.entries()) {
    const first = names.indexOf(name)
    if (first !== index) {
      notes.mistake('R213', ['queries', index], `queries ${first + 1} and ${index + 1} are both called "${name}"`)
    }
  }
  return names
}

/** More queries than one number has bits for. */
export function refuseTooManyQueries(count: number, notes: RuleNotes): void {
  if (count > maxQueries) notes.refuse(`it has ${count} queries; at most ${maxQueries} are evaluated`)
}

/** Queries are joined by the values of their fields, position by position, so each needs the same number of them. */
export function sameGroupCounts(groupBys: readonly (readonly string[])[], key: string, notes: RuleNotes): void {
  const [first] = groupBys
  for (const [index, fields] of groupBys.entries()) {
    if (first === undefined || fields.length === first.length) continue
    notes.mistake(
      'R207',
      ['queries', index, key],
      `this query groups by ${fields.length} fields, the first one by ${first.length}`,
      'queries are joined by the values of their group-by fields, so each needs the same number',
    )
  }
}
