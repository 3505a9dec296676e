import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { type ArchiveTask, evaluateArchive, runArchive } from '../../../src/archive/evaluate-archive'
import { FileNumbers, readRecordFrom } from '../../../src/archive/kept/read-again'
import type { LogFile } from '../../../src/archive/log-files'
import { FoundTroubles } from '../../../src/archive/log-trouble'
import { type ArchiveProgress, readFiles } from '../../../src/archive/pass/read-files'
import type { StartLane } from '../../../src/archive/pass/read-in-lanes'
import { withSizes } from '../../../src/archive/pass/sized-files'
import { compileRules } from '../../../src/detect/compile-rules'
import { OpenEvaluation } from '../../../src/detect/evaluate'
import type { LogPlace } from '../../../src/detect/hits/hit'
import type { Draft } from '../../../src/rule/rule'
import { often, seedOr } from '../../random-runs'
import { laneInProcess } from './in-process-lane'

const folder = mkdtempSync(join(tmpdir(), 'ddac-lanes-'))
afterAll(() => rmSync(folder, { recursive: true }))

const base: Pick<Draft, 'message' | 'isEnabled' | 'cases' | 'options'> = {
  message: 'By {{@userIdentity.arn}}',
  isEnabled: true,
  cases: [{ status: 'medium', condition: 'a > 1' }],
  options: { evaluationWindow: 3600, keepAlive: 3600, maxSignalDuration: 86_400 },
}
const rules = compileRules(
  [
    {
      ...base,
      id: 'deleted',
      name: 'Deleted',
      queries: [{ query: '@evt.name:DeleteIdentity', groupByFields: ['@userIdentity.arn'] }],
    },
    {
      ...base,
      id: 'lost',
      name: 'Grouped by what no log has',
      queries: [{ query: 'source:cloudtrail', groupByFields: ['@nobody'] }],
    },
    {
      ...base,
      id: 'table',
      name: 'Of a table',
      queries: [{ query: '@evt.name:*', name: 'a' }],
      referenceTables: [{ tableName: 'names', columnName: 'name', logFieldPath: '@evt.name', ruleQueryName: 'a' }],
    },
    { ...base, id: 'hidden', name: 'Hidden', queries: [{ query: '@error.kind:*' }] },
  ],
  {
    tables: new Map([['names', [{ name: 'ListIdentities' }]]]),
    suppressions: [
      { id: 's', name: 's', enabled: true, rules: ['hidden'], dataExclusionQuery: '@userIdentity.type:Root', tags: [] },
    ],
  },
)

const record = fc
  .record({
    eventName: fc.constantFrom('DeleteIdentity', 'ListIdentities', 'GetSendQuota'),
    minute: fc.integer({ min: 10, max: 59 }),
    user: fc.constantFrom('alice', 'bob'),
    type: fc.constantFrom('IAMUser', 'Root'),
    errorCode: fc.constantFrom(undefined, 'AccessDenied'),
    id: fc.integer({ min: 0, max: 20 }),
  })
  .map(({ eventName, minute, user, type, errorCode, id }) => ({
    eventVersion: '1.10',
    eventID: `e-${id}`,
    eventName,
    eventSource: 'ses.amazonaws.com',
    eventTime: `2026-03-01T10:${minute}:00Z`,
    userIdentity: { type, arn: `arn:aws:iam::111122223333:user/${user}` },
    errorCode,
  }))
const line = fc.oneof(
  { weight: 8, arbitrary: record.map((one) => JSON.stringify(one)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"eventName":"DeleteIdentity"',
      'words',
      '{"a":NaN}',
      '{"eventVersion":"1.1","eventSource":"ses.amazonaws.com","eventName":"DeleteIdentity","x":tru}',
      '{"eventVersion":"1.1","eventSource":"ses.amazonaws.com","eventName":"ListIdentities"}',
    ),
  },
)
const content = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('lines', 'list', 'gzip', 'cut', 'records'))
  .map(([lines, form]): string | Buffer => {
    if (form === 'lines') return lines.join('\n')
    if (form === 'list') return `[${lines.join(',\n')}]`
    const packed = gzipSync(form === 'records' ? `{"Records":[${lines.join(',')}]}` : lines.join('\n'))
    return form === 'cut' ? packed.subarray(0, packed.length - 10) : packed
  })

async function written(contents: readonly (string | Buffer)[]): Promise<readonly LogFile[]> {
  return contents.map((each, index) => {
    const name = `${index}.json`
    writeFileSync(join(folder, name), each)
    return { path: join(folder, name), name }
  })
}

/** What a run tells, or why it ended. */
async function told(task: Omit<ArchiveTask, 'rules'>): Promise<unknown> {
  try {
    return await evaluateArchive({ rules, ...task })
  } catch (error) {
    return String(error)
  }
}

test('whatever the number of threads and the order of files, the result is that of one thread', async () => {
  const property = fc.asyncProperty(
    fc.array(content, { minLength: 2, maxLength: 6 }),
    fc.integer({ min: 2, max: 5 }),
    fc.constantFrom(1, 3, 4096),
    fc.constantFrom(0, 2, 100),
    fc.boolean(),
    fc.boolean(),
    async (contents, workers, mostRows, mostEvents, strict, isReversed) => {
      // One that is gone is told in its place.
      const files = [...(await written(contents)), { path: join(folder, '1x.json'), name: '1x.json' }]
      const alone = await told({ files, strict, workers: 1 })
      const startLane = laneInProcess({ mostRows, mostEvents })
      const several = isReversed && !strict ? files.toReversed() : files
      expect(await told({ files: several, strict, workers, startLane })).toEqual(alone)
    },
  )
  await fc.assert(property, { seed: seedOr(8), numRuns: often(80) })
})

test.each([1, 2])('with %i threads it is told how far the reading is inside of a large file', async (workers) => {
  const one = `{"eventVersion":"1.10","eventSource":"ses.amazonaws.com","eventTime":"2026-03-01T10:00:00Z","eventName":"x","pad":"${'x'.repeat(8000)}"}\n`
  const files = await written([one.repeat(400), one.repeat(200)])
  const seen: ArchiveProgress[] = []
  const startLane = laneInProcess({ mostRows: 1, mostEvents: 0 })
  const onProgress = (progress: ArchiveProgress): unknown => seen.push(progress)
  await evaluateArchive({ rules, files, workers, startLane, onProgress })
  const inside = seen.filter(({ files: read, bytes, logs }) => read === 0 && bytes > 0 && logs > 0)
  expect(inside.length).toBeGreaterThan(1)
  for (const [index, { bytes, logs }] of seen.entries()) {
    expect(bytes).toBeGreaterThanOrEqual(seen[index - 1]?.bytes ?? 0)
    expect(logs).toBeGreaterThanOrEqual(seen[index - 1]?.logs ?? 0)
  }
  const bytesInAll = 600 * one.length
  expect(seen.at(-1)).toEqual({ files: 2, filesInAll: 2, logs: 600, bytes: bytesInAll, bytesInAll })
})

/** What a pass at a glance found, and in which order it does not say. */
async function foundAtAGlance(files: readonly LogFile[], lanes: number, startLane?: StartLane): Promise<unknown> {
  const open = new OpenEvaluation(rules)
  const troubles = new FoundTroubles()
  const kept = new Set<string>()
  const readRecord = readRecordFrom({}, new FileNumbers(files))
  const keep = (place: LogPlace, event: unknown): void => {
    kept.add(JSON.stringify([place, event]))
  }
  const { logs } = await readFiles({
    rules,
    files: await withSizes(files),
    plan: { isWhole: false, isStrict: false, asked: { fromMs: Date.parse('2026-03-01T10:20:00Z') } },
    givenOf: () => undefined,
    numberOf: ({ name }) => Number.parseInt(name, 10),
    stdin: Readable.from([]),
    open,
    troubles,
    keep,
    keepSent: ({ place, text }) => keep(place, JSON.parse(text)),
    keepRecord: (place, _timeMs, record) => keep(place, readRecord(place, record)),
    lanes,
    startLane,
    onProgress: () => {},
  })
  const { signals, unheard, exclusions, stats } = open.finish(logs)
  return {
    signals,
    unheard,
    exclusions,
    stats,
    troubles: troubles.told(),
    count: troubles.count,
    kept: [...kept].sort(),
  }
}

test('usual records that threads hand over are read as in the pass, whatever share of them', async () => {
  const property = fc.asyncProperty(
    fc.array(content, { minLength: 2, maxLength: 5 }),
    fc.constantFrom(1, 3, 4096),
    fc.constantFrom(0, 3, 100),
    fc.integer({ min: 1, max: 4 }),
    async (contents, mostRows, mostEvents, one) => {
      const files = await written(contents)
      let asked = 0
      const mayHandOver = (): boolean => {
        asked += 1
        return asked % one === 0
      }
      const told = await foundAtAGlance(files, 2, laneInProcess({ mostRows, mostEvents: 100, mayHandOver }))
      expect(told).toEqual(await foundAtAGlance(files, 1))
      const { kept: _, ...some } = (await foundAtAGlance(files, 3, laneInProcess({ mostRows, mostEvents }))) as {
        kept: unknown
      }
      expect(told).toMatchObject(some)
    },
  )
  await fc.assert(property, { seed: seedOr(9), numRuns: often(40) })
})

test('of a file with very many troubles the first are told, whoever found them', async () => {
  // Each third record is no JSON inside, which the pass at a glance does not see, and each third is not plain.
  const one = (index: number): string =>
    JSON.stringify({
      eventVersion: '1.10',
      eventID: `${index}`,
      eventName: 'DeleteIdentity',
      eventSource: 'ses.amazonaws.com',
      eventTime: '2026-03-01T10:30:00Z',
    })
  const broken = (index: number): string =>
    [one(index), one(index).replace('}', ',"x":tru}'), `{${index}`][index % 3] ?? ''
  const many = Array.from({ length: 400 }, (_, index) => broken(index)).join('\n')
  const files = await written([many, many])
  const alone = await foundAtAGlance(files, 1)
  expect(alone).toMatchObject({ count: 2 * 266 })
  expect(await foundAtAGlance(files, 2, laneInProcess({ mostRows: 7, mostEvents: 1000 }))).toEqual(alone)
})

test('who asks to stop is heard between files that are read one by one, and hears what rules raised until then', async () => {
  const one = (id: number): string =>
    JSON.stringify({
      eventVersion: '1.10',
      eventID: `${id}`,
      eventName: 'DeleteIdentity',
      eventSource: 'ses.amazonaws.com',
      eventTime: '2026-03-01T10:00:00Z',
      userIdentity: { arn: `${id >> 1}` },
    })
  const files = await written(Array.from({ length: 40 }, (_, id) => gzipSync(one(id))))
  const stopping = new AbortController()
  const run = await runArchive({
    rules,
    files,
    workers: 1,
    limits: { events: 0 },
    abort: stopping.signal,
    // As a signal of the system: in a turn of its own.
    onProgress: ({ files: read }) => read === 4 && setImmediate(() => stopping.abort()),
  })
  expect(run.filesRead).toBeGreaterThanOrEqual(4)
  expect(run.filesRead).toBeLessThan(8)
  const pairs = run.filesRead >> 1
  expect([run.signalsInAll, run.countsByRule()]).toEqual([pairs, new Map([['deleted', pairs]])])
  run.close()
})

test('standard input is read beside the threads', async () => {
  const one = (name: string, id: string): string =>
    JSON.stringify({
      eventVersion: '1.10',
      eventID: id,
      eventName: name,
      eventSource: 'ses.amazonaws.com',
      eventTime: '2026-03-01T10:00:00Z',
      userIdentity: { arn: 'a' },
    })
  const files = await written([one('DeleteIdentity', '1'), one('DeleteIdentity', '2')])
  const { signals, stats } = await evaluateArchive({
    rules,
    files: [{ path: '-', name: 'standard input' }, ...files],
    stdin: Readable.from([Buffer.from(one('DeleteIdentity', '3'))]),
    workers: 2,
    startLane: laneInProcess({ mostRows: 1, mostEvents: 1 }),
  })
  expect([stats.logs, signals.map(({ rule, count }) => [rule, count])]).toEqual([3, [['deleted', 3]]])
})

test('a thread that is lost ends the run', async () => {
  const files = await written(['{}', '{}'])
  const run = evaluateArchive({
    rules,
    files,
    workers: 2,
    startLane: (_, { onError }) => {
      setImmediate(() => onError(new Error('out of memory')))
      return { send: () => {}, close: () => {} }
    },
  })
  await expect(run).rejects.toThrow('out of memory')
})

test('who stops the reading gets what was found until then', async () => {
  const stopping = new AbortController()
  const files = await written(
    ['{}', '{}', '{}'].map((text) => text.replace('}', '"message":"m","timestamp":"2026-03-01T10:00:00Z"}')),
  )
  const seen: number[] = []
  const { stats } = await evaluateArchive({
    rules,
    files,
    workers: 1,
    abort: stopping.signal,
    onProgress: ({ files: read }) => {
      seen.push(read)
      if (read === 2) stopping.abort()
    },
  })
  expect([seen, stats.logs]).toEqual([[1, 2], 2])
})
