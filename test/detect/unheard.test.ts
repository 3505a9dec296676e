import { evaluateEvents } from '../../src/detect/evaluate'
import type { Unheard } from '../../src/detect/unheard'
import { readLog } from '../../src/event/read-log'
import type { JsonObject } from '../../src/json/json'
import type { Draft, RuleQuery } from '../../src/rule/rule'

const query: RuleQuery = { name: 'a', query: 'source:okta @evt.name:login', groupByFields: ['@usr.id'] }

function unheardBy(queries: readonly RuleQuery[], logs: readonly JsonObject[], more: Partial<Draft> = {}) {
  const cases = [{ status: 'low' as const, condition: 'a > 0' }]
  const rule = { id: 'logins', name: 'logins', message: '', isEnabled: true, options: {}, cases, queries, ...more }
  const events = logs.map((log, index) => {
    const read = readLog({ timestamp: `2026-03-01T10:00:0${index}Z`, ...log })
    if ('trouble' in read) throw new Error(read.trouble)
    return read.event
  })
  return evaluateEvents([rule], events).unheard
}

const login = { ddsource: 'okta', evt: { name: 'login' } }
const lost = (matched: number, ...fields: readonly string[]): Unheard => ({
  kind: 'lost',
  rule: 'logins',
  matched,
  fields,
})

test.each<[string, readonly RuleQuery[], readonly JsonObject[], readonly Unheard[], Partial<Draft>?]>([
  ['each match lacks what the rule groups by', [query], [login, login], [lost(2, '@usr.id')]],
  ['one match counts', [query], [login, { ...login, usr: { id: 'a' } }], []],
  ['what is missing is optional', [{ ...query, hasOptionalGroupByFields: true }], [login], []],
  ['nothing matches', [query], [{ ddsource: 'okta' }], []],
  [
    'each match lacks what is counted',
    [{ ...query, groupByFields: [], aggregation: 'cardinality', distinctFields: ['@ip'] }],
    [login],
    [lost(1, '@ip')],
  ],
  [
    'each match lacks what is added up',
    [{ ...query, groupByFields: [], aggregation: 'sum', metrics: ['@bytes'] }],
    [{ ...login, bytes: 'many' }],
    [lost(1, '@bytes')],
  ],
  [
    'each match lacks its place',
    [{ ...query, aggregation: 'geo_data', metrics: ['@network.client.geoip'] }],
    [{ ...login, usr: { id: 'a' }, network: { client: { ip: '203.0.113.7' } } }],
    [lost(1, '@network.client.geoip')],
    { options: { detectionMethod: 'impossible_travel' } },
  ],
  [
    'a query counts where another does not',
    [query, { name: 'b', query: 'source:okta', groupByFields: [] }],
    [login],
    [],
    { cases: [{ status: 'low', condition: 'a > 0 || b > 0' }] },
  ],
])('%s', (_what, queries, logs, unheard, more) => {
  expect(unheardBy(queries, logs, more)).toEqual(unheard)
})

const absent = (...sources: readonly string[]): Unheard => ({
  kind: 'absentSources',
  sources,
  rules: ['logins'],
  others: ['app'],
})

test.each<[string, string, readonly JsonObject[], readonly Unheard[]]>([
  ['of another source', 'source:okta', [{ ddsource: 'app' }], [absent('okta')]],
  ['of the source', 'source:okta', [{ ddsource: 'app' }, { ddsource: 'Okta' }], []],
  ['of one of two sources', 'source:(okta OR auth0)', [{ ddsource: 'auth0' }], []],
  ['of neither', 'source:(okta OR auth0) @a:b', [{ ddsource: 'app' }], [absent('auth0', 'okta')]],
  ['of what is asked for by pattern', 'source:okt*', [{ ddsource: 'app' }], []],
  ['of what is asked away', '-source:okta', [{ ddsource: 'app' }], []],
  ['without a source', 'source:okta', [login, { a: 1 }, { a: 2 }], [{ kind: 'noSource', logs: 2 }]],
  ['without a source that nobody asks for', '@a:1', [{ a: 1 }], []],
  ['whose time says no zone', '@a:1', [{ timestamp: '2026-03-01 10:20:30' }], [{ kind: 'noZone', logs: 1 }]],
  ['whose time says one', '@a:1', [{ timestamp: '2026-03-01 10:20:30Z' }, { timestamp: 1772360430456 }], []],
  [
    'whose source has a zone',
    '@a:1',
    [{ CreationTime: '2026-03-01T10:20:30', Workload: 'Exchange', RecordType: 1, Operation: 'x', Id: 'i' }],
    [],
  ],
  ['that Datadog processed', '@a:1', [{ timestamp: '2026-03-01 10:20:30', attributes: {} }], []],
  ['none at all', 'source:okta', [], []],
])('logs %s', (_what, text, logs, unheard) => {
  expect(unheardBy([{ name: 'a', query: text }], logs)).toEqual(unheard)
})
