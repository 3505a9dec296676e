import { ddac, linesOf, makeFolder } from './run-in-process'
import { config, rule, smallWorkspace, suppression, tests } from './small-workspace'

const rulePath = 'app/failed-logins.rule.yaml'
const testPath = 'app/failed-logins.test.yaml'
const suppressionPath = 'app/load-test.suppression.yaml'
const query = (written: string): string => rule.replace('query: source:app @evt.outcome:failure', `query: ${written}`)
const named = (written: string): string => rule.replace(/^name: .*$/m, `name: ${written}`)

/** What somebody typed, the one code with its line, and a part of what to write instead. */
type Mistake = readonly [what: string, file: string, text: string, code: string, line: number, help: string]

const mistakes: readonly Mistake[] = [
  ['a star at the start of a query', rulePath, query('*admin*'), 'W004', 7, "write '*admin*'"],
  ['quotes that end early', rulePath, query('"access denied" source:app'), 'W001', 7, `'"access denied" source:app'`],
  ['quotes around quotes', rulePath, query('"source:app @a:"x""'), 'W001', 7, `query: 'source:app @a:"x"'`],
  ['quoted words beside each other', rulePath, query('"a b" OR "c d"'), 'W001', 7, `query: '"a b" OR "c d"'`],
  ['an apostrophe in quotes', rulePath, named("'It's me'"), 'W001', 2, "name: 'It''s me'"],
  ['braces at the start', rulePath, named('{{@usr.id}} fails'), 'W001', 2, "name: '{{@usr.id}} fails'"],
  [
    'a dash without a blank',
    rulePath,
    rule.replace('- name: failed', '-name: failed'),
    'W001',
    6,
    'write - name: failed',
  ],
  ['a tab', rulePath, rule.replace('    query:', '\tquery:'), 'W001', 7, 'two for each tab'],
  ['a wrong indent', rulePath, rule.replace('    query:', '   query:'), 'W001', 7, '4 blanks'],
  ['yes for true', rulePath, rule.replace('isEnabled: true', 'isEnabled: yes'), 'R102', 4, 'write true'],
  ['severity for status', rulePath, rule.replace('status:', 'severity:'), 'R110', 17, 'write status'],
  ['groupBy', rulePath, rule.replace('groupByFields:', 'groupBy:'), 'R110', 8, 'write groupByFields'],
  ['a mistyped key that is needed', rulePath, rule.replace('queries:', 'querys:'), 'R110', 5, 'did you mean queries?'],
  ['two signs in a comparison', rulePath, rule.replace('failed > 1', 'failed >> 1'), 'C003', 18, '> >= < <='],
  ['two signs apart', rulePath, rule.replace('failed > 1', 'failed > = 1'), 'C003', 18, '> >= < <='],
  [
    'a method at the top',
    rulePath,
    `detectionMethod: threshold\n${rule.replace('  detectionMethod: threshold\n', '')}`,
    'R110',
    1,
    'under options',
  ],
  [
    'one rule of a suppression',
    suppressionPath,
    suppression.replace('rules: [failed-logins]', 'rule: failed-logins'),
    'S003',
    3,
    'rules: [failed-logins]',
  ],
  [
    "Datadog's name of the end",
    suppressionPath,
    suppression.replace('expires: 2027-01-31', 'expirationDate: 1800000000000'),
    'S003',
    5,
    'write expires',
  ],
  [
    "Terraform's name of a query",
    suppressionPath,
    suppression.replace('suppressionQuery', 'suppression_query'),
    'S003',
    4,
    'write suppressionQuery',
  ],
  [
    'expected for expect',
    testPath,
    tests.replace('    expect:\n', '    expected:\n'),
    'T003',
    10,
    'did you mean expect?',
  ],
  ['one signal', testPath, tests.replace('signals:', 'signal:'), 'T003', 11, 'write signals'],
  [
    'tenants as a list',
    'ddac.yaml',
    config.replace(/tenants:\n.*\n/, 'tenants: [local]\n').replace('defaultTenant: local\n', ''),
    'W102',
    1,
    'NAME: {',
  ],
]

it.each(mistakes)('%s is told once, with its place and what to write', async (_, file, text, code, line, help) => {
  const cwd = makeFolder(smallWorkspace({ [file]: text }))
  const { stdout } = await ddac(['validate', '--format', 'ndjson'], { cwd })
  const told = linesOf(stdout).filter(({ kind, severity }) => kind === 'diagnostic' && severity !== 'info')
  expect(told).toMatchObject([{ code, file, line, help: expect.stringContaining(help) }])
})

it.each([
  ['d.rules.yaml', 'd.rule.yaml'],
  ['my-rule.yml', 'my.rule.yaml'],
  ['rule.yaml', 'my-rule.rule.yaml'],
  ['more/logins.yaml', 'logins.rule.yaml'],
])('a rule in %s is told to be called %s', async (file, name) => {
  const cwd = makeFolder(smallWorkspace({ [file]: rule, 'values.yaml': 'queries: [1]\n', 'notes.txt': rule }))
  const { stdout } = await ddac(['validate', '--format', 'ndjson'], { cwd })
  expect(linesOf(stdout).slice(0, -1)).toMatchObject([
    { code: 'W113', file, help: `rename it, for example to ${name}` },
  ])
})
