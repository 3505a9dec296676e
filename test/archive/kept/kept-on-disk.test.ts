import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { type ArchiveTask, evaluateArchive, runArchive } from '../../../src/archive/evaluate-archive'
import { type CompiledRules, compileRules, compileSides } from '../../../src/detect/compile-rules'
import { evaluateCompiled } from '../../../src/detect/evaluate'
import { readLog } from '../../../src/event/read-log'
import type { Draft } from '../../../src/rule/rule'
import { asDatadog } from '../../detect/as-datadog'
import { anyRun } from '../../detect/random-run'
import { often, seedOr } from '../../random-runs'

const folder = mkdtempSync(join(tmpdir(), 'ddac-kept-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Nothing fits: all hits and signals lie on disk, all events are read again. */
const nothing = { bytes: 0, events: 0 }

function fileOf(name: string, logs: readonly object[]): ArchiveTask['files'][number] {
  const path = join(folder, name)
  writeFileSync(path, logs.map((log) => JSON.stringify(log)).join('\n'))
  return { path, name }
}

/** What counts the signals of the other rule. */
const counting: Draft = {
  id: 'counting',
  name: 'counting',
  message: '{{@k}}',
  isEnabled: true,
  type: 'signal_correlation',
  queries: [{ ruleId: 'one', correlatedByFields: ['@g'] }],
  cases: [{ status: 'high', condition: 'a > 0' }],
  options: { evaluationWindow: 7200, keepAlive: 0, maxSignalDuration: 86_400 },
}

test('what lies on disk and is read again gives the signals of events that are held, in whatever order files come', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(anyRun, fc.boolean(), async (run, turned) => {
      const { rule, events, options } = asDatadog(run)
      const logs = events.map((event) => {
        const { id, timeMs, tiebreaker, tags, attributes, source, service, host } = event
        return {
          id,
          timestamp: timeMs,
          tags,
          source,
          service,
          host,
          attributes: { ...attributes, ...(tiebreaker !== undefined && { tiebreaker }) },
        }
      })
      const random = {
        ...rule,
        message: '{{@v}} {{#is_match "@h" "1"}}{{env}}{{/is_match}} {{events_matched}}',
      }
      const isGrouped = run.rules.some(({ queries: [first] }) => first !== undefined && first.groupBy.length > 0)
      const rules = compileRules(isGrouped ? [random, counting] : [random], options)
      const held = evaluateCompiled(
        rules,
        logs.map((log) => {
          const read = readLog(log)
          if ('trouble' in read) throw new Error(read.trouble)
          return read.event
        }),
      )
      const files = [fileOf('a.json', logs.slice(0, 5)), fileOf('b.json', logs.slice(5))]
      const task = { rules, files: turned ? files.toReversed() : files, limits: nothing }
      const { troubles, stats, ...told } = await evaluateArchive(task)
      expect(troubles).toEqual([])
      expect({ ...told, stats: { ...stats, errors: 0 } }).toEqual({ ...held, stats: { ...held.stats, errors: 0 } })
      const archive = await runArchive(task)
      const outlines = [...archive.signals()]
      expect(archive.stats()).toEqual(stats)
      archive.close()
      expect(outlines).toEqual(held.signals.map(({ attributes, ...outline }) => outline))
      compared += held.signals.length
    }),
    { numRuns: often(150), seed: seedOr(20260104) },
  )
  expect(compared).toBeGreaterThan(often(100))
})

const each: Draft = {
  id: 'each',
  name: 'each',
  message: 'by {{@user}}',
  isEnabled: true,
  queries: [{ name: 'a', query: '@user:*', groupByFields: ['@user'] }],
  cases: [{ status: 'low', condition: 'a > 0' }],
  options: { evaluationWindow: 0, keepAlive: 0, maxSignalDuration: 0 },
}
const logOf = (user: string, second: number): object => ({
  id: user,
  timestamp: 1_772_359_200_000 + second * 1000,
  user,
})
const ann = logOf('ann', 1)
const ben = logOf('ben', 2)

test('logs of which rules make signals that others look at are read again before those run', async () => {
  const reader = (id: string, user: string, signals: object): Draft => ({
    ...{
      ...each,
      id,
      name: id,
      type: 'log_detection',
      options: { evaluationWindow: 60, keepAlive: 0, maxSignalDuration: 60 },
    },
    queries: [
      { name: 'a', query: `@user:${user}` },
      { ...signals, name: 's' },
    ],
  })
  const cats = { ...each, queries: [{ name: 'a', query: '@user:cat' }] }
  const any = { query: '*', dataSource: 'security_signals' }
  const suppressions = [
    { id: 's', name: 's', enabled: true, rules: [], ruleQuery: '*', suppressionQuery: '@user:ben', tags: [] },
  ]
  const side = (name: string) => ({
    side: name,
    rules: [cats, reader('second', 'ben', any)],
    options: { suppressions },
  })
  const files = [fileOf('readers.json', [ann, ben, logOf('cat', 3)])]
  const told = async (rules: CompiledRules): Promise<unknown> => {
    const { signals } = await evaluateArchive({ rules, files, limits: nothing })
    return signals.map(({ rule, count, suppressedBy: [by] }) => [rule, count, by ?? 'shown'])
  }
  expect(await told(compileRules([reader('first', 'ann', any), reader('second', 'ben', any)]))).toEqual([
    ['first', 1, 'shown'],
    ['first', 2, 'shown'],
    ['second', 3, 'shown'],
  ])
  const named = [
    cats,
    reader('first', 'ann', { query: '', ruleId: 'each' }),
    reader('second', 'ben', { query: '', ruleId: 'first' }),
  ]
  expect(await told(compileRules(named))).toEqual([
    ['first', 1, 'shown'],
    ['second', 2, 'shown'],
    ['each', 1, 'shown'],
    ['first', 2, 'shown'],
    ['second', 3, 'shown'],
  ])
  expect(await told(compileSides([side('before'), side('after')]))).toEqual([
    ['second', 1, 's'],
    ['second', 1, 's'],
    ['each', 1, 'shown'],
    ['each', 1, 'shown'],
    ['second', 2, 's'],
    ['second', 2, 's'],
  ])
})

test('logs of a pipe are written down as they come, for nobody can read them twice', async () => {
  const stdin = Readable.from([`${JSON.stringify(ben)}\n${JSON.stringify(ann)}\n`])
  const files = [{ path: '-', name: 'standard input' }]
  const { signals } = await evaluateArchive({ rules: compileRules([each]), files, stdin, limits: nothing })
  expect(signals.map(({ message, attributes }) => [message, attributes])).toEqual([
    ['by ann', { user: 'ann' }],
    ['by ben', { user: 'ben' }],
  ])
})

test.each([
  ['texts of objects', [JSON.stringify(JSON.stringify(ann)), JSON.stringify(JSON.stringify(ben))], ['ann', 'ben']],
  [
    'objects, and texts of some behind them',
    [JSON.stringify(ann), JSON.stringify(JSON.stringify(ben))],
    ['ann', 'ben'],
  ],
  [
    'several logs in one record, and a record before it that nobody wants',
    [JSON.stringify({ other: { user: 1 } }), JSON.stringify({ x: 1, records: [ann, ben] })],
    ['ann', 'ben'],
  ],
])('of lines that are %s signals are told by the same logs when these are read again', async (_what, lines, users) => {
  const path = join(folder, 'lines.json')
  writeFileSync(path, lines.join('\n'))
  const task = { rules: compileRules([each]), files: [{ path, name: 'lines.json' }] }
  const { signals } = await evaluateArchive({ ...task, limits: nothing })
  expect(signals.map(({ message }) => message)).toEqual(users.map((user) => `by ${user}`))
  expect(signals).toEqual((await evaluateArchive(task)).signals)
})

test('of an event that is read again all is kept that texts and groups show, however its keys are written', async () => {
  const rule = {
    ...each,
    message: '{{@user}} {{@a.b}} {{{@a.c}}} {{@a.c.d}} {{@k.one}} {{@list.name}} {{@deep.er.est}} {{{@bare}}}',
    queries: [{ name: 'a', query: '@user:*', groupByFields: ['@user', '@k.one'] }],
  }
  const logs = [
    { ...ann, a: { b: 1, c: { d: 'x', e: [1] }, not: 2 }, 'k.one': 'dotted', list: [{ name: 'n', not: 1 }, 'text'] },
    {
      ...ben,
      'a.c': 'whole',
      k: { one: 'nested', two: 2 },
      deep: { 'er.est': 3, er: { not: 1 } },
      'q.r': { s: [4, 5] },
    },
    { ...logOf('cis', 3), a: 'text', k: { one: 'z' }, deep: 'text', bare: { inner: { most: true } }, other: 'unseen' },
  ]
  const rules = compileRules([rule])
  const task = { rules, files: [fileOf('shown.json', logs)] }
  const told = async (limits?: typeof nothing): Promise<unknown> => {
    const run = await runArchive({ ...task, ...(limits && { limits }) })
    const signals = [...run.signals()]
    run.close()
    return signals
  }
  const { signals } = await evaluateArchive(task)
  expect(signals.map(({ message }) => message)).toEqual([
    'ann 1 {"d":"x","e":[1]} x dotted n  ',
    'ben  whole  nested  3 ',
    'cis    z   {"inner":{"most":true}}',
  ])
  const outlines = signals.map(({ attributes, ...outline }) => outline)
  expect(await told(nothing)).toEqual(outlines)
  expect(await told()).toEqual(outlines)
})

test.each<[string, (path: string) => void, string]>([
  [
    'is gone',
    (path) => rmSync(path),
    'logs.json changed while it was evaluated: cannot be read: it is no longer there',
  ],
  [
    'lost a log',
    (path) => writeFileSync(path, JSON.stringify(ann)),
    'logs.json changed while it was evaluated: a log that was read in it is not there any more',
  ],
  [
    'has other logs in their place',
    (path) => writeFileSync(path, [logOf('ann', 3), logOf('ben', 4)].map((log) => JSON.stringify(log)).join('\n')),
    'logs.json changed while it was evaluated: a log that was read in it is not there any more',
  ],
])('a file that %s when signals are told ends the run with its name', async (_, change, message) => {
  const file = fileOf('logs.json', [ann, ben])
  const task = { rules: compileRules([each]), files: [file], limits: nothing, onProgress: () => change(file.path) }
  await expect(runArchive(task)).rejects.toMatchObject({ code: 'read-failed', message })
})

test('a file that grows meanwhile is no trouble', async () => {
  const file = fileOf('logs.json', [ann])
  const grow = (): void => void fileOf('logs.json', [ann, ben])
  const { signals } = await evaluateArchive({
    rules: compileRules([each]),
    files: [file],
    limits: nothing,
    onProgress: grow,
  })
  expect(signals).toHaveLength(1)
})

test('nothing that is kept on disk has a name there', async () => {
  const own = mkdtempSync(join(folder, 'tmp-'))
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = own
  try {
    const files = [fileOf('logs.json', [ann, ben])]
    const run = await runArchive({ rules: compileRules([each]), files, limits: nothing })
    expect(readdirSync(own)).toEqual([])
    expect([...run.signals()]).toHaveLength(2)
    run.close()
    process.env['TMPDIR'] = join(own, 'missing')
    await expect(runArchive({ rules: compileRules([each]), files, limits: nothing })).rejects.toMatchObject({
      code: 'write-failed',
      message: expect.stringContaining(`cannot be kept in ${join(own, 'missing')}`),
    })
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
})
