import type { JsonObject } from '../../json/json'
import { isCollection } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { compileAttributes } from '../mapping/add-attributes'
import { textAt, valueAt } from '../mapping/record-values'
import type { GeoLookup } from './geo-database'
import type { ThreatLookup } from './threat-lists'

/** What Datadog looks up outside of a log, by the attribute under which it stands. */
export const lookedUp = ['network.client.geoip', 'threat_intel'] as const

/** What of a log a lookup reads, and where it writes. */
export const looksAt = [
  '@network.client.ip',
  '@network.client.geoip',
  '@threat_intel',
  '@http.useragent',
  '@http.useragent_details',
] as const

export type LookedUp = (typeof lookedUp)[number]

/** All attributes that a lookup may add. */
export const lookupNames: readonly string[] = [...lookedUp, 'http.useragent_details']

/** What is looked up for raw logs where they come in. */
export interface Enrichment {
  /** A log's attributes with what is known of its address and user agent, where it has nothing of it. */
  readonly enrich: (attributes: JsonObject) => JsonObject
  /** What rules ask for and nobody can look up. */
  readonly missing: readonly LookedUp[]
}

/** By what it is looked up. What is not given cannot be. */
export interface Lookups {
  readonly geo?: GeoLookup | undefined
  readonly threats?: ThreatLookup | undefined
  readonly parseUserAgent?: ((text: string) => JsonObject) | undefined
}

/** Looks up what `isWanted` says, and no more: that rules ask for nothing else. */
export function compileEnrichment(lookups: Lookups, isWanted: (attribute: string) => boolean): Enrichment {
  const { geo, threats, parseUserAgent } = lookups
  const address = (attributes: JsonObject) => textAt(attributes, 'network.client.ip')
  const by =
    (look: ((text: string) => JsonObject | undefined) | undefined, key: typeof address) => (of: JsonObject) => {
      const text = key(of)
      return text === undefined ? undefined : look?.(text)
    }
  const { add } = compileAttributes(
    [
      { name: 'network.client.geoip', from: by(geo, address), known: 'observed' as const },
      { name: 'threat_intel', from: by(threats, address), known: 'observed' as const },
      {
        name: 'http.useragent_details',
        from: by(parseUserAgent, (of) => textAt(of, 'http.useragent')),
        known: 'documented' as const,
      },
    ].filter(({ name }) => isWanted(name)),
  )
  const given: Readonly<Record<LookedUp, unknown>> = { 'network.client.geoip': geo, threat_intel: threats }
  return { enrich: add, missing: lookedUp.filter((name) => isWanted(name) && given[name] === undefined) }
}

/** Which of what could not be looked up a raw log would have in the tenant: it names an address, and nothing of that. */
export function unenrichedOf(attributes: JsonObject, missing: readonly LookedUp[]): readonly LookedUp[] {
  return isText(valueAt(attributes, 'network.client.ip')) ? missing.filter((name) => !carries(attributes, name)) : []
}

/** Whether a log has something of what is looked up; of a place more than that an address is none. */
export function carries(attributes: JsonObject, name: LookedUp): boolean {
  const value = valueAt(attributes, name)
  return isCollection(value) && Object.keys(value).some((key) => key !== 'invalidAddress' && key !== 'ipAddress')
}
