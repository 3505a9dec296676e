import { openGeoDatabases } from '../../../src/event/enrichment/geo-database'
import { makeMmdb } from './make-mmdb'

const paris = {
  city: { names: { en: 'Paris', fr: 'Paris' } },
  continent: { code: 'EU', names: { en: 'Europe' } },
  country: { iso_code: 'FR', names: { en: 'France' } },
  location: { latitude: 48.5, longitude: 2.25, time_zone: 'Europe/Paris' },
  subdivisions: [{ iso_code: 'IDF', names: { en: 'Île-de-France' } }],
}
const places = makeMmdb({
  '203.0.113.0/25': paris,
  '2001:db8::/32': { registered_country: { iso_code: 'DE', names: { en: 'Germany' } } },
})
const networks = makeMmdb(
  { '203.0.113.0/24': { autonomous_system_number: 64_500, autonomous_system_organization: 'Example Net' } },
  4,
)
const flat = makeMmdb({
  '198.51.100.0/24': {
    country: 'US',
    region: 'California',
    city: 'Los Angeles',
    lat: '34.05',
    lng: '-118.24',
    asn: 'AS64501',
    as_name: 'Example',
    as_domain: 'example.com',
  },
})
const lookUp = openGeoDatabases([places, networks, flat])

test('a place and a network, out of two databases, have the names of the GeoIP parser', () => {
  expect(lookUp('203.0.113.7')).toEqual({
    ipAddress: '203.0.113.7',
    city: { name: 'Paris' },
    continent: { code: 'EU', name: 'Europe' },
    country: { iso_code: 'FR', name: 'France' },
    subdivision: { iso_code: 'FR-IDF', name: 'Île-de-France' },
    location: { latitude: 48.5, longitude: 2.25 },
    timezone: 'Europe/Paris',
    as: { number: 'AS64500', name: 'Example Net' },
  })
})

test('the last address of a block is in it, the next one is not', () => {
  expect(lookUp('203.0.113.127')).toMatchObject({ city: { name: 'Paris' } })
  expect(lookUp('203.0.113.128')).toEqual({
    ipAddress: '203.0.113.128',
    as: { number: 'AS64500', name: 'Example Net' },
  })
})

test('flat names are read, too', () => {
  expect(lookUp('198.51.100.9')).toEqual({
    ipAddress: '198.51.100.9',
    city: { name: 'Los Angeles' },
    country: { iso_code: 'US' },
    subdivision: { name: 'California' },
    location: { latitude: 34.05, longitude: -118.24 },
    as: { number: 'AS64501', name: 'Example', domain: 'example.com' },
  })
})

test('an address of the sixth version; where the country is not known, that of registration', () => {
  expect(lookUp('2001:db8::1')).toEqual({ ipAddress: '2001:db8::1', country: { iso_code: 'DE', name: 'Germany' } })
})

test.each(['192.0.2.1', '2001:db9::1', 'AWS Internal', '', '203.0.113.7:443'])('nothing is known of %j', (text) => {
  expect(lookUp(text)).toBe(undefined)
})

test.each([['nothing'], ['x'.repeat(5000)]])('bytes that are no database are refused: %s', (text) => {
  expect(() => openGeoDatabases([Buffer.from(text)])).toThrow()
})
