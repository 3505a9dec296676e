import type { Search, Thing } from './model'

/** The values of a field as a query writes it: `@path`, a reserved field, or the key of a tag. */
export function valuesOf(thing: Thing, field: string): readonly string[] {
  if (field.startsWith('@')) return (thing.attributes[field.slice(1)] ?? []).map(String)
  switch (field) {
    case 'source':
      return thing.sources
    case 'service':
      return thing.services
    case 'host':
      return thing.hosts
    case 'status':
      return thing.status === undefined ? [] : [thing.status]
    default:
      return thing.tags.flatMap((tag) => (tag.startsWith(`${field}:`) ? [tag.slice(field.length + 1)] : []))
  }
}

/** Whether a log or signal is one that a search finds. A list matches if any of its values does. */
export function finds(search: Search, thing: Thing): boolean {
  switch (search.kind) {
    case 'all':
      return true
    case 'field':
      return valuesOf(thing, search.field).includes(search.value)
    case 'exists':
      return valuesOf(thing, search.field).length > 0
    case 'word':
      return (thing.message ?? '')
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .includes(search.word)
    case 'not':
      return !finds(search.search, thing)
    case 'and':
      return search.searches.every((one) => finds(one, thing))
    case 'or':
      return search.searches.some((one) => finds(one, thing))
  }
}

export function searchText(search: Search): string {
  switch (search.kind) {
    case 'all':
      return '*'
    case 'field':
      return `${search.field}:${/\s/.test(search.value) ? `"${search.value}"` : search.value}`
    case 'exists':
      return `${search.field}:*`
    case 'word':
      return search.word
    case 'not':
      return `-(${searchText(search.search)})`
    default:
      return `(${search.searches.map(searchText).join(search.kind === 'and' ? ' AND ' : ' OR ')})`
  }
}
