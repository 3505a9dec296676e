import { flagOf, pathOf, sourcesOf } from '../definition-values'
import { urlParts } from '../grok/filters/url'
import type { ProcessorKind } from '../processor-kind'
import { usualSources, usualTarget } from '../shape-parts'
import { firstOf } from './attribute-remapper'

/** Writes the parts of an address (docs, Processors > URL parser). */
export const urlParser: ProcessorKind = {
  type: 'url-parser',
  fields: {
    sources: usualSources('http.url'),
    target: usualTarget('http.url_details'),
    normalize_ending_slashes: { shape: { kind: 'flag' }, about: 'true takes the slashes at the end of a path away.' },
  },
  compile: (definition, { touches }) => {
    const from = sourcesOf(definition, 'http.url')
    const to = pathOf(definition, 'target', 'http.url_details')
    touches(from, [to])
    const normalizes = flagOf(definition, 'normalize_ending_slashes')
    return (log) => {
      const value = firstOf(log, from)?.value
      if (typeof value !== 'string') return
      const parts = urlParts(value)
      const path = parts['path']
      const isNormal = !normalizes || typeof path !== 'string'
      log.at.write(to, isNormal ? parts : { ...parts, path: withoutSlashes(path) })
    }
  },
}

/** The slash that is the whole of a path stays. */
function withoutSlashes(path: string): string {
  let end = path.length
  while (end > 1 && path.charAt(end - 1) === '/') end -= 1
  return path.slice(0, end)
}
