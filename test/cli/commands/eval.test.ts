import { gzipSync } from 'node:zlib'
import { ddac, linesOf, makeFolder, writeFiles } from '../run-in-process'
import { failure, logs, rule, smallWorkspace, suppression } from '../small-workspace'

const workspace = (files: Record<string, string> = {}): string =>
  makeFolder({ ...smallWorkspace(files), 'logs.ndjson': logs })

const twoTenants = `tenants:
  local:
    emulator: true
    variables: { app: app }
  prod:
    site: datadoghq.com
    variables: { app: app }
    overlays: [{ severity: { medium: high } }]
defaultTenant: local
`

/** The contract of README, "Contracts": other programs rely on these keys, and people on their order. */
const signalKeys = [
  'kind',
  'rule',
  'case',
  'severity',
  'title',
  'message',
  'group',
  'firstSeen',
  'lastSeen',
  'steps',
  'events',
  'count',
  'tags',
  'suppressedBy',
]
const summaryKeys = ['kind', 'logs', 'matched', 'excluded', 'signals', 'suppressed', 'errors', 'seconds']

describe('ddac eval', () => {
  const quiet = `${rule.replace('id: failed-logins', 'id: quiet').replace(/condition: [^}\n]*/, 'condition: failed < 1')}`
  const hour = (name: string, at: string): string =>
    `{"timestamp":"2026-03-02T${at}:00:00Z","ddsource":"app","evt":{"outcome":"failure"},"usr":{"id":"${name}"}}`
  const hours = `${hour('ann', '09')}\n${hour('bob', '10')}\n${hour('ann', '11')}\n`

  it.each<[string, readonly string[], readonly (readonly string[])[]]>([
    [
      'up to the last log',
      [],
      [
        ['ann', '09:05'],
        ['bob', '10:05', 'at end'],
      ],
    ],
    [
      'up to --to',
      ['--to', '2026-03-02T12:00:00Z'],
      [
        ['ann', '09:05'],
        ['bob', '10:05', 'at end'],
        ['ann', '11:05', 'at end'],
      ],
    ],
    [
      'and sees no later log',
      ['--to', '2026-03-02T10:30:00Z'],
      [
        ['ann', '09:05', 'at end'],
        ['bob', '10:05', 'at end'],
      ],
    ],
    ['from --from on', ['--from', '2026-03-02T09:30:00Z'], [['bob', '10:05', 'at end']]],
  ])('tells of silence %s', async (_, options, expected) => {
    const cwd = makeFolder({ ...smallWorkspace({ 'app/quiet.rule.yaml': quiet }), 'hours.ndjson': hours })
    const told = await ddac(['eval', 'hours.ndjson', '--rule', 'quiet', '--format', 'ndjson', ...options], { cwd })
    const lines = linesOf(told.stdout)
    const signals = lines
      .slice(0, -1)
      .map(({ group, firstSeen, atEnd }) => [
        Object.values(Object(group)).join(),
        String(firstSeen).slice(11, 16),
        ...(atEnd ? ['at end'] : []),
      ])
    expect(signals).toEqual(expected)
    expect(lines.at(-1)).toMatchObject({ atEnd: expected.filter(([, , end]) => end).length })
    const text = await ddac(['eval', 'hours.ndjson', '--rule', 'quiet', ...options], { cwd })
    expect(text.stdout).toContain('made only by the end of the logs')
  })

  it.each([
    [['--to', 'soon'], '--to soon is not a time'],
    [['--to', '2026-03-02T09:00:00Z', '--from', '2026-03-03'], '--to is before --from'],
  ])('refuses %j', async (options, expected) => {
    const told = await ddac(['eval', 'logs.ndjson', ...options], { cwd: workspace() })
    expect([told.code, told.stderr]).toEqual([2, expect.stringContaining(expected)])
  })

  it('rules with a key that nobody knows are not evaluated, told once, unless the workspace calls it harmless', async () => {
    const odd = (id: string): string => `${rule.replace('id: failed-logins', `id: ${id}`)}sampleRate: 2\n`
    const files = { 'app/one.rule.yaml': odd('one'), 'app/two.rule.yaml': odd('two') }
    const refused = await ddac(['eval', 'logs.ndjson'], { cwd: workspace(files) })
    expect(refused.stdout).toContain('not evaluated  one, two: what its key "sampleRate" changes about detection')
    expect(refused.stdout).toContain('2 rules not evaluated')
    const known = { ...files, 'ddac.yaml': `${twoTenants}policy: { harmlessKeys: [sampleRate] }\n` }
    const evaluated = await ddac(['eval', 'logs.ndjson', '--format', 'ndjson'], { cwd: workspace(known) })
    expect(new Set(linesOf(evaluated.stdout).map((line) => line.rule))).toEqual(
      new Set(['failed-logins', 'one', 'two', undefined]),
    )
  })

  it('says in a line each why rules may be silent, with the way out, and in the summary of a document', async () => {
    const okta = rule.replace('id: failed-logins', 'id: okta-logins').replaceAll('source:app', 'source:okta')
    const odd =
      '{"timestamp":"2026-11-20T10:00:00Z","evt":{"outcome":"failure"}}\n{"timestamp":"2026-11-20T10:00:00Z","ddsource":"app","evt":{"outcome":"failure"}}\n'
    const cwd = makeFolder({ ...smallWorkspace({ 'app/okta-logins.rule.yaml': okta }), 'odd.ndjson': odd })
    const run = await ddac(['eval', 'odd.ndjson'], { cwd })
    expect(run.code).toBe(0)
    expect(run.stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^warning\[L008\]: failed-logins: the one log that it matches lacks @usr\.id, so none counts \(/,
      ),
      expect.stringMatching(/^warning\[L009\]: no log of okta was read, for which okta-logins asks \(.*--source NAME/),
      expect.stringMatching(/^warning\[L010\]: one log has no source, .*\(.*--source NAME/),
    ])
    expect((await ddac(['eval', 'odd.ndjson', '--quiet'], { cwd })).stderr).toBe('')
    const json = await ddac(['eval', 'odd.ndjson', '--format', 'json'], { cwd })
    expect(json.stderr).toBe('')
    expect(JSON.parse(json.stdout).summary.notes).toMatchObject([
      { kind: 'lost', code: 'L008', rule: 'failed-logins', matched: 1, fields: ['@usr.id'] },
      { kind: 'absentSources', code: 'L009', sources: ['okta'], rules: ['okta-logins'] },
      { kind: 'noSource', code: 'L010', logs: 1 },
    ])
    const said = await ddac(['eval', 'odd.ndjson', '--source', 'okta', '--rule', 'okta-logins', '--quiet'], { cwd })
    expect(said.stdout).toContain('1 matched')
  })

  it('ndjson has signals, then what was not evaluated, then the summary', async () => {
    const anomaly = rule
      .replace('id: failed-logins', 'id: odd-logins')
      .replace('detectionMethod: threshold', 'detectionMethod: anomaly_detection')
    const run = await ddac(['eval', 'logs.ndjson', '--format', 'ndjson'], {
      cwd: workspace({ 'app/odd-logins.rule.yaml': anomaly }),
    })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    const lines = linesOf(run.stdout)
    expect(lines.map(({ kind }) => kind)).toEqual(['signal', 'signal', 'notEvaluated', 'summary'])
    for (const signal of lines.slice(0, 2)) expect(Object.keys(signal)).toEqual(signalKeys)
    expect(lines[0]).toEqual({
      kind: 'signal',
      rule: 'failed-logins',
      case: 'several',
      severity: 'medium',
      title: 'Several failed logins of ann - several',
      message: expect.stringContaining('Find who guesses the password of ann.'),
      group: { '@usr.id': 'ann' },
      firstSeen: '2026-11-20T10:00:00.000Z',
      lastSeen: '2026-11-20T10:01:00.000Z',
      steps: [{ step: 'failed', at: '2026-11-20T10:01:00.000Z', events: ['e1', 'e3'] }],
      events: ['e1', 'e3'],
      count: 2,
      tags: ['source:app'],
      suppressedBy: [],
    })
    // A suppressed signal is printed too, and says what hid it.
    expect(lines[1]).toMatchObject({ group: { '@usr.id': 'load-test' }, suppressedBy: ['load-test'] })
    expect(Object.keys(lines[2] ?? {})).toEqual(['kind', 'rule', 'reason'])
    expect(lines[2]).toMatchObject({ rule: 'odd-logins', reason: expect.stringContaining('anomaly_detection') })
    expect(Object.keys(lines[3] ?? {})).toEqual(summaryKeys)
    expect(lines[3]).toEqual({
      kind: 'summary',
      logs: 4,
      matched: 4,
      excluded: 0,
      signals: 1,
      suppressed: 1,
      errors: 0,
      seconds: 0,
    })
  })

  it('json is the same as one document', async () => {
    const cwd = workspace()
    const document = JSON.parse((await ddac(['eval', 'logs.ndjson', '--format', 'json'], { cwd })).stdout)
    const lines = linesOf((await ddac(['eval', 'logs.ndjson', '--format', 'ndjson'], { cwd })).stdout)
    expect([...document.signals, ...document.notEvaluated, document.summary]).toEqual(lines)
  })

  it('counts what a data exclusion took away', async () => {
    const exclusion = suppression.replace('suppressionQuery', 'dataExclusionQuery')
    const cwd = workspace({ 'app/load-test.suppression.yaml': exclusion })
    const { stdout } = await ddac(['eval', 'logs.ndjson', '--format', 'ndjson'], { cwd })
    expect(linesOf(stdout).at(-1)).toMatchObject({ logs: 4, excluded: 2, signals: 1, suppressed: 0 })
  })

  it('reads standard input for -, plain or gzipped', async () => {
    const cwd = makeFolder(smallWorkspace())
    const plain = await ddac(['eval', '-', '--format', 'ndjson'], { cwd, stdin: logs })
    expect(plain).toMatchObject({ code: 0, stderr: '' })
    expect(linesOf(plain.stdout)).toHaveLength(3)
    writeFiles(cwd, { 'logs.ndjson.gz': gzipSync(logs) })
    expect((await ddac(['eval', 'logs.ndjson.gz', '--format', 'ndjson'], { cwd })).stdout).toBe(plain.stdout)
  })

  it('gives the same signals for the same logs in another order, in several files', async () => {
    const [one, two, three, four] = logs.split(/(?<=\n)/)
    const cwd = makeFolder({
      ...smallWorkspace(),
      'logs/a.ndjson': `${four}${one}`,
      'logs/deep/b.ndjson': `${three}${two}`,
      'all.ndjson': logs,
    })
    const whole = await ddac(['eval', 'all.ndjson', '--format', 'ndjson'], { cwd })
    expect((await ddac(['eval', 'logs', '--format', 'ndjson'], { cwd })).stdout).toBe(whole.stdout)
    expect((await ddac(['eval', 'logs/**/*.ndjson', '--format', 'ndjson'], { cwd })).stdout).toBe(whole.stdout)
  })

  describe('--rule', () => {
    const second = rule.replace('id: failed-logins', 'id: second').replace('isEnabled: true', 'isEnabled: false')

    it('evaluates the named rules alone, also one that is not enabled', async () => {
      const cwd = workspace({ 'app/second.rule.yaml': second })
      const usual = linesOf((await ddac(['eval', 'logs.ndjson', '--format', 'ndjson'], { cwd })).stdout)
      expect(usual.flatMap(({ kind, rule }) => (kind === 'signal' ? [rule] : []))).toEqual([
        'failed-logins',
        'failed-logins',
      ])
      expect(usual.find(({ kind }) => kind === 'notEvaluated')).toMatchObject({ rule: 'second' })
      const named = await ddac(['eval', 'logs.ndjson', '--rule', 'second', '--format', 'ndjson'], { cwd })
      expect(linesOf(named.stdout).map(({ rule }) => rule)).toEqual(['second', 'second', undefined])
      const both = ['eval', 'logs.ndjson', '--rule', 'second', '--rule', 'failed-logins', '--format', 'ndjson']
      expect(linesOf((await ddac(both, { cwd })).stdout)).toHaveLength(5)
    })

    it('tells a mistake that may be why there is no such rule', async () => {
      const run = await ddac(['eval', 'logs.ndjson', '--rule', 'second'], {
        cwd: workspace({ 'app/second.rule.yaml': 'id: [second\n' }),
      })
      expect(run).toMatchObject({ code: 2, stdout: '' })
      expect(run.stderr).toMatch(/app\/second\.rule\.yaml[\s\S]*error: the workspace has no rule "second"/)
    })

    it('refuses a name that is none, and knows the nearest', async () => {
      const run = await ddac(['eval', 'logs.ndjson', '--rule', 'failed-login'], { cwd: workspace() })
      expect(run).toMatchObject({ code: 2, stdout: '' })
      expect(run.stderr).toBe('error: the workspace has no rule "failed-login"\n  help: Did you mean failed-logins?\n')
    })
  })

  describe('logs that cannot be read', () => {
    it('of many broken lines of a file a hundred are told, and all counted', async () => {
      const cwd = workspace()
      writeFiles(cwd, { 'many.ndjson': `${'{"wat" 1}\n'.repeat(140)}${logs}` })
      const run = await ddac(['eval', 'many.ndjson', '--format', 'json'], { cwd })
      const lines = run.stderr.trimEnd().split('\n')
      expect(lines).toHaveLength(101)
      expect(lines.at(-1)).toBe('info[L007]: many.ndjson: 40 more like these are not told (mend those above first)')
      expect(JSON.parse(run.stdout).summary).toMatchObject({ logs: 4, errors: 140 })
    })

    it('a broken line is told with its place on stderr, counted, and never ends the run', async () => {
      const cwd = workspace()
      writeFiles(cwd, { 'logs.ndjson': `${failure('e0', 'ann', '2026-11-20T09:59:00Z')}{"wat": \n${logs}` })
      const run = await ddac(['eval', 'logs.ndjson', '--format', 'ndjson'], { cwd })
      expect(run.code).toBe(0)
      expect(run.stderr).toMatch(/^error\[L001\]: logs\.ndjson:2:\d+: /)
      expect(linesOf(run.stdout).at(-1)).toMatchObject({ logs: 5, errors: 1, signals: 1 })
    })

    it('with --strict it does, and 2 is the answer', async () => {
      const cwd = workspace()
      writeFiles(cwd, { 'logs.ndjson': `{"wat": \n${logs}` })
      const run = await ddac(['eval', 'logs.ndjson', '--strict'], { cwd })
      expect(run).toMatchObject({ code: 2, stdout: '' })
      expect(run.stderr).toContain('logs.ndjson:1:')
    })

    it('2 where no log could be read at all', async () => {
      const cwd = workspace()
      writeFiles(cwd, { 'broken.json': '{"Records": [' })
      const run = await ddac(['eval', 'broken.json'], { cwd })
      expect(run.code).toBe(2)
      expect(run.stderr).toMatch(/^error\[L002\]: broken\.json:1:/)
    })

    it.each(['nowhere.json', 'nowhere/*.json'])('2 for %s, which is not there', async (path) => {
      const run = await ddac(['eval', path], { cwd: workspace() })
      expect(run.code).toBe(2)
      expect(run.stderr).toContain(path)
    })

    it('a folder without a log is told, not taken for silence', async () => {
      const cwd = makeFolder({ ...smallWorkspace(), 'empty/README.md': 'nothing here' })
      const run = await ddac(['eval', 'empty'], { cwd })
      expect(run.code).toBe(2)
      expect(run.stderr).toContain('empty')
    })
  })

  it('tests are not read: a mistake in one says nothing of what the rules do', async () => {
    const cwd = workspace({ 'app/second.test.yaml': 'tests: [' })
    expect((await ddac(['validate'], { cwd })).code).toBe(1)
    const { code, stderr } = await ddac(['eval', 'logs.ndjson', '--format', 'ndjson'], { cwd })
    expect([code, stderr]).toEqual([0, ''])
  })

  it('a mistake in a rule answers no; the other rules are evaluated all the same', async () => {
    const mistaken = rule.replace('id: failed-logins', 'id: second').replace('@evt.outcome:failure', '(')
    const run = await ddac(['eval', 'logs.ndjson', '--format', 'ndjson'], {
      cwd: workspace({ 'app/second.rule.yaml': mistaken }),
    })
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('error[Q002]')
    const lines = linesOf(run.stdout)
    expect(lines.filter(({ kind }) => kind === 'signal')).toHaveLength(2)
    expect(lines.find(({ kind }) => kind === 'notEvaluated')).toMatchObject({ rule: 'second' })
  })

  it('lays the variables and overlays of a tenant that was asked for', async () => {
    const cwd = workspace({
      'ddac.yaml': twoTenants,
      'app/failed-logins.rule.yaml': rule.replace('source:app', `source:\${tenant.app}`),
    })
    const severities = async (...more: string[]): Promise<unknown[]> => {
      const { code, stdout, stderr } = await ddac(['eval', 'logs.ndjson', '--format', 'ndjson', ...more], { cwd })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      return linesOf(stdout).flatMap(({ kind, severity }) => (kind === 'signal' ? [severity] : []))
    }
    expect(await severities()).toEqual(['medium', 'medium'])
    expect(await severities('--tenant', 'prod')).toEqual(['high', 'high'])
  })

  it.each([
    ['--last 7d', 1],
    ['--from 2026-11-20T00:00:00Z --to 2026-11-21T00:00:00Z', 1],
    ['--from 2026-11-14T12:00:00Z', 2],
    ['', 2],
  ])('%s: %i of two folders by day are opened, and it is told which not', async (times, opened) => {
    const cwd = makeFolder({ ...smallWorkspace(), 'days/2026/11/13/a.ndjson': logs, 'days/2026/11/20/a.ndjson': logs })
    const args = ['eval', 'days', '--format', 'json', ...times.split(' ').filter(Boolean)]
    const { code, stdout, stderr } = await ddac(args, { cwd })
    const { summary } = JSON.parse(stdout)
    expect([code, summary.logs]).toEqual([0, opened * logs.trim().split('\n').length])
    expect(stderr.includes('skipped 1 file: of other times than those asked for')).toBe(opened === 1)
  })

  it('who stops it hears how far it came and what was raised until then, and gets no half result', async () => {
    const stopping = new AbortController()
    const cwd = makeFolder({ ...smallWorkspace(), 'logs/1.ndjson': logs, 'logs/2.ndjson': logs })
    const { code, stdout, stderr } = await ddac(['eval', 'logs'], {
      cwd,
      isTerminal: true,
      abort: stopping.signal,
      onStderr: (text) => {
        if (text.includes('1/2 files')) stopping.abort()
      },
    })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('interrupted: 1 of 2 files were read to their ends')
    expect(stderr).toContain('signals so far: failed-logins 2')
  })

  it('who stops it once all is read hears that, and what signals there are', async () => {
    const stopping = new AbortController()
    const { code, stdout, stderr } = await ddac(['eval', 'logs.ndjson'], {
      cwd: workspace(),
      isTerminal: true,
      abort: stopping.signal,
      onStderr: (text) => text.includes('1/1 files') && stopping.abort(),
    })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('interrupted: all there is to read was read, ')
    expect(stderr).toContain('signals, none of them told: failed-logins 2')
  })

  it('who stops it while signals are told hears how many of them were told, and gets no summary', async () => {
    const stopping = new AbortController()
    const { code, stdout, stderr } = await ddac(['eval', 'logs.ndjson', '--format', 'ndjson'], {
      cwd: workspace(),
      abort: stopping.signal,
      onStdout: () => stopping.abort(),
    })
    expect([code, linesOf(stdout).map(({ kind }) => kind)]).toEqual([2, ['signal', 'signal']])
    expect(stderr).toContain('stopping: no more signals are told; once more ends at once')
    expect(stderr).toMatch(/interrupted: all there is .* some rule matches; 2 of 2 signals were told\n$/)
  })

  it('shows progress on a terminal alone, and never with --quiet', async () => {
    const cwd = workspace()
    expect((await ddac(['eval', 'logs.ndjson'], { cwd, isTerminal: true })).stderr).toContain('\r')
    expect((await ddac(['eval', 'logs.ndjson'], { cwd })).stderr).toBe('')
    expect((await ddac(['eval', 'logs.ndjson', '--quiet'], { cwd, isTerminal: true })).stderr).toBe('')
  })
})
