import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, linesOf, makeFolder } from './run-in-process'
import { config, rule, smallWorkspace, suppression, tests } from './small-workspace'

const rulePath = 'app/failed-logins.rule.yaml'
const testPath = 'app/failed-logins.test.yaml'
const suppressionPath = 'app/load-test.suppression.yaml'
const query = (written: string): string => rule.replace('query: source:app @evt.outcome:failure', `query: ${written}`)
const named = (written: string): string => rule.replace(/^name: .*$/m, `name: ${written}`)
const tagged = (tags: string): string => rule.replace(':\n  - source:app', tags)

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
  [
    'a field in brackets without quotes',
    rulePath,
    rule.replace(/groupByFields: .*/, 'groupByFields: [@usr.id, "@a"]'),
    'W001',
    8,
    "write '@usr.id'",
  ],
  [
    'a variable in brackets',
    rulePath,
    rule.replace(/groupByFields: .*/, 'groupByFields: [$' + '{FIELD}]'),
    'W001',
    8,
    "{FIELD}'",
  ],
  ['a template in brackets', rulePath, tagged(': [{{ tag }}]'), 'W001', 20, "write '{{tag}}'"],
  ['an alias for a list', rulePath, tagged(': *common'), 'W004', 20, "write '*common'"],
  [
    'a merge that nobody decided',
    rulePath,
    rule.replace(/^name: .*$/m, '<<<<<<< HEAD\n$&\n=======\nname: b\n>>>>>>> b'),
    'W001',
    2,
    'keep one side',
  ],
  ['TOML', rulePath, '# x\n[rule]\nname = "x"\nrisk_score = 5\n', 'W001', 2, 'ddac init'],
  ['settings', rulePath, '[Search]\n\nsearch = index=main | stats count\ncron = * * *\n', 'W001', 1, 'ddac init'],
  ['YARA-L', rulePath, '// x\nrule x {\n  meta:\n    author = "a"\n}\n', 'W001', 2, 'ddac init'],
  ['a map for a list of maps', rulePath, rule.replace('  - name: failed', '    name: failed'), 'R102', 6, 'write "- "'],
  ['tags as a map', rulePath, tagged(':\n  source: app'), 'R102', 21, '[source:app]'],
  ['a tag with a blank', rulePath, tagged(':\n  - source: app'), 'R102', 21, 'write source:app'],
  ['1 for true', rulePath, rule.replace('isEnabled: true', 'isEnabled: 1'), 'R102', 4, 'write true'],
  ['a condition in words', rulePath, rule.replace('failed > 1', 'more than 5'), 'C004', 18, 'a > 0'],
  ['a dash that is no minus', rulePath, query('source:app –@evt.outcome:success'), 'Q127', 7, 'write a minus'],
  ['a sign without a width', rulePath, query('source:app @evt\u200b.outcome:failure'), 'Q127', 7, 'remove it'],
  ['a key in other capitals', rulePath, rule.replace('isEnabled', 'isenabled'), 'R110', 4, 'write isEnabled: true'],
  ['an owner in capitals', suppressionPath, suppression.replace('owner:', 'Owner:'), 'S003', 6, 'write owner'],
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

it.each<[string, Buffer]>([
  ['UTF-16', Buffer.from(`\ufeff${rule}`, 'utf16le')],
  ['Latin-1', Buffer.from(named('Règle'), 'latin1')],
  ['a packed file', Buffer.from([0x1f, 0x8b, 8, 0, 0xff])],
])('a rule as %s is one error, and is never read with holes in it', async (_, bytes) => {
  const cwd = makeFolder(smallWorkspace())
  writeFileSync(join(cwd, rulePath), bytes)
  const { stdout } = await ddac(['validate', rulePath, '--format', 'ndjson'], { cwd })
  expect(linesOf(stdout).filter(({ severity }) => severity === 'error')).toMatchObject([
    { code: 'W110', file: rulePath, help: expect.stringContaining('Save it in UTF-8') },
  ])
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
