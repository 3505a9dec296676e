import { readAddress } from '../../event/ip-address'
import type { Json } from '../../json/json'
import { isList } from '../../json/json-object'
import { pathOf, sourcesOf } from '../definition-values'
import type { Enrichment, ProcessorKind } from '../processor-kind'
import { usualSources, usualTarget } from '../shape-parts'
import { textOfValue } from '../working-log'
import { firstOf } from './attribute-remapper'

/**
 * Writes where an address is (docs, Processors > GeoIP parser). Without a database, or for an address that it does not
 * hold, an empty object is left; what is no address is told as such, a list of them as well (observed in the public tests).
 */
export const geoIpParser: ProcessorKind = {
  type: 'geo-ip-parser',
  fields: {
    sources: usualSources('network.client.ip'),
    target: usualTarget('network.client.geoip'),
    ip_processing_behavior: {
      shape: { kind: 'text' },
      about: 'Of the public integrations: what is done to the address itself. It changes nothing here.',
    },
  },
  compile: (definition, { touches }) => {
    const from = sourcesOf(definition, 'network.client.ip')
    const to = pathOf(definition, 'target', 'network.client.geoip')
    touches(from, [to])
    return (log, { enrichment }) => {
      const found = firstOf(log, from)
      if (found !== undefined) log.at.write(to, whereIs(found.value, enrichment))
    }
  },
}

function whereIs(value: Json, { geo }: Enrichment): Json {
  if (isList(value)) return { invalidAddress: `[${value.map(textOfValue).join(', ')}]` }
  if (typeof value !== 'string' || !isAddress(value)) return { invalidAddress: textOfValue(value) }
  return geo?.(value) ?? {}
}

const quad = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
const plainV4 = new RegExp(`^${quad}(?:\\.${quad}){3}$`)

/** Most addresses are told without being read. */
function isAddress(text: string): boolean {
  return plainV4.test(text) || readAddress(text) !== undefined
}
