import type { Json } from '../../../json/json'
import { putValue } from '../put-value'
import { type FilterMaker, ofText, textsOf } from './filter'

/** `url`: the parts of an address under the names of the URL parser processor. */
export const url: FilterMaker = (call) => {
  textsOf(call, 0, 0)
  return ofText(urlParts)
}

/**
 * The parts of an address: `scheme` as written, `host`, `port` as a number, `path` ("" without one), `queryString` with
 * its pairs as they are written, `hash`; a relative address has no host. Observed in Datadog's public pipeline tests.
 */
export function urlParts(text: string): Record<string, Json> {
  const [, scheme, authority, path = '', query, hash] =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text) ?? []
  const [, host, port] = /^(?:[^@]*@)?(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(authority ?? '') ?? []
  const parts: Record<string, Json> = {}
  if (scheme !== undefined) parts['scheme'] = scheme
  if (host) parts['host'] = host
  if (port) parts['port'] = Number(port)
  parts['path'] = path
  if (query !== undefined) parts['queryString'] = queryPairs(query, (written) => written)
  if (hash !== undefined) parts['hash'] = hash
  return parts
}

/**
 * The pairs of `a=1&b=2` as texts, written or decoded. A pair that comes again counts once (observed: tests of the public
 * HAProxy pipeline); a name that comes again with another value has a list of them.
 */
export function queryPairs(text: string, decode: (text: string) => string): Record<string, Json> {
  const pairs: Record<string, Json> = {}
  const told = new Set<string>()
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=')
    const name = decode(equals === -1 ? pair : pair.slice(0, equals))
    const value = equals === -1 ? '' : decode(pair.slice(equals + 1))
    const said = `${name}\0${value}`
    if (name === '' || told.has(said)) continue
    told.add(said)
    putValue(pairs, [name], value)
  }
  return pairs
}
