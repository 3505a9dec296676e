import { cpSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { startEmulator } from '../../../src/emulator/start-emulator'
import { changeFiles, commitAll, git, makeRepository } from '../repository'
import { ddac, filesIn, makeFolder, type Run } from '../run-in-process'
import { config, failure, rule, smallWorkspace, suppression } from '../small-workspace'

const ruleFile = 'app/failed-logins.rule.yaml'
const named = (id: string): string => rule.replace('id: failed-logins', `id: ${id}`)
const reader = (id: string): string => `id: ${id}-reader
name: Reader
type: signal_correlation
isEnabled: true
queries: [{ name: a, ruleId: ${id}, aggregation: event_count, correlatedByFields: ["@usr.id"] }]
options: { evaluationWindow: 1h, keepAlive: 1h, maxSignalDuration: 1d }
cases: [{ status: high, condition: a > 0 }]
message: m
`
const asksTable = (id: string): string =>
  named(id).replace(
    'options:',
    'referenceTables: [{ tableName: known, columnName: id, logFieldPath: "@usr.id", ruleQueryName: failed, checkPresence: false }]\noptions:',
  )
const hides = (id: string, query: string): string =>
  suppression.replace('id: load-test', `id: ${id}`).replace('failed-logins', id).replace('@usr.id:load-test', query)
const pipeline = (target: string): string => {
  const remapper = { type: 'attribute-remapper', is_enabled: true, sources: ['who'], source_type: 'attribute' }
  const processors = [{ ...remapper, target, target_type: 'attribute' }]
  return JSON.stringify({ name: 'App', is_enabled: true, filter: { query: 'source:app' }, processors })
}
const raw = ['10:00', '10:01']
  .map((time) => ({ timestamp: `2026-11-20T${time}:00Z`, ddsource: 'app', evt: { outcome: 'failure' }, who: 'eve' }))
  .map((log) => JSON.stringify(log))
  .join('\n')
/** Two days: ann twice, the load test once; bob has one failure less than it takes. */
const logs =
  failure('e1', 'ann', '2026-11-20T10:00:00Z') +
  failure('e2', 'load-test', '2026-11-20T10:00:30Z') +
  failure('e3', 'ann', '2026-11-20T10:01:00Z') +
  failure('e4', 'load-test', '2026-11-20T10:01:30Z') +
  failure('e5', 'ann', '2026-11-21T10:00:00Z') +
  failure('e6', 'ann', '2026-11-21T10:01:00Z') +
  failure('e7', 'bob', '2026-11-21T10:01:00Z')

type Files = Readonly<Record<string, string | undefined>>

let base: string
beforeAll(async () => {
  base = await makeRepository({ ...smallWorkspace(), 'logs.ndjson': logs, '.gitignore': '.ddac\n' } as Record<
    string,
    string
  >)
})

/** A copy of the repository whose working tree is changed, after files that were committed besides. */
async function changed(files: Files, committed?: Files): Promise<string> {
  const folder = makeFolder()
  cpSync(base, folder, { recursive: true })
  if (committed) {
    changeFiles(folder, committed)
    await commitAll(folder)
  }
  changeFiles(folder, files)
  return folder
}

const impact = (cwd: string, ...more: readonly string[]): Promise<Run> =>
  ddac(['impact', '--base', 'main', join(cwd, 'logs.ndjson'), ...more], { cwd })

/** What was not there is not committed. */
function without(files: Files): Files {
  return Object.fromEntries(Object.entries(files).filter(([, text]) => text !== undefined))
}

/** What is told of each rule: why, and the counts that are not 0. */
async function rulesOf(cwd: string) {
  // From a folder below: files are the same, wherever they are named from.
  const asked = ['impact', '--base', 'main', '../logs.ndjson', '--format', 'json']
  const { rules, summary } = JSON.parse((await ddac(asked, { cwd: join(cwd, 'app') })).stdout)
  const told = rules.map(({ rule: id, ...rest }: Record<string, unknown>) => [
    id,
    Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== 0)),
  ])
  return { rules: Object.fromEntries(told), unchanged: summary.unchanged }
}

/** A rule for each kind of change: what of it was committed, what stands there now, and what becomes of its signals. */
const kinds: Readonly<
  Record<string, { readonly old?: Files; readonly now: Files; readonly told: object | undefined }>
> = {
  'more-needed': {
    now: { 'more-needed.rule.yaml': named('more-needed').replace('failed > 1', 'failed > 2') },
    told: { causes: ['rule'], before: 3, gone: 3 },
  },
  'fewer-needed': {
    now: { 'fewer-needed.rule.yaml': named('fewer-needed').replace('failed > 1', 'failed > 0') },
    told: { causes: ['rule'], before: 3, after: 4, new: 1 },
  },
  graver: {
    now: { 'graver.rule.yaml': named('graver').replace('status: medium', 'status: high') },
    told: { causes: ['rule'], before: 3, after: 3, changed: 3 },
  },
  'hides-more': {
    old: { 'a.suppression.yaml': hides('hides-more', '@usr.id:load-test') },
    now: { 'a.suppression.yaml': hides('hides-more', '@usr.id:(load-test OR ann)') },
    told: { causes: ['suppressions'], before: 2, suppressed: 2 },
  },
  'hides-nothing': {
    old: { 'b.suppression.yaml': hides('hides-nothing', '@usr.id:load-test') },
    now: { 'b.suppression.yaml': undefined },
    told: { causes: ['suppressions'], before: 2, after: 3, unsuppressed: 1 },
  },
  disabled: {
    now: { 'disabled.rule.yaml': named('disabled').replace('isEnabled: true', 'isEnabled: false') },
    told: { causes: ['disabled'], before: 3, gone: 3 },
  },
  removed: { now: { 'removed.rule.yaml': undefined }, told: { causes: ['removed'], before: 3, gone: 3 } },
  added: {
    old: { 'added.rule.yaml': undefined },
    now: { 'added.rule.yaml': named('added') },
    told: { causes: ['added'], after: 3, new: 3 },
  },
  'graver-reader': {
    old: { 'graver-reader.rule.yaml': reader('graver') },
    now: {},
    told: { causes: ['signals'], before: 3, after: 3 },
  },
  'other-rows': {
    old: { 'other-rows.rule.yaml': asksTable('other-rows'), 'known.csv': 'id\nbob\n' },
    now: { 'known.csv': 'id\nann\n' },
    told: { causes: ['tables'], before: 3, after: 1, gone: 2 },
  },
  'unread-then': {
    old: { 'unread-then.rule.yaml': named('unread-then').replace('cases:', 'cases: [') },
    now: { 'unread-then.rule.yaml': named('unread-then') },
    told: { causes: ['unread'], after: 3, notEvaluated: { before: 'its file has a mistake' } },
  },
  'unread-now': {
    now: { 'unread-now.rule.yaml': named('unread-now').replace('name: Several', 'names: Several') },
    told: { causes: ['unread'], before: 3, notEvaluated: { after: 'its file has a mistake' } },
  },
  'unsure-then': {
    old: { 'c.suppression.yaml': hides('unsure-then', '@usr.id:bob').replace('expires: 2027-01-31', 'expires: soon') },
    now: { 'c.suppression.yaml': hides('unsure-then', '@usr.id:bob') },
    told: { causes: ['unread'], after: 3, notEvaluated: { before: 'the suppression unsure-then has a mistake' } },
  },
  moved: { now: { 'moved.rule.yaml': undefined, 'aws/other-name.rule.yaml': named('moved') }, told: undefined },
  'tells-others': {
    now: {
      'tells-others.rule.yaml': named('tells-others').replace('notifications: []', 'notifications: ["@slack-soc"]'),
    },
    told: undefined,
  },
  renamed: { now: { 'renamed.rule.yaml': `formerly: renamed\n${named('renamed-again')}` }, told: undefined },
  'other-reason': {
    old: { 'd.suppression.yaml': hides('other-reason', '@usr.id:bob') },
    now: { 'd.suppression.yaml': hides('other-reason', '@usr.id:bob').replace('every minute', 'now and then') },
    told: undefined,
  },
}

describe('ddac impact', () => {
  it('tells of each rule that may raise other signals why, and what becomes of them; others cost nothing', async () => {
    const ids = Object.keys(kinds)
    const usual = Object.fromEntries(ids.map((id) => [`${id}.rule.yaml`, named(id)]))
    const then = Object.assign(
      { 'ddac.yaml': `${config}referenceTables: { known: known.csv }\n` },
      usual,
      ...ids.map((id) => kinds[id]?.old),
    )
    const now = Object.assign({}, ...ids.map((id) => kinds[id]?.now))
    const { rules, unchanged } = await rulesOf(await changed(now, without(then)))
    const told = ids.flatMap((id) => (kinds[id]?.told ? [[id, kinds[id].told] as const] : []))
    expect(rules).toEqual(Object.fromEntries(told))
    // The one of the small workspace, and those of which nothing is told.
    expect(unchanged).toBe(1 + ids.length - told.length)
  })

  const file = 'app/load-test.suppression.yaml'
  const hiding = (query: string): string => suppression.replace('@usr.id:load-test', query)
  // The logs have two signals of ann, on two days, and one of load-test; the clock stands at 25 November 2026.
  it.each<[string, string | undefined, string, object | undefined]>([
    ['a query that holds the old one', suppression, hiding('@usr.id:*'), { change: 'wider', hidden: 3, hiddenAnew: 2 }],
    [
      'a query that holds it and hides no more here',
      suppression,
      hiding('@usr.id:load*'),
      { change: 'wider', hidden: 1, hiddenAnew: 0 },
    ],
    [
      'a query of which the logs alone tell',
      hiding('@usr.id:(load-test OR bob)'),
      hiding('@usr.id:(load-test OR ann)'),
      { change: 'wider', hidden: 3, hiddenAnew: 2 },
    ],
    [
      'as many signals, and others',
      hiding('@usr.id:load-test'),
      hiding('@usr.id:ann @evt.outcome:failure'),
      { change: 'wider', hidden: 2, hiddenAnew: 2 },
    ],
    [
      'a query of which nothing tells',
      hiding('@usr.id:load-test'),
      hiding('-@usr.id:(ann OR bob)'),
      { change: 'unproved', hidden: 1, hiddenAnew: 0 },
    ],
    [
      'a scope',
      suppression.replace('[failed-logins]', '[other]'),
      suppression,
      { change: 'wider', ways: ['rules'], hidden: 1, hiddenAnew: 1 },
    ],
    [
      'switched on',
      `${suppression}enabled: false\n`,
      suppression,
      { change: 'wider', ways: ['enabled'], hidden: 1, hiddenAnew: 1 },
    ],
    [
      'a later end',
      suppression,
      suppression.replace('2027-01-31', '2027-02-28'),
      { change: 'wider', ways: ['expires'] },
    ],
    ['a start that has passed', `${suppression}start: 2026-11-21\n`, suppression, undefined],
    [
      'logs as well',
      suppression,
      `${suppression}dataExclusionQuery: '@usr.id:ann'\n`,
      { change: 'wider', hidden: 1, excludedLogs: { before: 0, after: 4 } },
    ],
    ['a query that is shown to hide no more', hiding('@usr.id:*'), suppression, undefined],
    ['a new one', undefined, suppression, { change: 'new', hidden: 1 }],
    ['a new one that has ended', undefined, suppression.replace('2027-01-31', '2026-11-25'), undefined],
    ['none any more', suppression, '', undefined],
  ])('says first of a suppression what it may hide more: %s', async (_, then, now, told) => {
    const cwd = await changed({ [file]: now || undefined }, { [file]: then })
    const { suppressions } = JSON.parse((await impact(cwd, '--format', 'json')).stdout)
    expect(suppressions).toEqual(told ? [expect.objectContaining({ id: 'load-test', ...told })] : [])
  })

  it('stands first, says whether its file consents, and counts the same rule under another name', async () => {
    const renamed = {
      [ruleFile]: `formerly: failed-logins\n${named('guesses')}`,
      'app/failed-logins.test.yaml': undefined,
    }
    const other = suppression.replace('[failed-logins]', '[guesses]')
    expect(
      JSON.parse((await impact(await changed({ ...renamed, [file]: other }), '--format', 'json')).stdout),
    ).toMatchObject({
      suppressions: [],
    })
    const cwd = await changed({ [file]: suppression.replace('2027-01-31', '2027-02-28') })
    const last = 'hides 1 signal here, none of them newly'
    expect((await impact(cwd)).stdout).toMatch(new RegExp(`^wider suppression load-test: a later end; ${last}\n`))
    expect((await impact(cwd, '--format', 'markdown')).stdout).toContain(
      `| \`load-test\` | :warning: wider | a later end; ${last} |`,
    )
    changeFiles(cwd, {
      [file]: `${suppression.replace('2027-01-31', '2027-02-28')}renewed: [{ at: 2026-11-25, until: 2027-02-28, reason: on }]\n`,
    })
    expect((await impact(cwd)).stdout).toMatch(new RegExp(`; ${last}; its file consents\n`))
  })

  it('reads logs twice where a pipeline of their source changed; another source is nothing to them', async () => {
    const other = pipeline('a').replace('source:app', 'source:x')
    const web = { 'web.rule.yaml': named('web').replaceAll('source:app', 'source:web') }
    const committed = { 'app.pipeline.json': pipeline('usr.name'), 'logs.ndjson': raw, ...web }
    const cwd = await changed({ 'app.pipeline.json': pipeline('usr.id'), 'x.pipeline.json': other }, committed)
    expect(await rulesOf(cwd)).toEqual({
      rules: { 'failed-logins': { causes: ['logs'], after: 1, new: 1 } },
      unchanged: 1,
    })
    const twice = await ddac(['impact', '--base', 'main', '-'], { cwd, stdin: raw })
    expect(twice.code).toBe(2)
    expect(twice.stderr).toMatch(/standard input can be read only once/)
    expect((await impact(cwd, '--processed')).stdout).toMatch(/^Nothing that decides signals changed/)
  })

  it('reads logs twice where ddac.yaml says something else of them', async () => {
    const unsaid = raw.replaceAll('"ddsource":"app",', '').replaceAll('"who":"eve"', '"usr":{"id":"eve"}')
    const cwd = await changed(
      { 'ddac.yaml': `${config}logs: { logs.ndjson: { source: app } }\n` },
      { 'logs.ndjson': unsaid },
    )
    expect((await rulesOf(cwd)).rules).toEqual({ 'failed-logins': { causes: ['logs'], after: 1, new: 1 } })
  })

  it('looks for no log where nothing changed that decides signals', async () => {
    const { code, stdout } = await ddac(['impact', '--base', 'main', 'nowhere.ndjson'], { cwd: base })
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^Nothing that decides signals changed since main \([0-9a-f]{10}\): 1 rule alike, no log read\.\n$/,
    )
  })

  const fewer = { [ruleFile]: rule.replace('failed > 1', 'failed > 2') }

  it('--fail-on exits with 1 for what it names, and says how many there are', async () => {
    const cwd = await changed(fewer)
    const { code, stdout } = await impact(cwd, '--fail-on', 'new', '--fail-on', 'gone > 0/day')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^--fail-on gone > 0\/day: 1 on 2026-11-2[01]$/m)
    expect((await impact(cwd, '--fail-on', 'new')).code).toBe(0)
  })

  it('--fail-on fails where a file of today has a mistake: nobody knows what it will raise', async () => {
    const cwd = await changed({ [ruleFile]: rule.replace('name: Several', 'names: Several') })
    expect((await impact(cwd, '--fail-on', 'new')).code).toBe(1)
    expect((await impact(cwd)).code).toBe(0)
  })

  it('tells counts by rule, severity, day and principal, and an example with what explain says', async () => {
    const { code, stdout } = await impact(await changed(fewer))
    expect(code).toBe(0)
    expect(stdout).toMatch(/^failed-logins +2 +0 +2$/m)
    expect(stdout).toMatch(/^medium +2 +0 +2$/m)
    expect(stdout).toMatch(/^2026-11-20 +1 +0 +1$/m)
    expect(stdout).toMatch(/^ann +2 +0 +2$/m)
    expect(stdout).toMatch(/^Example: gone, failed-logins$/m)
    expect(stdout).toMatch(/too few {2}@usr\.id=ann {2}several: 2 of the 3 needed/)
  })

  it('of a new signal tells why it was not raised before', async () => {
    const { stdout } = await impact(
      await changed({ [ruleFile]: rule.replace('failed > 1', 'failed > 0') }),
      '--format',
      'json',
    )
    const { examples } = JSON.parse(stdout)
    const [fresh] = examples.filter(({ kind }: { kind: string }) => kind === 'new')
    expect(fresh).toMatchObject({
      rule: 'failed-logins',
      after: { group: { '@usr.id': 'bob' } },
      explanations: {
        before: { signals: [], nearMisses: [{ kind: 'count' }] },
        after: { signals: [{ events: ['e7'] }] },
      },
    })
  })

  it('Markdown names nobody unless it may, and stays within its size', async () => {
    const cwd = await changed(fewer)
    const { stdout } = await impact(cwd, '--format', 'markdown')
    expect(stdout).toMatch(/^\| `failed-logins` \| 2 \| 0 \| 0 \| 2 \| 0 \| 0 \| 0 \| the rule changed \|$/m)
    expect(stdout).not.toMatch(/ann/)
    const shown = await impact(cwd, '--format', 'markdown', '--show-values')
    expect(shown.stdout).toMatch(/^\| ann \| 2 \|/m)
    expect(shown.stdout).toMatch(/<summary>gone: failed-logins<\/summary>/)
    const small = await impact(cwd, '--format', 'markdown', '--show-values', '--max-size', '1100')
    expect(Buffer.byteLength(small.stdout)).toBeLessThanOrEqual(1100)
    expect(small.stdout).toMatch(/Left out to stay within 1100 bytes/)
  })

  it('names a thousand principals at most, and counts all others together', async () => {
    const cwd = await changed({ [ruleFile]: rule.replace('failed > 1', 'failed > 0') })
    const failures = Array.from({ length: 1002 }, (_, at) => failure(`e${at}`, `user-${at}`, '2026-11-20T10:00:00Z'))
    const about = (...more: readonly string[]): Promise<Run> =>
      ddac(['impact', '--base', 'main', '-', ...more], { cwd, stdin: failures.join('') })
    const { principals, otherPrincipals } = JSON.parse((await about('--format', 'json')).stdout)
    expect(new Set(principals.map(({ principal }: { principal: string }) => principal)).size).toBe(1000)
    expect(otherPrincipals).toMatchObject({ principals: 2, before: 0, after: 2, new: 2 })
    expect((await about()).stdout).toMatch(/^and 992 more +0 +992 +992$/m)
  })

  it('explains no example by logs of which a file has gone meanwhile, and says so', async () => {
    const cwd = await changed(fewer)
    const goneAt = (text: string): Promise<Run> =>
      ddac(['impact', '--base', 'main', 'logs.ndjson', '--no-color'], {
        cwd,
        isTerminal: true,
        onStderr: (told) => void (told.includes(text) && rmSync(join(cwd, 'logs.ndjson'), { force: true })),
      })
    const { code, stdout, stderr } = await goneAt('examples: 0/1')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Example: gone, failed-logins$/m)
    expect(stdout).not.toMatch(/explain/)
    expect(stderr).toMatch(
      /warning: the examples are not explained: logs\.ndjson changed meanwhile: cannot be read: it is no longer there$/m,
    )
  })

  it('reads standard input, which has been read when examples are explained', async () => {
    const cwd = await changed(fewer)
    const { code, stdout } = await ddac(['impact', '--base', 'main', '-'], { cwd, stdin: logs })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^failed-logins +2 +0 +2$/m)
    expect(stdout).not.toMatch(/What explain says/)
  })

  it('--tenant-logs fetches what changed rules ask for, once', async () => {
    const cwd = await changed(fewer)
    const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
    const sent = ['10:00', '10:01'].map((time) => ({
      ddsource: 'app',
      timestamp: `2026-11-20T${time}:00Z`,
      evt: { outcome: 'failure' },
      usr: { id: 'ann' },
    }))
    await fetch(`${emulator.url}/api/v2/logs`, { method: 'POST', body: JSON.stringify(sent) })
    await emulator.close()
    const asked = ['impact', '--base', 'main', '--tenant-logs', '--last', '7d']
    const first = await ddac(asked, { cwd })
    expect(first.stdout).toMatch(/^failed-logins +1 +0 +1$/m)
    expect(first.stderr).toMatch(/2 logs to fetch for 1 searches/)
    const kept = [...filesIn(cwd).keys()].filter((path) => path.startsWith('.ddac/logs/') && path.endsWith('.ndjson'))
    expect(kept).toHaveLength(1)
    expect((await ddac(asked, { cwd })).stderr).toMatch(/0 logs to fetch/)
  })

  it('draws mistakes in the files of the commit, and says of which it is', async () => {
    const { stderr } = await impact(
      await changed({ [ruleFile]: rule }, { [ruleFile]: rule.replace('failed > 1', 'faild > 1') }),
    )
    expect(stderr).toMatch(/^main \([0-9a-f]{10}\) has mistakes, and what they are in is not compared:$/m)
    expect(stderr).toMatch(/faild/)
  })
})

describe('the commit that it is laid beside', () => {
  it.each<[string, string, RegExp]>([
    ['is unknown', 'nope', /git knows no commit "nope"\n.*help: Name a branch, a tag or a commit/s],
    ['looks like an option', '--upload-pack=x', /git knows no commit "--upload-pack=x"/],
    ['is no commit', 'main:ddac.yaml', /git knows no commit/],
  ])('%s', async (_, ref, tells) => {
    const { code, stderr } = await ddac(['impact', `--base=${ref}`, 'logs.ndjson'], { cwd: base })
    expect(code).toBe(2)
    expect(stderr).toMatch(tells)
  })

  it('is of another remote, or beyond a shallow clone', async () => {
    const clone = makeFolder()
    await git(clone, 'clone', '-q', '--depth', '1', `file://${base}`, 'c')
    const cwd = join(clone, 'c')
    const shallow = await ddac(['impact', '--base', 'main~1', 'logs.ndjson'], { cwd })
    expect(shallow.stderr).toMatch(/This clone is shallow.*fetch-depth: 0/)
    await git(cwd, 'fetch', '-q', '--unshallow').catch(() => '')
    await git(cwd, 'checkout', '-q', '-b', 'work')
    await git(cwd, 'branch', '-q', '-D', 'main')
    const remote = await ddac(['impact', '--base', 'main', 'logs.ndjson'], { cwd })
    expect(remote).toMatchObject({ code: 2 })
    expect(remote.stderr).toMatch(/Did you mean origin\/main\?/)
  })

  it('is asked for where no repository is', async () => {
    const { code, stderr } = await impact(makeFolder(smallWorkspace({ 'logs.ndjson': logs })))
    expect(code).toBe(2)
    expect(stderr).toMatch(/the workspace lies in no git repository/)
  })

  it('has no workspace: every rule is added', async () => {
    const cwd = await makeRepository({ 'readme.txt': 'x' })
    changeFiles(cwd, smallWorkspace({ 'logs.ndjson': logs }))
    const { code, stderr, stdout } = await impact(cwd)
    expect(code).toBe(0)
    expect(stderr).toMatch(/has no workspace: every rule counts as added/)
    expect(stdout).toMatch(/^failed-logins +0 +2 +2$/m)
  })

  it('has the workspace in another folder, from which links lead', async () => {
    const cwd = await makeRepository({ 'logs.ndjson': logs, 'shared/it.yaml': rule })
    changeFiles(cwd, Object.fromEntries(Object.entries(smallWorkspace()).map(([path, text]) => [`old/${path}`, text])))
    changeFiles(cwd, { [`old/${ruleFile}`]: undefined })
    symlinkSync('../../shared/it.yaml', join(cwd, 'old', ruleFile))
    changeFiles(cwd, { 'old/ddac.yaml': `${config}files: repository\n` })
    await commitAll(cwd)
    renameSync(join(cwd, 'old'), join(cwd, 'new'))
    const { code, stdout, stderr } = await ddac(['impact', '--base', 'main', '--workspace', 'new', 'logs.ndjson'], {
      cwd,
    })
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Nothing that decides signals changed/),
    })
    expect(stderr).toMatch(/has the workspace in old$/m)
  })
})
