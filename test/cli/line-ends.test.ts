import { ddac, filesIn, makeFolder, writeFiles } from './run-in-process'
import { logs, rule, smallWorkspace, suppression, tests } from './small-workspace'

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

/** What a command made of a workspace that is written so, and of the same with LF. */
async function written(argv: readonly (readonly string[])[], more: Readonly<Record<string, string>>) {
  const made = await Promise.all(
    [smallWorkspace(more), asWindows(smallWorkspace(more))].map(async (files) => {
      const cwd = makeFolder(files)
      for (const each of argv) await ddac(each, { cwd })
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

it.each<[string, readonly (readonly string[])[], Readonly<Record<string, string>>]>([
  ['fmt', [['fmt']], { [rulePath]: withServerKey }],
  ['validate --fix', [['validate', '--fix']], { [rulePath]: withServerKey }],
  ['rename', [['rename', 'failed-logins', 'many-failures']], {}],
  ['suppress expire', [['suppress', 'expire', 'load-test']], {}],
])('%s keeps line ends and mark', async (_, argv, more) => {
  const { plain, other } = await written(argv, more)
  expect(other).toEqual(plain)
  expect(other).not.toEqual(asWindows(smallWorkspace(more)))
})

it('what a file says last without a line break it goes on to say so', async () => {
  const cwd = makeFolder(smallWorkspace())
  writeFiles(cwd, { [rulePath]: withServerKey.replace(/message: \|[\s\S]*$/, 'message: short') })
  await ddac(['fmt'], { cwd })
  expect(filesIn(cwd).get(rulePath)).toMatch(/\nmessage: short$/)
})
