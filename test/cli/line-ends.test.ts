import { join } from 'node:path'
import { startEmulator } from '../../src/emulator/start-emulator'
import { changeIn } from './in-tenant'
import { ddac, filesIn, makeFolder, writeFiles } from './run-in-process'
import { config, logs, rule, smallWorkspace, suppression, tests } from './small-workspace'

const mark = '\ufeff'
const rulePath = 'app/failed-logins.rule.yaml'

/** Files as an editor of Windows writes them: CRLF, YAML with a byte order mark. */
function asWindows(files: Readonly<Record<string, string>>): Record<string, string> {
  const written = Object.entries(files).map(([name, text]): [string, string] => [
    name,
    `${name.endsWith('.yaml') ? mark : ''}${text.replaceAll('\n', '\r\n')}`,
  ])
  return Object.fromEntries(written)
}

const mistaken: Readonly<Record<string, string>> = {
  'logs.ndjson': logs,
  'app/query.rule.yaml': rule.replace('failed-logins', 'query').replace(':failure', ':(failure'),
  'app/block.rule.yaml': rule
    .replace('failed-logins', 'block')
    .replace('query: source:app @evt.outcome:failure', 'query: |\n      source:app\n      @a:"b'),
  'app/text.rule.yaml': rule.replace('failed-logins', 'text').replace('Ask {{@usr.id}}.', 'Ask {{@usr.id}\n  now.'),
  'app/yaml.rule.yaml': 'id: a\nname: "a" b\n',
  'app/bad.test.yaml': tests.replace('at: +5m', 'at: 5m'),
  'app/bad.suppression.yaml': suppression.replace('load-test', 'bad').replace('2027-01-31', 'soon'),
  'tables.csv': 'id\nann\n',
}

const reading: readonly (readonly string[])[] = [
  ['validate'],
  ['validate', '--format', 'json'],
  ['test', '--format', 'ndjson'],
  ['eval', 'logs.ndjson', '--format', 'json'],
  ['explain', 'failed-logins', 'logs.ndjson'],
  ['coverage', '--format', 'json'],
  ['suppress', 'list', '--format', 'json'],
  ['plan', '--format', 'json'],
]

it.each(reading.map((argv) => [argv.join(' '), argv] as const))(
  '%s says the same of files with CRLF and a mark',
  async (_, argv) => {
    const files = smallWorkspace(mistaken)
    const plain = await ddac(argv, { cwd: makeFolder(files) })
    const other = await ddac(argv, { cwd: makeFolder(asWindows(files)) })
    const timeless = (text: string): string => text.replace(/"seconds": ?[\d.]+/g, '')
    expect(timeless(other.stdout)).toBe(timeless(plain.stdout))
    expect(other).toMatchObject({ code: plain.code, stderr: plain.stderr })
  },
)

/** A command, or what happens in the tenant between two. */
type Step = readonly string[] | ((cwd: string) => unknown)

/** What a command made of a workspace that is written so, and of the same with LF. */
async function written(steps: readonly Step[], more: Readonly<Record<string, string>>) {
  const made = await Promise.all(
    [smallWorkspace(more), asWindows(smallWorkspace(more))].map(async (files) => {
      const cwd = makeFolder(files)
      for (const step of steps) await (typeof step === 'function' ? step(cwd) : ddac(step, { cwd }))
      return filesIn(cwd)
    }),
  )
  const [plain = new Map(), other = new Map()] = made
  const own = [...plain].filter(([name]) => name.endsWith('.yaml'))
  return {
    plain: asWindows(Object.fromEntries(own)),
    other: Object.fromEntries([...other].filter(([name]) => name.endsWith('.yaml'))),
  }
}

const withServerKey = rule.replace('isEnabled: true', 'version: 3\nisEnabled: true')

/** The tenant has a rule that somebody made by hand. */
async function seeded(cwd: string): Promise<void> {
  const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
  await fetch(`${emulator.url}/_emulator/seed`, { method: 'POST', body: JSON.stringify({ rules: [byHand] }) })
  await emulator.close()
}

const byHand = {
  id: 'aaa-aaa-001',
  version: 1,
  name: 'By hand',
  message: 'Look at it.',
  type: 'log_detection',
  isEnabled: true,
  queries: [{ query: 'source:app' }],
  cases: [{ status: 'low', condition: 'a > 0' }],
  options: { evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86400 },
  tags: ['source:app'],
}

const apply = ['apply', '--yes']

it.each<[string, readonly Step[], Readonly<Record<string, string>>]>([
  ['fmt', [['fmt']], { [rulePath]: withServerKey }],
  ['validate --fix', [['validate', '--fix']], { [rulePath]: withServerKey }],
  ['rename', [['rename', 'failed-logins', 'many-failures']], {}],
  ['suppress expire', [['suppress', 'expire', 'load-test']], {}],
  ['suppress renew', [['suppress', 'renew', 'load-test', '--until', '2027-06-30', '--reason', 'nightly']], {}],
  [
    'drift --adopt of a rule and a suppression',
    [
      apply,
      (cwd) => changeIn(cwd, 'failed-logins', { message: 'By hand.\n\nTwo lines.\n' }),
      (cwd) => changeIn(cwd, 'load-test', { suppression_query: '@usr.id:other' }),
      ['drift', '--adopt'],
    ],
    {},
  ],
  [
    'drift --adopt into the overlay of a tenant',
    [
      [...apply, '--tenant', 'all'],
      (cwd) => changeIn(cwd, 'failed-logins', { isEnabled: false }),
      ['drift', '--adopt', '--tenant', 'all'],
    ],
    {
      'ddac.yaml': config.replace(
        'defaultTenant',
        '  # of the night shift\n  other: { emulator: true }\ndefaultTenant',
      ),
    },
  ],
])('%s keeps line ends and mark', async (_, argv, more) => {
  const { plain, other } = await written(argv, more)
  expect(other).toEqual(plain)
  expect(other).not.toEqual(asWindows(smallWorkspace(more)))
})

it.each<[string, readonly Step[]]>([
  ['import --adopt', [seeded, ['import', 'aaa-aaa-001', '--adopt', '--yes']]],
  [
    'suppress add',
    [
      'suppress add ci --name CI --rule failed-logins --hide @usr.id:ci --expires 2027-01-31 --owner a --reason b'.split(
        ' ',
      ),
    ],
  ],
])('%s makes files of its own and leaves those that are there as they were written', async (_, steps) => {
  const files = asWindows(smallWorkspace())
  const cwd = makeFolder(files)
  for (const step of steps) await (typeof step === 'function' ? step(cwd) : ddac(step, { cwd }))
  const after = filesIn(cwd)
  expect(Object.fromEntries(Object.keys(files).map((name) => [name, after.get(name)]))).toEqual(files)
  expect([...after.keys()].filter((name) => name.endsWith('.yaml') && !(name in files))).toHaveLength(1)
})

it('what a file says last without a line break it goes on to say so', async () => {
  const cwd = makeFolder(smallWorkspace())
  writeFiles(cwd, { [rulePath]: withServerKey.replace(/message: \|[\s\S]*$/, 'message: short') })
  await ddac(['fmt'], { cwd })
  expect(filesIn(cwd).get(rulePath)).toMatch(/\nmessage: short$/)
})
