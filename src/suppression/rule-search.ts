import { compileQuery } from '../query/matching/compile-query'
import { parseQuery } from '../query/parse-query'
import type { WireRule } from '../rule/rule'
import { asRuleSearch, wireRuleAsEvent } from './rule-as-event'
import { TagPlaces } from './tag-places'
import { tagsAskedBy } from './tags-asked'

/** A query of Datadog's rule search as a test on rules of the tenant; nothing for a query that does not parse. */
export function compileRuleSearch(text: string): ((rule: WireRule) => boolean) | undefined {
  const { query } = parseQuery(text)
  if (!query) return undefined
  const matches = compileQuery(asRuleSearch(query))
  return (rule) => matches(wireRuleAsEvent(rule))
}

/**
 * Tells which of many such queries find a rule, by their places. They are laid out by the tags that they ask for, so that a
 * rule is not held against each; one that does not parse finds none.
 */
export function compileRuleSearches(texts: readonly string[]): (rule: WireRule) => readonly number[] {
  const places = new TagPlaces()
  const searches = texts.map((text, place) => {
    const { query } = parseQuery(text)
    if (!query) return () => false
    const search = asRuleSearch(query)
    const tags = tagsAskedBy(search)
    places.put(place, tags && new Set(tags))
    return compileQuery(search)
  })
  return (rule) => {
    const event = wireRuleAsEvent(rule)
    return places.of(event.tags).filter((place) => searches[place]?.(event))
  }
}
