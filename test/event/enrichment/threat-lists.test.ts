import { compileThreatLists, threatListTrouble } from '../../../src/event/enrichment/threat-lists'

const tor = {
  name: 'tor.csv',
  category: 'tor',
  intention: 'suspicious',
  rows: [{ ip: '203.0.113.7' }, { ip: '2001:db8::7' }, { ip: '' }],
}
const own = {
  name: 'own',
  column: 'block',
  rows: [
    { note: 'x', block: '203.0.113.0/29', category: 'scanner', intention: '' },
    { note: 'y', block: '198.51.100.128/25', category: '', intention: 'malicious' },
    { note: 'z', block: 'example.com', category: 'c', intention: '' },
  ],
}
const lookUp = compileThreatLists([tor, own])
const result = (name: string, indicator: string, more: object) => ({ indicator, type: 'IP', source: { name }, ...more })

test('an address has the results of all lists that know it', () => {
  expect(lookUp('203.0.113.7')).toEqual({
    results: [
      result('tor.csv', '203.0.113.7', { category: 'tor', intention: 'suspicious' }),
      result('own', '203.0.113.0/29', { category: 'scanner' }),
    ],
    indicators_matched: ['IP'],
  })
  expect(lookUp('2001:db8:0::7')).toMatchObject({ results: [{ indicator: '2001:db8::7' }] })
  expect(lookUp('::ffff:203.0.113.7')).toMatchObject({ results: [{ category: 'tor' }, { category: 'scanner' }] })
})

test.each([
  ['203.0.113.0', true],
  ['203.0.113.8', false],
  ['198.51.100.127', false],
  ['198.51.100.128', true],
  ['198.51.100.255', true],
  ['example.com', false],
  ['private', false],
])('%s is on a list: %s', (address, isKnown) => {
  expect(lookUp(address) !== undefined).toBe(isKnown)
})

test.each([
  [{ ...tor, rows: [] }, 'holds no row'],
  [{ ...tor, column: 'address' }, 'has no column "address", only: ip'],
  [{ name: 'n', rows: [{ domain: 'example.com' }] }, 'holds no address in its column "domain"'],
  [tor, undefined],
])('what a list lacks is told', (list, trouble) => {
  expect(threatListTrouble(list)).toBe(trouble)
})

test("a table as Datadog's guide to own threat intelligence has it is read as it is", () => {
  const row = {
    category: 'scanner',
    intention: 'suspicious',
    ip_address: '192.0.2.1',
    additional_data: '{"ref":"hxxp://example.org"}',
    source: '{"name":"internal_security_team","url":"https://teamwiki.example.org"}',
  }
  const own = compileThreatLists([
    { name: 'iocs', rows: [row, { ...row, ip_address: '192.0.2.2', source: 'us', additional_data: '' }] },
  ])
  expect(own('192.0.2.1')).toEqual({
    results: [
      {
        indicator: '192.0.2.1',
        type: 'IP',
        category: 'scanner',
        intention: 'suspicious',
        additional_data: { ref: 'hxxp://example.org' },
        source: { name: 'internal_security_team', url: 'https://teamwiki.example.org' },
      },
    ],
    indicators_matched: ['IP'],
  })
  expect(own('192.0.2.2')).toMatchObject({ results: [{ source: { name: 'us' } }] })
})
