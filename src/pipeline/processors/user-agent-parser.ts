import { flagOf, pathOf, sourcesOf } from '../definition-values'
import { decodeUri } from '../grok/filters/texts'
import type { ProcessorKind } from '../processor-kind'
import { usualSources, usualTarget } from '../shape-parts'
import { firstOf } from './attribute-remapper'

/**
 * Writes what a user agent says of system, browser and device (docs, Processors > User-Agent parser). Encoded, a plus is a
 * blank, as web servers write it (assumed).
 */
export const userAgentParser: ProcessorKind = {
  type: 'user-agent-parser',
  fields: {
    sources: usualSources('http.useragent'),
    target: usualTarget('http.useragent_details'),
    is_encoded: { shape: { kind: 'flag' }, about: 'true decodes the text as in addresses first.' },
    combine_version_details: { shape: { kind: 'flag' }, about: 'Of the public integrations; it changes nothing here.' },
  },
  compile: (definition, { touches }) => {
    const from = sourcesOf(definition, 'http.useragent')
    const to = pathOf(definition, 'target', 'http.useragent_details')
    touches(from, [to])
    const isEncoded = flagOf(definition, 'is_encoded')
    return (log, { enrichment }) => {
      const value = firstOf(log, from)?.value
      if (typeof value !== 'string' || enrichment.parseUserAgent === undefined) return
      log.at.write(to, enrichment.parseUserAgent(isEncoded ? decodeUri(value.replaceAll('+', ' ')) : value))
    }
  },
}
