import { Readable } from 'node:stream'
import fc from 'fast-check'
import { ownRecords, usualLog } from '../../../src/archive/glance/own-records'
import { hashKeyBytes } from '../../../src/archive/glance/programs/program-memory'
import { mostProbes } from '../../../src/archive/glance/programs/signature-program'
import { RecordGlance } from '../../../src/archive/glance/record-glance'
import type { RawLogReading, Sampling } from '../../../src/archive/raw-log-reading'
import { readRawLogs } from '../../../src/archive/read-raw-logs'
import { recordsIn } from '../../../src/event/envelopes/envelopes'
import type { GivenOfLogs } from '../../../src/event/given'
import { usualRecords } from '../../../src/event/mapping/usual-records'
import { readLog } from '../../../src/event/read-log'
import { parseLogJson } from '../../../src/json/parse-log-json'
import { often, seedOr } from '../../random-runs'
import { rulesAsking } from './rules-asking'

const [cloudTrail] = usualRecords

function glanceFor(
  queries: readonly string[],
  given?: GivenOfLogs,
  settings?: ConstructorParameters<typeof RecordGlance>[2],
) {
  if (cloudTrail === undefined) throw new Error('CloudTrail has usual records')
  const rules = rulesAsking(queries)
  const glance = new RecordGlance(rules, ownRecords(cloudTrail, given), settings)
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
  return { rules, glance, look }
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

test('what a clause depends on is told apart, also where it was looked at for another clause', () => {
  const { look } = glanceFor(['source:cloudtrail -@userIdentity.type:AWSService @usr.name:ro*'])
  const by = (type: string): string => JSON.stringify({ ...usual, userIdentity: { type } })
  expect(look(by('IAMUser'))).toEqual([])
  // Root has a name where none is written.
  expect(look(by('Root'))).toEqual([0])
})

test('many signatures, some of them at the same place of the table, are told apart', () => {
  const { look } = glanceFor(['@evt.name:name-7?3'])
  const named = Array.from({ length: 1500 }, (_, index) => `name-${index}`)
  for (let round = 0; round < 2; round += 1) {
    const found = named.filter((eventName) => look(JSON.stringify({ ...usual, eventName })).length > 0)
    expect(found).toEqual([
      'name-703',
      'name-713',
      'name-723',
      'name-733',
      'name-743',
      'name-753',
      'name-763',
      'name-773',
      'name-783',
      'name-793',
    ])
  }
})

test('of signatures that fall together no more are remembered than can be looked through, and none is mistaken', () => {
  // Under such keys four letters are 0 to the hash, and so is what they are multiplied with: the digits beside them.
  const keys = Buffer.alloc(hashKeyBytes)
  for (let at = 0; at < hashKeyBytes; at += 4) keys.writeUInt32LE(2 ** 32 - 0x41414141, at)
  const named = Array.from({ length: 600 }, (_, index) => `${'A'.repeat(13)}${1000 + index}${'A'.repeat(8)}`)
  const looked = (hashKeys?: Buffer) => {
    const { look } = glanceFor(['@evt.name:*1?00*'], undefined, { ...(hashKeys && { hashKeys }) })
    const texts = named.map((eventName) => JSON.stringify({ ...usual, eventName }))
    for (const text of texts) look(text)
    return texts.map(look)
  }
  const right = named.map((name) => (/1.00/.test(name) ? [0] : []))
  expect(looked()).toEqual(right)
  const together = looked(keys)
  expect(together.filter((answer) => answer === 'unusual').length).toBe(600 - mostProbes)
  expect(together.map((answer, index) => (answer === 'unusual' ? right[index] : answer))).toEqual(right)
})

test.each<readonly [string, 'told' | 'unusual']>([
  // Sixteen bytes are copied at a time, and signatures above 2048 are not looked at.
  ...[14, 15, 16, 17, 31, 32, 33].map((length) => ['x'.repeat(length), 'told'] as const),
  ...[1, 13, 14, 15, 16, 17].map((length) => [`${'x'.repeat(length)}\\"${'y'.repeat(20)}`, 'told'] as const),
  ['x'.repeat(1900), 'told'],
  ['x'.repeat(2100), 'unusual'],
  ['x'.repeat(70_000), 'unusual'],
])('a value of any length is told from one that differs in its last sign: %#', (eventName, how) => {
  const { look } = glanceFor([`@evt.name:${JSON.stringify(`${eventName}1`)}`])
  const answers = ['1', '2', '1', '2'].map((last) => look(JSON.stringify({ ...usual, eventName: eventName + last })))
  expect(answers).toEqual(how === 'told' ? [[0], [], [0], []] : answers.map(() => 'unusual'))
})

const some = <Value>(...values: readonly Value[]) => fc.constantFrom(...values)
const hostile = some<unknown>(
  'Root',
  '',
  'x"y\\',
  '\\'.repeat(15),
  `${'x'.repeat(2040)}"`,
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
  expect(told).toBeGreaterThan(15)
})

const bothOf = (samples: () => Sampling): NonNullable<RawLogReading['sampling']> => ({
  usual: samples(),
  others: samples(),
})

/** Few records match these, so that others are passed over. */
const rare = some(
  '@evt.name:Root',
  '@userIdentity.type:R*',
  '@userIdentity.session_name:i-*',
  '@error.kind:x*',
  '@usr.name:ro*',
)
const tame = fc
  .record({
    eventName: some('Get', 'Put', 'G\u00e4t', '"'),
    type: some('IAMUser', 'Root', 'a\\"b'),
    errorCode: some('', 'x', null),
  })
  .chain(({ type, ...one }) =>
    some(0, 1).map((indent) => JSON.stringify({ ...usual, ...one, userIdentity: { type } }, null, indent)),
  )

test.each([1, 2, 3, 10])('among lines a record in which %d line feeds stand is not passed over as one', (count) => {
  const { glance } = glanceFor(['@evt.name:Root'])
  const [line, split] = [JSON.stringify(usual), JSON.stringify(usual).replace(',', `,${'\n'.repeat(count)}`)]
  const bytes = Buffer.from(`${line}\n${split}\n${line}\n`)
  expect(glance.look(bytes, 0, bytes.length)).toEqual([])
  expect(glance.passOver(bytes, line.length + 1, 10, true)).toBe(undefined)
})

test('records are passed over as they are looked at one by one, whatever is remembered, wherever bytes end', async () => {
  let most = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 3, arbitrary: rare }, query), { minLength: 1, maxLength: 4 }),
      fc.array(fc.oneof({ weight: 3, arbitrary: tame }, written), { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(5), { minLength: 15, maxLength: 40 }),
      some(3, 40, undefined, undefined),
      some(2, 5, 100),
      some(200, 5000, 100_000, 100_000),
      some(',', ' ,\n', '\n', '\r\n', '\n \n'),
      fc.boolean(),
      async (queries, texts, order, remembers, every, chunkBytes, between, isGiven) => {
        const { rules, glance } = glanceFor(queries, undefined, { remembers })
        // The place of the last one, which is broken, tells what was counted before it.
        const records = [...order.map((at) => texts[at % texts.length] ?? ''), '{"broken":nope}']
        const isList = between.includes(',')
        const bytes = Buffer.from(isList ? `{"Records":[${records.join(between)}]}` : records.join(between))
        const readWith = async (how: Pick<RawLogReading, 'glance'>) => {
          const found: unknown[] = []
          const troubles: unknown[] = []
          const logs = await readRawLogs(
            { path: '-', name: 'logs' },
            {
              ...how,
              stdin: Readable.from(chunksOf(how.glance && isGiven ? inRoom(how.glance, bytes) : bytes, chunkBytes)),
              sampling: bothOf(() =>
                samplesOf(every, (count) => {
                  most = Math.max(most, count)
                }),
              ),
              onLog: (raw, { offset, part }, glanced) => {
                const read = readLog(raw)
                if (!('event' in read)) return read
                if (glanced) expect(readLog(raw, { told: cloudTrail && usualLog(cloudTrail) })).toEqual(read)
                const queriesAsked = glanced?.candidates ?? rules.candidates.queries
                const matching = queriesAsked.filter(({ matches }) => matches(read.event)).length
                if (matching > 0) found.push([offset, part, matching])
                return undefined
              },
              onTrouble: (trouble) => troubles.push(trouble),
            },
          )
          return { logs, found, troubles }
        }
        expect(await readWith({ glance })).toEqual(await readWith({}))
      },
    ),
    { seed: seedOr(43), numRuns: often(120) },
  )
  expect(most).toBeGreaterThan(5)
})

function* chunksOf(bytes: Buffer, length: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

/** The bytes in the memory of the programs, as a file is unpacked. */
function inRoom(glance: RecordGlance, bytes: Buffer): Buffer {
  const room = glance.room(bytes.length + 64)
  bytes.copy(room)
  room.fill(0xff, bytes.length)
  return room.subarray(0, bytes.length)
}

function samplesOf(every: number, onPassed: (logs: number) => void): Sampling {
  let left = 0
  return {
    get left() {
      return left
    },
    begin: () => {
      left = every - 1
    },
    pass: (logs) => {
      expect(logs).toBeLessThanOrEqual(left)
      onPassed(logs)
      left -= logs
    },
  }
}
