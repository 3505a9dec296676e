import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { evaluateArchive } from '../../src/archive/evaluate-archive'
import { findLogFiles } from '../../src/archive/log-files'
import { compileRules } from '../../src/detect/compile-rules'
import type { Draft } from '../../src/rule/rule'
import { often } from '../random-runs'

const folder = mkdtempSync(join(tmpdir(), 'ddac-archive-'))
afterAll(() => rmSync(folder, { recursive: true }))

const rule: Draft = {
  id: 'added-then-deleted',
  name: 'Identity added, then deleted',
  message: 'By {{@userIdentity.arn}}',
  isEnabled: true,
  queries: [
    { name: 'add', query: 'source:cloudtrail @evt.name:VerifyEmailIdentity', groupByFields: ['@userIdentity.arn'] },
    { name: 'delete', query: 'source:cloudtrail @evt.name:DeleteIdentity', groupByFields: ['@userIdentity.arn'] },
  ],
  cases: [{ status: 'medium', condition: 'add > 0 THEN delete > 0' }],
  options: { detectionMethod: 'threshold', evaluationWindow: 3600, keepAlive: 3600, maxSignalDuration: 86_400 },
}
const rules = compileRules([rule])

const record = (eventID: string, eventName: string, time: string, user = 'alice'): object => ({
  eventVersion: '1.10',
  eventID,
  eventName,
  eventSource: 'ses.amazonaws.com',
  eventTime: `2026-03-01T${time}Z`,
  recipientAccountId: '111122223333',
  userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${user}`, userName: user },
})

const records = [
  record('e1', 'VerifyEmailIdentity', '10:00:00'),
  record('e2', 'DeleteIdentity', '10:20:00'),
  record('e3', 'ListIdentities', '10:21:00'),
  record('e4', 'VerifyEmailIdentity', '11:00:00', 'bob'),
  record('e5', 'DeleteIdentity', '12:00:01', 'bob'),
  record('e2', 'DeleteIdentity', '10:20:00'),
]

async function evaluate(contents: readonly (string | Buffer)[], strict = false) {
  const paths = contents.map((content, index) => {
    const path = join(folder, `${index}.json`)
    writeFileSync(path, content)
    return path
  })
  const { files } = await findLogFiles(paths, folder)
  return evaluateArchive({ rules, files, strict })
}

test('one pass over the files, then the rules over what they want', async () => {
  const { signals, stats, troubles } = await evaluate([JSON.stringify({ Records: records })])
  expect(signals.map(({ events, severity }) => [events, severity])).toEqual([[['e1', 'e2'], 'medium']])
  expect(stats).toEqual({ logs: 6, matched: 5, excluded: 0, signals: 1, suppressed: 0, atEnd: 0, errors: 0 })
  expect(troubles).toEqual([])
})

test('files in any order and packing, with their logs in any order, equal ones among them, give the same signals', async () => {
  const { eventID: _, ...nameless } = record('', 'DeleteIdentity', '10:30:00') as { eventID: string }
  const all = [...records, nameless, nameless, nameless]
  const expected = await evaluate([JSON.stringify(all)])
  expect(expected.signals.map(({ count }) => count)).toEqual([5])
  const property = fc.asyncProperty(
    fc.shuffledSubarray(all, { minLength: all.length }),
    fc.array(fc.integer({ min: 0, max: all.length }), { minLength: 2, maxLength: 2 }),
    async (shuffled, cuts) => {
      const [first = 0, second = 0] = [...cuts].sort()
      const contents = [
        shuffled
          .slice(0, first)
          .map((each) => JSON.stringify(each))
          .join('\n'),
        gzipSync(JSON.stringify({ Records: shuffled.slice(first, second) })),
        JSON.stringify(shuffled.slice(second), null, 2),
      ]
      const { signals, stats } = await evaluate(contents)
      expect({ signals, stats }).toEqual({ signals: expected.signals, stats: expected.stats })
    },
  )
  await fc.assert(property, { seed: 5, numRuns: often(10) })
})

test('a broken log is counted and told, and the run goes on', async () => {
  const lines = records.map((each) => JSON.stringify(each))
  const { signals, stats, troubles } = await evaluate([['{"eventID":', ...lines].join('\n'), '[1]'])
  expect(signals).toHaveLength(1)
  expect(stats).toMatchObject({ logs: 6, errors: 2 })
  expect(troubles).toMatchObject([
    { code: 'L002', line: 1, column: 1 },
    { code: 'L003', line: 1, column: 2 },
  ])
})

test('with `strict` the first broken log ends the run', async () => {
  await expect(evaluate([`${JSON.stringify(records[0])}\n{"eventID":\n`], true)).rejects.toMatchObject({
    name: 'WorldError',
    code: 'bad-input',
    message: expect.stringMatching(/0\.json:2:12: this log is not valid JSON/),
  })
})

test('of a file with very many mistakes the first hundred are kept, and all are counted and told of', async () => {
  const { stats, troubles } = await evaluate([`${'words\n'.repeat(1000)}${JSON.stringify(records[0])}`])
  expect([stats.logs, stats.errors, troubles.length]).toEqual([1, 1000, 101])
  expect(troubles.at(-1)).toMatchObject({ code: 'L007', message: '900 more like these are not told' })
})

test('a large archive gives the same signals without parsing what no rule wants', async () => {
  const noise = JSON.stringify({ ...record('n', 'ListIdentities', '09:00:00'), note: 'x'.repeat(20_000) })
  const content = `${`${noise}\n`.repeat(900)}${records.map((each) => JSON.stringify(each)).join('\n')}`
  const large = await evaluate([content])
  const small = await evaluate([JSON.stringify(records)])
  expect(large.signals).toEqual(small.signals)
  expect(large.stats).toEqual({ ...small.stats, logs: 906 })
})

describe('rules that wait for silence', () => {
  const silent = compileRules([
    { ...rule, cases: [{ status: 'high', condition: 'add < 1' }], queries: rule.queries.slice(0, 1) },
  ])
  const firstSeen = async (lines: readonly object[], more: object = {}): Promise<readonly number[]> => {
    // Of a stream nobody knows the size, so that unwanted logs are not parsed unless they are needed.
    const stdin = Readable.from([Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'))])
    const { files } = await findLogFiles(['-'], folder)
    const { signals } = await evaluateArchive({ rules: silent, files, stdin, ...more })
    return signals.map(({ firstSeenMs }) => firstSeenMs)
  }
  const add = record('e1', 'VerifyEmailIdentity', '10:00:00')

  test('the clock goes on with logs that no rule wants, up to the last of them', async () => {
    const elevenOClock = Date.UTC(2026, 2, 1, 11)
    expect(await firstSeen([add, record('e3', 'ListIdentities', '11:00:01')])).toEqual([elevenOClock])
    expect(await firstSeen([record('e3', 'ListIdentities', '11:00:00'), add])).toEqual([])
  })

  test('a time that is asked for ends it instead', async () => {
    const untilMs = Date.UTC(2026, 2, 1, 12)
    expect(await firstSeen([add], { untilMs })).toHaveLength(1)
    expect(await firstSeen([add], { untilMs, asked: { toMs: 0 } })).toEqual([])
  })
})

test('the sources of a file are seen, also where no rule wants any of its logs', async () => {
  const files = [{ path: '-', name: '-' }]
  const unheardIn = async (logs: readonly object[]) => {
    const stdin = Readable.from([Buffer.from(logs.map((log) => JSON.stringify(log)).join('\n'))])
    return (await evaluateArchive({ rules, files, stdin })).unheard
  }
  const other = { ddsource: 'app', timestamp: 1, message: 'hello' }
  expect(await unheardIn([record('e3', 'ListIdentities', '10:21:00')])).toEqual([])
  expect(await unheardIn([other, record('e1', 'VerifyEmailIdentity', '10:00:00')])).toEqual([])
  expect(await unheardIn([other, other])).toEqual([
    { kind: 'absentSources', sources: ['cloudtrail'], rules: ['added-then-deleted'], others: ['app'] },
  ])
})
