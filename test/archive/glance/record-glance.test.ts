import fc from 'fast-check'
import { RecordGlance } from '../../../src/archive/glance/record-glance'
import { compileRules } from '../../../src/detect/compile-rules'
import { recordsIn } from '../../../src/event/envelopes/envelopes'
import type { GivenOfLogs } from '../../../src/event/given'
import { usualRecords } from '../../../src/event/mapping/usual-records'
import { readLog } from '../../../src/event/read-log'
import { parseLogJson } from '../../../src/json/parse-log-json'
import { often, seedOr } from '../../random-runs'

const [cloudTrail] = usualRecords

function glanceFor(queries: readonly string[], given?: GivenOfLogs) {
  if (cloudTrail === undefined) throw new Error('CloudTrail has usual records')
  const rules = compileRules(
    queries.map((query, index) => ({
      name: `${index}`,
      message: '',
      isEnabled: true,
      queries: [{ query }],
      cases: [{ status: 'low' as const, condition: 'a > 0' }],
      options: {},
    })),
  )
  const glance = new RecordGlance(rules, cloudTrail, given)
  /** The rules that may match a record, by position. */
  const look = (text: string): 'unusual' | readonly number[] => {
    const bytes = Buffer.from(`  ${text}\n`)
    const found = glance.look(bytes, 2, bytes.length)
    if (found === 'unusual') return found
    expect(glance.end).toBe(bytes.length - 1)
    expect(glance.lineFeeds).toBe(text.split('\n').length - 1)
    if (glance.lineFeeds > 0) expect(glance.lastLineFeed).toBe(2 + Buffer.from(text).lastIndexOf('\n'))
    return found.flatMap(({ refs }) => refs.map(({ rule }) => rule)).sort((a, b) => a - b)
  }
  return { rules, look }
}

const usual = {
  eventVersion: '1.10',
  eventTime: '2026-03-01T10:00:00Z',
  eventSource: 'ses.amazonaws.com',
  eventName: 'DeleteIdentity',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice' },
}

test.each([
  ['source:cloudtrail @evt.name:DeleteIdentity', true],
  ['source:cloudtrail @evt.name:Delete*', true],
  ['source:cloudtrail @eventName:CreateIdentity', false],
  ['source:okta', false],
  ['service:cloudtrail -@error.kind:*', true],
  ['status:error', false],
  ['@level:Error OR @userIdentity.type:Root', false],
  ['@usr.name:root', false],
  ['@userIdentity.session_name:i-*', false],
  ['@evt.category:x', false],
  // Where nothing decides at a glance, a text of the query in the record may, or parsing.
  ['@requestParameters.bucket:secret-bucket', false],
  ['@requestParameters.bucket:*', true],
  ['*:alice', true],
  ['alice', false],
])('a usual record at a glance: %s is possible: %s', (query, isPossible) => {
  expect(glanceFor([query]).look(JSON.stringify(usual))).toEqual(isPossible ? [0] : [])
})

const text = JSON.stringify(usual)
test.each([
  ['a key with a dot', { ...usual, 'evt.name': 'x' }],
  ['a name that is added', { ...usual, evt: { name: 'x' } }],
  ['a record that is carried', { ...usual, message: '{}' }],
  ['another source', { ...usual, logName: 'x' }],
  ['a notification', { ...usual, eventSource: 'aws:s3' }],
  ['no name', { ...usual, eventName: null }],
  ['a list where an object is usual', { ...usual, userIdentity: [usual.userIdentity] }],
])('%s is unusual', (_, record) => {
  expect(glanceFor(['@evt.name:x @userIdentity.type:x']).look(JSON.stringify(record))).toBe('unusual')
})

test.each([
  text.slice(0, -1),
  text.replace('"eventName"', '"event\\u004eame"'),
  text.replace('{', '{"eventName":"x",'),
  text.replace('"1.10"', 'NaN'),
  text.replace('}', ',}'),
  text.replace('alice', 'ali\nce'),
  `[${text}]`,
])('what is not written plainly is unusual: %s', (written) => {
  expect(glanceFor(['@evt.name:x @userIdentity.type:x']).look(written)).toBe('unusual')
})

const some = <Value>(...values: readonly Value[]) => fc.constantFrom(...values)
const hostile = some<unknown>(
  'Root',
  '',
  'x"y\\',
  'ü',
  1,
  1.5,
  12345678901234567890n.toString(),
  true,
  null,
  [],
  ['Root'],
  {},
  { type: 'Root' },
)
const identity = fc.oneof(
  fc.record(
    {
      type: fc.oneof(some<unknown>('Root', 'IAMUser'), hostile),
      arn: fc.oneof(some<unknown>('arn:aws:sts::1:assumed-role/admin/i-0123456789abcdef0'), hostile),
      userName: hostile,
      'a.b': hostile,
      assumed_role: hostile,
    },
    { requiredKeys: [] },
  ),
  hostile,
)
const record = fc.record(
  {
    eventVersion: fc.oneof({ weight: 5, arbitrary: some<unknown>('1.10') }, { weight: 1, arbitrary: hostile }),
    eventTime: some('2026-03-01T10:00:00Z'),
    eventSource: fc.oneof(
      { weight: 5, arbitrary: some<unknown>('ses.amazonaws.com', 'aws:s3') },
      { weight: 1, arbitrary: hostile },
    ),
    eventName: fc.oneof(
      { weight: 5, arbitrary: some<unknown>('DeleteIdentity', 'Root') },
      { weight: 1, arbitrary: hostile },
    ),
    eventID: some('e-1'),
    userIdentity: identity,
    errorCode: hostile,
    sourceIPAddress: fc.oneof(some<unknown>('198.51.100.1', 'AWS Internal'), hostile),
    resources: hostile,
    requestParameters: hostile,
    recipientAccountId: hostile,
    responseElements: some<unknown>(null, { nested: [{ quote: '"{[\\' }, [[{}]], -1e5, false] }),
  },
  { requiredKeys: ['eventVersion', 'eventTime', 'eventSource', 'eventName', 'eventID'] },
)
const extra = fc.dictionary(
  some(
    'evt',
    'evt.name',
    'usr',
    'level',
    'detail-type',
    'ddsource',
    'message',
    'Records',
    '__proto__',
    'type',
    'custom',
    'userIdentity.type',
    'tags',
    'status',
  ),
  fc.oneof(hostile, identity),
  { maxKeys: 2 },
)
const written = fc
  .tuple(record, fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, extra), some(0, 0, 2), some(0, 1, 2, 3))
  .map(([one, more, indent, oddity]) => {
    const plain = JSON.stringify({ ...one, ...more }, null, indent)
    switch (oddity) {
      case 1:
        return plain.replace('{', '{"errorCode":"AccessDenied",')
      case 2:
        return plain.replace('"userIdentity"', '"user\\u0049dentity"')
      default:
        return plain
    }
  })
const field = some(
  '@evt.name',
  '@eventName',
  '@userIdentity.type',
  '@userIdentity',
  '@error.kind',
  '@level',
  '@usr.name',
  '@userIdentity.session_name',
  '@userIdentity.a.b',
  '@network.client.ip',
  '@network.client.geoip.invalidAddress',
  '@resource',
  '@custom',
  '@requestParameters.type',
  'status',
  'host',
  'source',
  'service',
  'aws_account',
  'env',
  'message',
  '*',
  '@evt',
  '@sourceIPAddress',
  '@eventVersion',
)
const value = some(
  'Root',
  'R*',
  '*',
  'DeleteIdentity',
  '""',
  '1',
  '>0',
  'cloudtrail',
  'error',
  '"AWS Internal"',
  'admin',
  '[0 TO 5]',
  'i-*',
  '(Root OR x)',
)
const query = fc
  .array(
    fc.tuple(some('', '-'), field, value).map(([sign, where, what]) => `${sign}${where}:${what}`),
    { minLength: 1, maxLength: 4 },
  )
  .chain((parts) => some(' ', ' OR ').map((joint) => parts.join(joint)))
const given = some<GivenOfLogs | undefined>(
  undefined,
  undefined,
  { source: 'mine', tags: ['env:1'] },
  { stage: 'processed' },
  { stage: 'raw', service: 'cloudtrail' },
)

test('no query that matches a record is ever ruled out at a glance', () => {
  let told = 0
  fc.assert(
    fc.property(
      fc.array(query, { minLength: 1, maxLength: 5 }),
      fc.array(written, { minLength: 1, maxLength: 12 }),
      given,
      (queries, texts, said) => {
        const { rules, look } = glanceFor(queries, said)
        // It depends on the record alone, not on those that came before.
        const { look: lookAgain } = glanceFor(queries, said)
        const again = new Map([...texts].reverse().map((one) => [one, lookAgain(one)]))
        for (const one of texts) {
          const possible = look(one)
          expect(again.get(one)).toEqual(possible)
          if (possible === 'unusual') continue
          told += 1
          const raws = recordsIn(parseLogJson(one))
          expect(raws).toHaveLength(1)
          const read = readLog(raws[0], { given: said })
          if (!('event' in read)) continue
          const matching = rules.candidates.queries.filter(({ matches }) => matches(read.event))
          const wanted = matching.flatMap(({ refs }) => refs.map(({ rule }) => rule))
          expect(wanted.filter((rule) => !possible.includes(rule))).toEqual([])
        }
      },
    ),
    { seed: seedOr(41), numRuns: often(200) },
  )
  expect(told).toBeGreaterThan(20)
})
