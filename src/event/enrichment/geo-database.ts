import type { CityResponse, Reader, Response } from 'mmdb-lib'
import type { Json, JsonObject } from '../../json/json'
import { asObject, isJsonObject, isScalar, listIn, objectAt } from '../../json/json-object'
import { asNumber, asText, isText } from '../../json/json-text'
import { readAddress } from '../ip-address'

/** Where an address is, in the names of Datadog's GeoIP parser; undefined for what no database holds. */
export type GeoLookup = (address: string) => JsonObject | undefined

/** How many results are kept: logs come from few addresses many times over. */
const mostKept = 10_000

/**
 * One answer out of several databases in MaxMind's format (MMDB): of places, of networks, or both; also with the flat
 * names of IPinfo's. Throws where bytes are no such database. Names follow Datadog's public pipelines' tests and the
 * queries of its default rules.
 */
export function openGeoDatabases(databases: readonly Uint8Array[]): GeoLookup {
  // Loaded here, since most workspaces have no database.
  const { Reader } = require('mmdb-lib') as typeof import('mmdb-lib')
  const readers = databases.map(
    ({ buffer, byteOffset, byteLength }) =>
      new Reader<CityResponse & Response>(Buffer.from(buffer, byteOffset, byteLength)),
  )
  const kept = new Map<string, JsonObject | undefined>()
  return (address) => {
    if (kept.has(address)) return kept.get(address)
    if (kept.size >= mostKept) kept.clear()
    const place = readAddress(address) === undefined ? undefined : lookUp(readers, address)
    kept.set(address, place)
    return place
  }
}

function lookUp(readers: readonly Reader<CityResponse & Response>[], address: string): JsonObject | undefined {
  const parts = readers.map((reader) => placeOf(plain(reader, address) ?? {}))
  // What an earlier database says goes before.
  const all: JsonObject = Object.assign({}, ...parts.reverse())
  return Object.keys(all).length === 0 ? undefined : { ipAddress: address, ...all }
}

/** What a database holds of an address, as JSON; one of addresses of the fourth version holds none of the sixth. */
function plain(reader: Reader<CityResponse & Response>, address: string): JsonObject | undefined {
  if (reader.metadata.ipVersion === 4 && address.includes(':')) return undefined
  const found: unknown = reader.get(address)
  return isJsonObject(found) ? found : undefined
}

function placeOf(found: JsonObject): JsonObject {
  return given({
    city: named(found['city'] ?? found['city_name']),
    continent: continentOf(found),
    country: countryOf(found),
    subdivision: subdivisionOf(found),
    location: locationOf(found),
    timezone: asText(objectAt(found, 'location')?.['time_zone'] ?? found['timezone']),
    as: networkOf(found),
  })
}

function named(value: Json | undefined): JsonObject | undefined {
  const name = isText(value) ? value : nameOf(asObject(value))
  return name === undefined ? undefined : { name }
}

function nameOf(of: JsonObject | undefined): string | undefined {
  const names = of && objectAt(of, 'names')
  return asText(names?.['en'] ?? Object.values(names ?? {})[0])
}

function continentOf(found: JsonObject): JsonObject | undefined {
  const continent = objectAt(found, 'continent')
  const code = continent === undefined ? found['continent_code'] : continent['code']
  const name = continent === undefined ? (found['continent_name'] ?? found['continent']) : nameOf(continent)
  return ofCodeAndName('code', code, name)
}

/** The country where an address is; where that is not known, the one to which it was given. */
function countryOf(found: JsonObject): JsonObject | undefined {
  const country = objectAt(found, 'country') ?? objectAt(found, 'registered_country')
  if (country !== undefined) return ofCodeAndName('iso_code', country['iso_code'], nameOf(country))
  const { country: written, country_code: code, country_name: name } = found
  const isCode = isText(written) && /^[A-Z]{2}$/.test(written)
  return ofCodeAndName('iso_code', code ?? (isCode ? written : undefined), name ?? (isCode ? undefined : written))
}

/** The first part of the country, with the code of the country before its own: `FR-IDF` (observed). */
function subdivisionOf(found: JsonObject): JsonObject | undefined {
  const [first] = listIn(found['subdivisions'])
  const part = asObject(first)
  if (part === undefined) return named(found['region'] ?? found['region_name'])
  const country = asText(countryOf(found)?.['iso_code'])
  const code = asText(part['iso_code'])
  return ofCodeAndName('iso_code', country && code ? `${country}-${code}` : code, nameOf(part))
}

function locationOf(found: JsonObject): JsonObject | undefined {
  const location = objectAt(found, 'location') ?? found
  const latitude = numberIn(location['latitude'] ?? location['lat'])
  const longitude = numberIn(location['longitude'] ?? location['lng'])
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude }
}

function numberIn(value: Json | undefined): number | undefined {
  return isText(value) && /^-?\d{1,3}(?:\.\d{1,12})?$/.test(value) ? Number(value) : asNumber(value)
}

function networkOf(found: JsonObject): JsonObject | undefined {
  const number = found['autonomous_system_number'] ?? found['asn']
  const written = typeof number === 'number' ? `AS${number}` : number
  const name =
    found['autonomous_system_organization'] ?? found['as_name'] ?? (isScalar(number) ? found['name'] : undefined)
  const domain = found['as_domain'] ?? found['domain']
  const as = given({
    number: asText(written),
    name: asText(name),
    domain: asText(domain),
    type: asText(found['as_type']),
  })
  return Object.keys(as).length === 0 ? undefined : as
}

function ofCodeAndName(key: string, code: Json | undefined, name: Json | undefined): JsonObject | undefined {
  const both = given({ [key]: asText(code), name: asText(name) })
  return Object.keys(both).length === 0 ? undefined : both
}

function given(values: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
}
