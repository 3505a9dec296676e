/**
 * Every command that writes, with the workspace and the tenant that it begins with. `made` answers the files, does in the
 * tenant what came before, and may run commands to get there. `uses` says which kinds of faults it can meet.
 */
const { fewStrangers, log, newValue, pipeline, ruleText, strangers, suppressionText } = require('./things.cjs')

const prod = 'tenants:\n  prod: { site: datadoghq.eu }\ndefaultTenant: prod\n'
const emulated = 'tenants:\n  local: { emulator: true }\ndefaultTenant: local\n'

const before = {
  'ddac.yaml': prod,
  ...Object.fromEntries([0, 1, 2, 3, 4].map((at) => [`app/r-${at}.rule.yaml`, ruleText(`r-${at}`)])),
  'app/q-0.suppression.yaml': suppressionText('q-0', 'r-0'),
  'app/q-1.suppression.yaml': suppressionText('q-1', 'r-1'),
}

/** Text, method, a field and a query change; things go and come, and what is new needs what is new. */
const edits = {
  'app/r-1.rule.yaml': ruleText('r-1', { message: 'Another text.' }),
  'app/r-2.rule.yaml': ruleText('r-2', { detection: newValue }),
  'app/r-3.rule.yaml': undefined,
  'app/r-5.rule.yaml': ruleText('r-5', { more: 'groupSignalsBy: ["@usr.id"]\n' }),
  'app/r-6.rule.yaml': ruleText('r-6', { enabled: false }),
  'app/q-0.suppression.yaml': suppressionText('q-0', 'r-0', '@usr.id:q-0 @evt.name:nightly'),
  'app/q-1.suppression.yaml': undefined,
  'app/q-5.suppression.yaml': suppressionText('q-5', 'r-5'),
}

const logs = Array.from({ length: 40 }, (_, at) =>
  log(new Date(Date.UTC(2026, 10, 20, 10) + at * 20_000).toISOString(), `user-${at % 7}`),
)

/** More than a page. */
const manyLogs = Array.from({ length: 1300 }, (_, at) =>
  log(new Date(Date.UTC(2026, 10, 20, 10) + at * 2000).toISOString(), `user-${at % 7}`),
)

const seed = (tenant, things) => tenant.behind('POST', '/_emulator/seed', things)
const rulesPath = '/api/v2/security_monitoring/rules'
const suppressionsPath = '/api/v2/security_monitoring/configuration/suppressions'

async function idOf(tenant, slug) {
  const { rules, suppressions } = await tenant.state()
  for (const [id, versions] of [...Object.entries(rules), ...Object.entries(suppressions)]) {
    if (versions.at(-1).tags?.includes(`ddac:${slug}`)) return id
  }
  throw new Error(`the tenant has no ${slug}`)
}

async function changeByHand(tenant) {
  await tenant.behind('PUT', `${rulesPath}/${await idOf(tenant, 'r-1')}`, { message: 'Changed there.' })
  await tenant.behind('PUT', `${rulesPath}/${await idOf(tenant, 'r-2')}`, { isEnabled: false })
  await tenant.behind('PATCH', `${suppressionsPath}/${await idOf(tenant, 'q-0')}`, {
    data: { type: 'suppressions', attributes: { suppression_query: '@usr.id:changed' } },
  })
}

const day = ['--from', '2026-11-20T00:00:00Z', '--to', '2026-11-21T00:00:00Z']

const prune = ['--prune', '--max-deletes', '10']

const writers = {
  apply: {
    uses: ['network', 'process', 'pages', 'person', 'two'],
    files: before,
    argv: ['apply', '--yes', ...prune],
    repeats: true,
    prepare: async ({ tenant, ddac, write }) => {
      await seed(tenant, strangers)
      await ddac(['apply', '--yes', ...prune])
      write(edits)
    },
  },
  'apply, emulated': {
    uses: ['disk', 'process', 'two'],
    files: { ...before, 'ddac.yaml': emulated },
    argv: ['apply', '--yes', ...prune],
    repeats: true,
    isEmulated: true,
    prepare: async ({ ddac, write }) => {
      await ddac(['apply', '--yes', ...prune])
      write(edits)
    },
  },
  import: {
    uses: ['network', 'disk', 'process', 'pages'],
    files: { 'ddac.yaml': prod, 'app/r-0.rule.yaml': ruleText('r-0') },
    argv: ['import', '--query', 'source:okta'],
    prepare: ({ tenant }) =>
      seed(tenant, {
        rules: [
          ...strangers.rules.slice(0, 4),
          ...strangers.rules.slice(100, 203).map((one) => ({ ...one, tags: ['source:other'] })),
        ],
        suppressions: strangers.suppressions,
      }),
  },
  'import --adopt': {
    uses: ['network', 'disk', 'process', 'pages', 'two'],
    files: { 'ddac.yaml': prod, 'app/r-0.rule.yaml': ruleText('r-0') },
    argv: ['import', '--query', 'source:okta', '--adopt', '--yes'],
    repeats: true,
    prepare: ({ tenant }) => seed(tenant, fewStrangers),
  },
  release: {
    uses: ['network', 'process', 'pages', 'person', 'two'],
    files: before,
    argv: ['release', '--all', '--yes'],
    repeats: true,
    prepare: async ({ tenant, ddac }) => {
      await seed(tenant, strangers)
      await ddac(['apply', '--yes', ...prune])
    },
  },
  init: {
    uses: ['disk', 'process', 'two'],
    files: { '.git/HEAD': 'ref: refs/heads/main\n', '.gitignore': 'dist/\n' },
    argv: ['init', '--yes', '--ci', 'github', '--pre-commit'],
    normal: (text) => text.replace(/\d{4}-\d\d-\d\d/g, 'A DAY'),
  },
  'drift --adopt': {
    uses: ['network', 'disk', 'process', 'pages'],
    files: before,
    argv: ['drift', '--adopt'],
    prepare: async ({ tenant, ddac }) => {
      await seed(tenant, fewStrangers)
      await ddac(['apply', '--yes', ...prune])
      await changeByHand(tenant)
    },
  },
  nightly: {
    uses: ['network', 'disk', 'process', 'pages'],
    files: before,
    argv: ['nightly', '--out', 'night'],
    prepare: async ({ tenant, ddac }) => {
      await seed(tenant, fewStrangers)
      await ddac(['apply', '--yes', ...prune])
      await changeByHand(tenant)
    },
    // It begins from what is committed: after a run that was cut off these files tell what was left to do.
    form: {
      'night/nightly.json': (text) => Array.isArray(JSON.parse(text).files),
      'night/nightly.md': (text) => /^#.*\n$/s.test(text),
      'night/whole.md': (text) => /^#.*\n$/s.test(text),
    },
    normal: (text, path) => (path?.startsWith('night/') ? 'A NIGHT' : text),
  },
  'suppress add': {
    uses: ['disk', 'process'],
    files: before,
    argv: [
      ...['suppress', 'add', 'q-9', '--name', 'Quiet nine', '--rule', 'r-1', '--hide', '@usr.id:nine'],
      ...['--expires', '2999-01-31', '--owner', 'team@example.com', '--reason', 'It is known.'],
    ],
  },
  'suppress expire': {
    uses: ['disk', 'process'],
    files: before,
    argv: ['suppress', 'expire', 'q-0'],
    normal: (text) => text.replace(/expires: 2[^9][^\s]*Z/g, 'expires: NOW'),
  },
  'suppress renew': {
    uses: ['disk', 'process'],
    files: before,
    argv: ['suppress', 'renew', 'q-0', '--until', '2999-06-30', '--reason', 'It is still known.'],
    normal: (text) => text.replace(/at: \d{4}-\d\d-\d\d/g, 'at: NOW'),
  },
  'suppress add --from-signal': {
    uses: ['disk', 'process'],
    files: {
      ...before,
      '.ddac/.gitignore': '*\n',
      '.ddac/anonymising.key': `${'5'.repeat(64)}\n`,
      'logs/app.ndjson': logs.map((one) => `${JSON.stringify(one)}\n`).join(''),
    },
    argv: [
      ...['suppress', 'add', 'q-9', '--from-signal', 'signal.ndjson', '--logs', 'logs', '--choice', '1'],
      ...['--until', '2999-01-31', '--owner', 'team@example.com', '--reason', 'It is known.'],
    ],
    prepare: async ({ ddac, write }) => {
      const { stdout } = await ddac(['eval', 'logs', '--rule', 'r-0', '--format', 'ndjson'])
      write({ 'signal.ndjson': `${stdout.split('\n')[0]}\n` })
    },
  },
  rename: {
    uses: ['disk', 'process'],
    files: {
      ...before,
      'app/r-0.test.yaml':
        'rule: r-0\ntests:\n  - name: nothing\n    logs: [{ at: +0s, log: { ddsource: app } }]\n    expect: silence # yes\n',
      'more/counter.rule.yaml': `id: counter
name: Signals of r-0
type: signal_correlation
queries:
  - { name: seen, ruleId: r-0, aggregation: event_count, correlatedByFields: [host] } # counted
options: { detectionMethod: threshold, evaluationWindow: 5m, keepAlive: 1h, maxSignalDuration: 1d }
cases: [{ status: high, condition: seen > 1 }]
message: r-0 again.
tags: [source:app]
`,
    },
    argv: ['rename', 'r-0', 'r-zero'],
    // A file gets its new name first: until the next run it says there what it said under the old one.
    moves: { 'app/r-zero.rule.yaml': 'app/r-0.rule.yaml', 'app/r-zero.test.yaml': 'app/r-0.test.yaml' },
  },
  fmt: {
    uses: ['disk', 'process'],
    files: {
      ...before,
      'app/a.rule.yaml': `${ruleText('a')}version: 7\ncreatedAt: 1700000000000\n`,
      'app/b.rule.yaml': `${ruleText('b')}creationAuthorId: 5\n`,
    },
    argv: ['fmt'],
    repeats: true,
  },
  'validate --fix': {
    uses: ['disk', 'process'],
    files: {
      ...before,
      'app/a.rule.yaml': `${ruleText('a')}version: 7\ncreatedAt: 1700000000000\n`,
      'app/b.rule.yaml': `${ruleText('b')}creationAuthorId: 5\n`,
      'app/c.rule.yaml': ruleText('c', { tags: 'technique:T1086-powershell' }),
    },
    argv: ['validate', '--fix'],
    repeats: true,
  },
  'plan --out': {
    uses: ['network', 'disk', 'process', 'pages'],
    files: before,
    argv: ['plan', '--out', 'plan.json'],
    repeats: true,
    prepare: async ({ tenant, ddac, write }) => {
      await seed(tenant, fewStrangers)
      await ddac(['apply', '--yes', ...prune])
      write(edits)
    },
    form: { 'plan.json': (text) => JSON.parse(text).seal !== undefined },
    normal: (text) => text.replace(/"(?:host|madeAt|seal)": ?"[^"]*"/g, '"NOW"'),
  },
  'pipeline pull': {
    uses: ['network', 'disk', 'process'],
    files: before,
    argv: ['pipeline', 'pull'],
    repeats: true,
    prepare: async ({ tenant, ddac }) => {
      await seed(tenant, { pipelines: [pipeline('p-1', 'app'), pipeline('p-2', 'db'), pipeline('p-3', 'old')] })
      await ddac(['pipeline', 'pull'])
      await seed(tenant, { pipelines: [pipeline('p-1', 'app', 'worse,failure'), pipeline('p-4', 'new')] })
    },
    alter: ({ pipelines }) => {
      delete pipelines['p-3']
    },
    normal: (text) => text.replace(/at: \d{4}-[^\s]*Z/g, 'at: NOW'),
  },
  sample: {
    uses: ['network', 'disk', 'process'],
    files: { ...before, '.ddac/.gitignore': '*\n', '.ddac/anonymising.key': `${'5'.repeat(64)}\n` },
    argv: ['sample', 'source:app', ...day],
    prepare: async ({ tenant, ddac }) => {
      await ddac(['apply', '--yes'])
      await tenant.behind('POST', '/api/v2/logs', logs)
    },
  },
  'sample, the first': {
    uses: ['disk', 'process', 'two'],
    files: before,
    argv: ['sample', 'source:app', ...day],
    prepare: ({ tenant }) => tenant.behind('POST', '/api/v2/logs', logs),
    form: { '.ddac/anonymising.key': (text) => /^[0-9a-f]{64}\n$/.test(text) },
    // The key is new in each run, and with it the names.
    normal: (text, path) =>
      path === '.ddac/anonymising.key'
        ? 'A KEY'
        : path?.includes('sample')
          ? text.replace(/"[^"]*"|\b[\w.@-]+\b/g, '_')
          : text,
  },
  'eval --tenant-logs': {
    uses: ['network', 'disk', 'process', 'two'],
    files: { ...before, '.ddac/.gitignore': '*\n' },
    argv: ['eval', '--tenant-logs', ...day, '--rule', 'r-0', '--format', 'ndjson'],
    repeats: true,
    prepare: async ({ tenant, ddac }) => {
      await tenant.behind('POST', '/api/v2/logs', manyLogs)
      await ddac(['eval', '--tenant-logs', '--from', day[1], '--to', '2026-11-20T10:30:00Z', '--rule', 'r-0'])
    },
    answer: (stdout) => stdout.replace(/"seconds":[\d.]+/, '"seconds":0'),
  },
}

/** Commands that write and are no writer here, each with its reason. */
const unbesieged = {
  test: 'it writes with --also alone, as validate does, which reads and changes more',
  'suppress check': 'it writes with --also alone, as validate does',
  'pipeline test': 'it writes with --also alone, as validate does',
  impact: 'it keeps fetched logs as eval does, by the same code',
  calibrate: 'it keeps fetched logs as eval does, by the same code',
  backtest: 'it starts a job in the tenant, and leaves nothing to make whole',
  review: 'its folder is made anew by each run of a pipeline',
  'suppress draft': 'its folder is made anew by each run of a pipeline; its files are those of suppress add',
  'gitlab waiting': 'its folder is made anew by each run of a pipeline, and its host is no tenant',
  'github review': 'it writes a comment to a host that is no tenant',
  'gitlab review': 'it writes a comment to a host that is no tenant',
  'github drift': 'it writes an issue to a host that is no tenant',
  'gitlab drift': 'it writes an issue to a host that is no tenant',
  'github suppression': 'it opens a pull request at a host that is no tenant',
  'gitlab suppression': 'it opens a merge request at a host that is no tenant',
  emulator: 'it answers others: served-emulator.cjs besieges it as a server, and "apply, emulated" its store',
}

module.exports = { unbesieged, writers }
