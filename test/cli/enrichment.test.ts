import { makeMmdb } from '../event/enrichment/make-mmdb'
import { ddac, makeFolder } from './run-in-process'

const paris = {
  country: { iso_code: 'FR', names: { en: 'France' } },
  location: { latitude: 48.5, longitude: 2.25 },
}
const lima = { country: { iso_code: 'PE', names: { en: 'Peru' } }, location: { latitude: -12.25, longitude: -77.25 } }
const database = makeMmdb({ '203.0.113.0/24': paris, '198.51.100.0/24': lima })

const rule = (more: string): string => `id: abroad
name: Abroad
isEnabled: true
cases: [{ status: low, condition: a > 0 }]
message: x
tags: [source:okta]
${more}
`
const byQuery = (query: string, more = ''): string =>
  rule(`queries:
  - { name: a, query: "source:okta ${query}", groupByFields: ["@usr.email"] }
${more}options: { detectionMethod: threshold, evaluationWindow: 5m, keepAlive: 1h, maxSignalDuration: 1d }`)

const login = (address: string, at = '10:00:00'): string =>
  JSON.stringify({
    eventType: 'user.session.start',
    published: `2026-03-01T${at}Z`,
    uuid: `u-${address}`,
    outcome: { result: 'SUCCESS' },
    actor: { alternateId: 'a@example.com' },
    client: {
      ipAddress: address,
      userAgent: { rawUserAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
    },
  })

function workspace(
  ruleText: string,
  enrichment: string,
  files: Readonly<Record<string, string | Buffer>> = {},
): string {
  return makeFolder({
    'ddac.yaml': `tenants: { local: { emulator: true } }\ndefaultTenant: local\n${enrichment}\n`,
    'abroad.rule.yaml': ruleText,
    'logs.ndjson': `${login('203.0.113.7')}\n`,
    ...files,
  })
}

async function evalIn(cwd: string, ...more: readonly string[]) {
  const { stdout, stderr, code } = await ddac(['eval', 'logs.ndjson', '--format', 'json', ...more], { cwd })
  const { signals = [], notEvaluated = [], summary = {} } = JSON.parse(stdout)
  return {
    code,
    stderr,
    signals: signals.length,
    reasons: notEvaluated.map(({ reason }: { reason: string }) => reason),
    notes: summary.notes,
  }
}

const geoip = 'enrichment: { geoip: [data/places.mmdb] }'
const threats = 'enrichment: { threatLists: [{ file: tor.csv, category: tor, intention: suspicious }] }'
const tables =
  'referenceTables: { exits: tor.csv }\nenrichment: { threatLists: [{ table: exits, column: ip, name: exits }] }'
const files = { 'data/places.mmdb': database, 'tor.csv': 'ip,category\n203.0.113.0/28,anonymizer\n' }

test.each([
  ['a country', '@network.client.geoip.country.name:France', geoip, 1],
  ['another country', '@network.client.geoip.country.name:Peru', geoip, 0],
  ['what is not a country', '-@network.client.geoip.country.iso_code:FR', geoip, 0],
  ['a category of a list', '@threat_intel.results.category:anonymizer', threats, 1],
  ['what is said of all rows of a list', '@threat_intel.results.intention:suspicious', threats, 1],
  ['that any list knows the address', '@threat_intel.indicators_matched:IP', tables, 1],
  ['the name of a list', '@threat_intel.results.source.name:exits', tables, 1],
  ['a browser', '@http.useragent_details.browser.family:Firefox', '', 1],
])('a raw log has %s where rules ask for it', async (_what, query, enrichment, signals) => {
  expect(await evalIn(workspace(byQuery(query), enrichment, files))).toMatchObject({ code: 0, signals, reasons: [] })
})

test.each([
  [
    'a place',
    '@network.client.geoip.country.name:France',
    '@network.client.geoip, which raw logs get from a GeoIP database',
  ],
  [
    'no place',
    '-@network.client.geoip.country.name:Peru',
    'a GeoIP database, and none is given (enrichment: in ddac.yaml)',
  ],
  ['a threat', '@threat_intel.results.category:tor', 'it asks for @threat_intel, which raw logs get from threat lists'],
])('a rule that asks for %s is not evaluated where nobody can look it up', async (_what, query, reason) => {
  const told = await evalIn(workspace(byQuery(query), ''))
  expect(told).toMatchObject({ code: 0, signals: 0, reasons: [expect.stringContaining(reason)] })
})

test.each([
  [
    '@network.client.geoip.country.name:France',
    '',
    'from a GeoIP database, and none is given (enrichment: in ddac.yaml)',
  ],
  ['@threat_intel.results.category:tor', '', 'from threat lists, and none is given (enrichment: in ddac.yaml)'],
  ['@network.client.geoip.country.name:Peru', geoip, undefined],
])('explain says of %s with "%s" what is wanting', async (query, enrichment, wanting) => {
  const { stdout } = await ddac(['explain', 'abroad', 'logs.ndjson'], {
    cwd: workspace(byQuery(query), enrichment, files),
  })
  expect(stdout).toContain(query)
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(wanting ?? query)
  expect(stdout.includes('is given')).toBe(wanting !== undefined)
})

test('logs that carry it are evaluated, and so is a rule that none of the logs concerns', async () => {
  const query = '@network.client.geoip.country.name:France'
  const processed = `{"timestamp":"2026-03-01T10:00:00Z","source":"okta","attributes":{"usr":{"email":"a@example.com"},"network":{"client":{"ip":"203.0.113.7","geoip":{"country":{"name":"France"}}}}}}\n`
  expect(await evalIn(workspace(byQuery(query), '', { 'logs.ndjson': processed }))).toMatchObject({
    signals: 1,
    reasons: [],
  })
  const without = processed.replace(/,"geoip":\{"country":\{"name":"France"\}\}/, '')
  expect(await evalIn(workspace(byQuery(query), '', { 'logs.ndjson': without }))).toMatchObject({
    signals: 0,
    reasons: [],
  })
  const other = '{"timestamp":"2026-03-01T10:00:00Z","ddsource":"app","network":{"client":{"ip":"203.0.113.7"}}}\n'
  expect(await evalIn(workspace(byQuery(query), '', { 'logs.ndjson': other }))).toMatchObject({
    signals: 0,
    reasons: [],
  })
})

test('that an address is none needs no database', async () => {
  const query = '-@network.client.geoip.invalidAddress:private'
  expect(await evalIn(workspace(byQuery(query), ''))).toMatchObject({ signals: 1, reasons: [] })
})

test('one of two queries that asks for it is told, and the rule evaluated', async () => {
  const two = byQuery(
    '@evt.name:user.session.start',
    '  - { name: tor, query: "source:okta @threat_intel.results.category:tor", groupByFields: ["@usr.email"] }\n',
  )
  const told = await evalIn(workspace(two.replace('condition: a > 0 }', 'condition: a > 0 || tor > 0 }'), ''))
  expect(told).toMatchObject({
    signals: 1,
    reasons: [],
    notes: [{ kind: 'deaf', code: 'L011', rule: 'abroad', queries: ['tor'] }],
  })
})

test('journeys are seen between the places that a database gives', async () => {
  const travel =
    rule(`queries: [{ name: a, query: "source:okta @evt.name:user.session.start", groupByFields: ["@usr.email"], aggregation: geo_data }]
options: { detectionMethod: impossible_travel, keepAlive: 1h, maxSignalDuration: 1d, impossibleTravelOptions: { baselineUserLocations: false } }`)
  const logs = { 'logs.ndjson': `${login('203.0.113.7')}\n${login('198.51.100.7', '10:30:00')}\n` }
  expect(await evalIn(workspace(travel, geoip, { ...files, ...logs }))).toMatchObject({ signals: 1, reasons: [] })
  expect(await evalIn(workspace(travel, '', logs))).toMatchObject({
    signals: 0,
    reasons: [expect.stringContaining('a GeoIP database, and none is given')],
  })
})

test('a declared test reads its raw samples so, too, and does not pass for want of a database', async () => {
  const declared =
    'rule: abroad\ntests: [{ name: from France, logs: [{ file: logs.ndjson }], expect: 1 }, { name: silent, logs: [{ file: logs.ndjson }], expect: silence }]\n'
  const query = byQuery('@network.client.geoip.country.name:France')
  const run = async (enrichment: string) =>
    (await ddac(['test'], { cwd: workspace(query, enrichment, { ...files, 'abroad.test.yaml': declared }) })).stdout
  expect(await run(geoip)).toContain('1 passed, 1 failed')
  expect(await run('')).toContain('a GeoIP database, and none is given')
  expect(await run('')).not.toContain('1 passed')
})

test.each([
  ['a file that is not there', 'enrichment: { geoip: [none.mmdb] }', 'none.mmdb'],
  ['a list that is not there', 'enrichment: { threatLists: [{ file: none.csv }] }', 'none.csv'],
  ['a list without its place', 'enrichment: { threatLists: [{ name: x }] }', 'write one of file and table'],
  ['a table that nobody names', 'enrichment: { threatLists: [{ table: x }] }', 'there is no reference table "x"'],
  [
    'a column that is not there',
    'enrichment: { threatLists: [{ file: tor.csv, column: address }] }',
    'has no column "address"',
  ],
  ['a list far away', 'enrichment: { threatLists: [{ file: ../../tor.csv }] }', 'tor.csv'],
])('validate tells %s at its line', async (_what, enrichment, expected) => {
  const cwd = workspace(byQuery('@threat_intel:*'), enrichment, files)
  const { code, stdout } = await ddac(['validate'], { cwd })
  expect(code).toBe(1)
  expect(stdout).toContain('error[W110]')
  expect(stdout).toContain('ddac.yaml:3')
  expect(stdout).toContain(expected)
})

test('a file that is no database ends the run, and says so', async () => {
  const cwd = workspace(byQuery('@network.client.geoip.country.name:France'), geoip, {
    'data/places.mmdb': 'no database',
  })
  expect(await evalIn(cwd)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('data/places.mmdb is no GeoIP database'),
  })
})

test('the geo-ip-parser of a pipeline looks into the same database', async () => {
  const pipeline = `name: Okta
is_enabled: true
filter: { query: "source:okta" }
processors:
  - { type: attribute-remapper, is_enabled: true, sources: [actor.alternateId], target: usr.email, preserve_source: true }
  - { type: geo-ip-parser, is_enabled: true, sources: [client.ipAddress], target: network.client.geoip }
`
  const query = byQuery('@network.client.geoip.country.iso_code:FR')
  const cwd = workspace(query, geoip, { ...files, 'okta.pipeline.yaml': pipeline })
  expect(await evalIn(cwd)).toMatchObject({ signals: 1, reasons: [] })
})
