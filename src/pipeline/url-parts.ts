import type { Json } from '../json/json'

const whole = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/s
const relative = /^([^?#]*)(\?[^#]*)?(#.*)?$/s
const authority = /^(?:[^@]*@)?(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/

interface UrlParts {
  readonly scheme?: string
  readonly host?: string
  readonly port?: number
  readonly path: string
  readonly queryString?: Json
  readonly hash?: string
  readonly [part: string]: Json
}

/**
 * The parts of an address as the URL parser and the `url` filter of grok name them: scheme as written, host, port, path
 * (empty where there is none), query string, hash. A relative address has no scheme and no host (observed in the public
 * tests); that a hash is told is assumed.
 */
export function urlParts(url: string): UrlParts {
  const [, scheme, where, path, query, hash] = whole.exec(url) ?? []
  if (scheme === undefined || where === undefined) {
    const [, only = url, search, fragment] = relative.exec(url) ?? []
    return { path: only, ...queryPart(search), ...hashPart(fragment) }
  }
  const [, host = where, port] = authority.exec(where) ?? []
  return {
    scheme,
    ...(host !== '' && { host }),
    ...(port !== undefined && { port: Number(port) }),
    path: path ?? '',
    ...queryPart(query),
    ...hashPart(hash),
  }
}

function queryPart(query: string | undefined): { readonly queryString?: Json } {
  return query === undefined ? {} : { queryString: queryValues(query.slice(1)) }
}

function hashPart(hash: string | undefined): { readonly hash?: string } {
  return hash === undefined ? {} : { hash: hash.slice(1) }
}

/** The values of a query string by their names; a name that stands there twice has a list (assumed). */
export function queryValues(query: string): { readonly [name: string]: Json } {
  const values = new Map<string, Json>()
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decoded(equals === -1 ? pair : pair.slice(0, equals))
    const value = equals === -1 ? '' : decoded(pair.slice(equals + 1))
    const there = values.get(name)
    values.set(name, there === undefined ? value : [...(Array.isArray(there) ? there : [there]), value])
  }
  return Object.fromEntries(values)
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
