import fc from 'fast-check'
import { isAddress } from '../../../src/event/ip-address'
import { readLog } from '../../../src/event/read-log'
import type { Json, JsonObject } from '../../../src/json/json'
import { readRuleObject } from '../../../src/rule/read-rule'
import type { Draft } from '../../../src/rule/rule'
import { anonymiseLogs, type FetchedLog } from '../../../src/sampling/anonymise/anonymise-logs'
import { literalsOf } from '../../../src/sampling/rule-literals'
import { often, seedOr } from '../../random-runs'

const key = 'k'.repeat(64)
const startMs = Date.UTC(2026, 0, 1)

function fetched(attributes: JsonObject, timestamp = '2026-11-20T10:00:00.000Z'): FetchedLog {
  const raw: JsonObject = { id: 'AQ01', type: 'log', attributes: { timestamp, tags: ['source:app'], attributes } }
  const read = readLog(raw)
  if ('trouble' in read) throw new Error(read.trouble)
  return { raw, event: read.event }
}

function ruleOf(...queries: readonly string[]): Draft {
  const { draft } = readRuleObject({
    name: 'r',
    type: 'log_detection',
    message: 'm',
    isEnabled: true,
    tags: [],
    options: { evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 },
    cases: [{ status: 'low', condition: 'a > 0' }],
    queries: queries.map((query) => ({ query })),
  })
  if (!draft) throw new Error('no rule')
  return draft
}

function anonymised(logs: readonly FetchedLog[], rules: readonly Draft[] = [], secret = key) {
  const kept = literalsOf(rules, [], new Map([['known', [{ user: 'mallory' }]]]))
  const out = anonymiseLogs(logs, { key: secret, kept, startMs })
  return { logs: out, named: kept.named }
}

/** The attributes of an anonymised log. */
const inside = (log: JsonObject | undefined): JsonObject =>
  (log as { attributes: { attributes: JsonObject } }).attributes.attributes

/** What becomes of one value in a field that nobody knows. */
function becomes(value: Json, ...queries: readonly string[]): Json | undefined {
  const [log] = anonymised([fetched({ field: value })], [ruleOf(...queries)]).logs
  return inside(log)['field']
}

it.each<[string, RegExp]>([
  ['mallory', /^[a-z][a-z0-9]{7}$/],
  ['MALLORY', /^[A-Z][A-Z0-9]{7}$/],
  ['203.0.113.9', /^198\.1[89]\.\d+\.\d+$/],
  ['192.168.3.4', /^10\.\d+\.\d+\.\d+$/],
  ['127.0.0.1', /^127\.0\.0\.1$/],
  ['2a00:1450:4001::200e', /^2001:db8:/],
  ['mallory@corp.test', /^[a-z][a-z0-9]{7}@[a-z0-9]{8}\.example\.com$/],
  ['vpn.corp.test', /^[a-z0-9]{8}\.[a-z0-9]{8}\.example\.com$/],
  ['987654321098', /^1111\d{8}$/],
  ['AKIAIOSFODNN7EXAMPLE', /^AKIA[A-Z2-7]{16}$/],
  ['i-0abc12345def67890', /^i-[0-9a-f]{17}$/],
  ['6f0b4a52-1c3d-4e5f-8a9b-0123456789ab', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
  ['02:42:ac:11:00:02', /^02(:[0-9a-f]{2}){5}$/],
  ['d41d8cd98f00b204e9800998ecf8427e', /^[0-9a-f]{32}$/],
  [
    'arn:aws:sts::987654321098:assumed-role/Payroll/mallory',
    /^arn:aws:sts::1111\d{8}:assumed-role\/[A-Z][a-z0-9]{7}\/[a-z][a-z0-9]{7}$/,
  ],
  ['arn:aws:own:moon-1:987654321098:secret:pay', /^arn:aws:[a-z0-9]{8}:[a-z0-9]{8}:1111\d{8}:secret:[a-z0-9]{8}$/],
  ['arn:aws:kms:eu-west-1:987654321098:key/mine', /^arn:aws:kms:eu-west-1:1111\d{8}:key\/[a-z0-9]{8}$/],
  ['arn:aws:s3:::payroll-2026', /^arn:aws:s3:::[a-z0-9]{8}-[1-9]\d{3}$/],
  ['arn:aws:iam::987654321098:root', /^arn:aws:iam::1111\d{8}:root$/],
  ['2026-11-20T10:00:05Z', /^2026-01-01T00:00:05Z$/],
  ['2026-11-20 10:00:05.250+02:00', /^2026-01-01 00:00:05\.250\+02:00$/],
  [
    '{"user":"mallory","n":[{"ip":"203.0.113.9"}]}',
    /^\{"user":"[a-z][a-z0-9]{7}","n":\[\{"ip":"198\.1[89]\.[\d.]+"\}\]\}$/,
  ],
  ['', /^$/],
  ['?!', /^\?!$/],
])('%s keeps its form', (value, form) => {
  const name = becomes(value)
  expect(name).toMatch(form)
  if (isAddress(value)) expect(isAddress(String(name))).toBe(true)
})

it.each(['203.0.113.0/24', '203.0.113.9/33', '2a00:1450:4001::/48', '203.0.113.9/24/7'])(
  '%s is a block as long, if it is one',
  (block) => {
    const [, length] = /^[^/]+\/(.*)$/.exec(String(becomes(block))) ?? []
    expect(length === block.split('/')[1]).toBe(/\/(?:24|48)$/.test(block))
  },
)

it.each([
  ['true', 'true'],
  ['false', 'false'],
  [true, true],
  [null, null],
  [7, 7],
])('%j says nothing of anybody', (value, same) => expect(becomes(value)).toBe(same))

it.each<[string, JsonObject, readonly string[]]>([
  ['a fraction below ten', { lat: 4.89523, lon: -3.70379, tiny: 1.234567e-7 }, ['89523', '70379', '234567']],
  ['a name of pictures', { name: '🦄🔥★ 👩🏽‍🚀' }, ['🦄', '🔥', '★', '👩', '🚀', '🏽']],
  ['a name of signs of its own', { name: '⠚⠁ ∆\ue000 ja\u200bne' }, ['⠚', '∆', '\ue000', '\u200b']],
  ['keys that are names of users', { users: { jdoe: { role: 'x' } } }, ['jdoe']],
  ['keys that are names of teams', { labels: { 'acme-team': 'x' }, byTeam: { acme: 1 } }, ['acme']],
  ['keys of things that are alike', { x: { jdoe: { n: 11 }, asmith: { n: 22 }, bwayne: { n: 33 } } }, ['jdoe', 'bway']],
  ['keys that are domains', { 'acmecorp.com': { 'web-acme-prod.internal': 1 } }, ['acme']],
  [
    'what stands in an address',
    { u: 'https://jane:s3cret@v.acme.com:8443/u/jane?t=ab12#jane' },
    ['jane', 's3cret', 'acme'],
  ],
  ['what stands in a token', { t: 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2ln-_x' }, ['eyJ', 'c2ln']],
  ['letters that look like others', { x: 'јаnе ＪＡＮＥ 𝕁𝕒𝕟𝕖' }, ['јаnе', 'ＪＡＮＥ', '𝕁']],
])('%s is not left', (_what, attributes, secrets) => {
  const [log] = anonymised([fetched(attributes)], [ruleOf('@none:x')]).logs
  const text = JSON.stringify(inside(log))
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
})

it('keys that are no names stay, and so do those that rules name', () => {
  const attributes = {
    network: { client: { ip: '203.0.113.9' }, destination: { ip: '203.0.113.8' } },
    users: { jdoe: 'x', count: 22 },
    totals: { count: 33, total: 44 },
    'evt.name': 'x',
  }
  const [log] = anonymised([fetched(attributes)], [ruleOf('@users.jdoe:y')]).logs
  const { network, users, totals, ...rest } = inside(log)
  expect([network, users, totals, rest].map((each) => Object.keys(each as JsonObject))).toEqual([
    ['client', 'destination'],
    ['jdoe', 'count'],
    ['count', 'total'],
    ['evt.name'],
  ])
})

it('numbers have as many digits, and times keep their distances', () => {
  expect(String(becomes(41_873))).toMatch(/^\d{5}$/)
  expect(becomes(41_873)).not.toBe(41_873)
  const at = Date.UTC(2026, 10, 20, 10, 0, 5)
  expect([becomes(at), becomes(at / 1000)]).toEqual([startMs + 5000, startMs / 1000 + 5])
})

it('one name has one pseudonym wherever it stands, another key gives others', () => {
  const log = fetched({ usr: { name: 'mallory' }, arn: 'arn:aws:iam::987654321098:user/mallory', text: 'by "mallory"' })
  const [first] = anonymised([log]).logs
  const text = JSON.stringify(first)
  const [, name = ''] = /"name":"([^"]*)"/.exec(text) ?? []
  expect(text.split(name)).toHaveLength(4)
  expect(anonymised([log]).logs).toEqual([first])
  expect(JSON.stringify(anonymised([log], [], 'another').logs)).not.toContain(name)
})

it('what rules name stays where it matches, and is listed', () => {
  const rule = ruleOf(
    '@arn:*user/mall* -@usr.email:*@corp.test denied @bytes:>=50000 CIDR(@ip, 203.0.113.0/24) @host:10.2.*',
  )
  const email = 'mallory@corp.test'
  const logs = [
    fetched({
      arn: 'arn:aws:iam::987654321098:user/mallory',
      usr: { email },
      bytes: 73_211,
      ip: '203.0.113.9',
      host: '10.2.3.4',
    }),
    fetched({ arn: 'no', bytes: 17_211, ip: '198.51.100.7', other: email, host: '10.3.3.4' }),
  ]
  const { logs: out, named } = anonymised(logs, [rule])
  const [one = {}, two = {}] = out.map(inside)
  expect(one['arn']).toMatch(/^arn:aws:iam::1111\d{8}:user\/mall[a-z0-9]+$/)
  expect((one['usr'] as JsonObject)['email']).toMatch(/^[a-z][a-z0-9]{7}@corp\.test$/)
  expect(two['other']).toBe((one['usr'] as JsonObject)['email'])
  expect([Number(one['bytes']) >= 50_000, Number(two['bytes']) >= 50_000]).toEqual([true, false])
  expect([one['ip'], two['ip']]).toEqual([
    expect.stringMatching(/^203\.0\.113\./),
    expect.stringMatching(/^198\.1[89]\./),
  ])
  expect([one['host'], two['host']]).toEqual([expect.stringMatching(/^10\.2\./), expect.not.stringMatching(/^10\.2\./)])
  expect([...named]).toEqual(expect.arrayContaining(['user/mall', '@corp.test', '203.0.113.0/24', '10.2.']))
})

it('values of a reference table stay where its field has them', () => {
  const rule = {
    ...ruleOf('source:app'),
    referenceTables: [{ tableName: 'known', columnName: 'user', logFieldPath: '@usr.id', ruleQueryName: 'a' }],
  }
  const { logs, named } = anonymised(
    [fetched({ usr: { id: 'mallory' } }), fetched({ usr: { id: 'alice' } })],
    [rule as Draft],
  )
  const ids = logs.map((log) => (inside(log)['usr'] as JsonObject)['id'])
  expect(ids).toEqual(['mallory', expect.not.stringMatching('alice')])
  expect([...named]).toEqual(['app', 'mallory'])
})

it('words of the source stay, unless they could be somebody', () => {
  const attributes = {
    evt: { name: 'ConsoleLogin', outcome: 'bob@corp.test' },
    eventSource: 'signin.amazonaws.com',
    usr: { name: 'ConsoleLogin' },
  }
  const [log] = anonymised([fetched(attributes)]).logs
  expect(JSON.stringify(log)).toMatch(
    /"evt":\{"name":"ConsoleLogin","outcome":"[a-z0-9]+@[a-z0-9.]+example.com"\},"eventSource":"signin.amazonaws.com","usr":\{"name":"[A-Z][a-z0-9]{7}"\}/,
  )
})

it('names of fields stay, and what is somebody in their place does not', () => {
  const [log] = anonymised([
    fetched({ 'k8s.io/x_1': 'v1', 'bob@corp.test': 1, '203.0.113.9': 2, '987654321098': 3 }),
  ]).logs
  for (const original of ['bob', 'corp', '203.0.113.9', '987654321098'])
    expect(JSON.stringify(log)).not.toContain(original)
})

it('a key that is a value elsewhere or no plain name has a name, but where rules or the source name it', () => {
  const first = { usr: { id: 'mallory' }, uses: { mallory: 3, 张伟明: 4, Mallory: 5 }, kept: { trent: 1 } }
  const [log] = anonymised([fetched(first), fetched({ by: 'trent' })], [ruleOf('@kept.trent:>0')]).logs
  const { usr, uses, kept } = inside(log) as Record<string, JsonObject>
  expect(Object.keys(uses ?? {})).toEqual([usr?.['id'], expect.stringMatching(/^[a-z][a-z0-9]{7}$/), 'Mallory'])
  expect(kept).toEqual({ trent: 1 })
  const slack = { actor: { type: 'account', account: { ip: '10.1.2.3' } }, kind_of: 'host', host: 'x' }
  const [other] = anonymised([fetched(slack)]).logs
  expect(inside(other)).toMatchObject({ actor: { account: {} }, host: expect.anything() })
})

// Where the work grew with the square of the text, these would take minutes.
it.each([
  ['labels and dots', 'zq.'.repeat(30_000), /^(?:[a-z][a-z0-9]{7}\.){30000}$/],
  ['one word of hex digits', 'f'.repeat(300_000), /^[0-9a-f]{300000}$/],
])('a long text of %s keeps its form', (_, text, form) => {
  expect(form.test(String(becomes(text)))).toBe(true)
})

const name = fc.stringMatching(/^[a-z]{7,11}$/).filter((text) => !common.has(text))
/** Words that stand in every log whatever it is about. */
const common = new Set([
  'arn',
  'aws',
  'iam',
  'user',
  'role',
  'true',
  'false',
  'null',
  'example',
  'source',
  'attributes',
  'field',
  'timestamp',
  'type',
  'tags',
  'text',
  'json',
])
const value = fc.oneof(
  name,
  fc.ipV4().filter((ip) => !/^(?:127|0|10)\./.test(ip) && ip !== '255.255.255.255'),
  fc.tuple(name, name).map(([user, domain]) => `${user}@${domain}.com`),
  fc.tuple(fc.stringMatching(/^[1-9]\d{11}$/), name).map(([account, user]) => `arn:aws:iam::${account}:user/${user}`),
  fc.uuid(),
  fc.tuple(name, name).map(([one, two]) => JSON.stringify({ json: one, text: `${two}/${one}` })),
)

/** The parts of a text that could be somebody, long enough not to come about by chance. */
const tellingParts = (text: string): readonly string[] =>
  (text.match(/\d+\.\d+\.\d+\.\d+|[\p{L}\p{N}]{7,}/gu) ?? []).filter((part) => !common.has(part) && part !== 'com')

it('nothing of any value is left, equal ones become equal and different ones different', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (values) => {
      const { logs } = anonymised(values.map((field) => fetched({ field, other: [field] })))
      const out = logs.map((log) => String(inside(log)['field']))
      const text = out.join('\n')
      for (const part of values.flatMap(tellingParts)) expect(text).not.toContain(part)
      for (const [i, left] of values.entries()) {
        for (const [j, right] of values.entries())
          expect([left, right, out[i] === out[j]]).toEqual([left, right, left === right])
      }
    }),
    { numRuns: often(150), seed: seedOr(12) },
  )
})

it('any text at all is replaced without an error, and equal ones alike', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const [log] = anonymised([fetched({ field: text, other: { again: text } })]).logs
      const { field, other } = inside(log) as {
        field: string
        other: { again: string }
      }
      expect(field).toBe(other.again)
    }),
    { numRuns: often(300), seed: seedOr(13) },
  )
})
