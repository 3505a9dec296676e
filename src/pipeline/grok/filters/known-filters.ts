import { array } from './array'
import { csv } from './csv'
import type { FilterMaker } from './filter'
import { keyValue } from './key-value'
import { boolean, integerFilter, number, scale } from './numbers'
import { queryString } from './query-string'
import { rubyHash } from './ruby-hash'
import { decodeUriComponent, json, lowercase, nullIf, string, uppercase } from './texts'
import { url } from './url'
import { userAgent } from './user-agent'
import { xml } from './xml'

/** Filters that take texts apart, or make numbers of them, and write no other. */
export const keepingFilters: ReadonlySet<string> = new Set([
  ...[
    'number',
    'numberExt',
    'integer',
    'integerExt',
    'scale',
    'nullIf',
    'string',
    'json',
    'rubyhash',
    'keyvalue',
    'csv',
  ],
  'array',
])

/** All filters by name. Documented: Datadog docs, Log Configuration > Parsing > Matcher and filter; `string` is assumed. */
export const knownFilters: Readonly<Record<string, FilterMaker>> = {
  number,
  numberExt: number,
  integer: integerFilter,
  integerExt: integerFilter,
  boolean,
  nullIf,
  json,
  rubyhash: rubyHash,
  useragent: userAgent,
  querystring: queryString,
  decodeuricomponent: decodeUriComponent,
  lowercase,
  uppercase,
  string,
  keyvalue: keyValue,
  xml,
  csv,
  scale,
  array,
  url,
}
