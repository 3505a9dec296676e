import Ajv from 'ajv'
import { navigatorFormat } from '../../report/navigator-format'
import { ddac, makeFolder } from '../run-in-process'
import { config, rule, suppression, tests } from '../small-workspace'

const tagged = (id: string, tags: readonly string[], change: (text: string) => string = (text) => text): string =>
  change(
    rule
      .replace('id: failed-logins', `id: ${id}`)
      .replace('  - source:app\n', tags.map((tag) => `  - ${tag}\n`).join('')),
  )
const access = 'tactic:TA0001-initial-access'
const accounts = 'technique:T1078-valid-accounts'
const failing = tests.replace('count: 2', 'count: 3').slice(0, tests.indexOf('  - name: one failure'))
const hiding = (query: string): string => suppression.replace("suppressionQuery: '@usr.id:load-test'", query)

interface Case {
  readonly tags?: readonly string[]
  readonly change?: (text: string) => string
  readonly tests?: string
  readonly suppression?: string
}

/** What becomes of a technique with one rule; the clock stands at noon of 25 November 2026. */
test.each<[string, Case, object]>([
  ['tested', {}, { covered: true, tests: 2 }],
  ['disabled', { change: (text) => text.replace('isEnabled: true', 'isEnabled: false') }, { restsOn: ['disabled'] }],
  [
    'not evaluable',
    { change: (text) => `${text}calculatedFields: [{ name: a, expression: 'b + 1' }]\n` },
    { restsOn: ['notEvaluable'] },
  ],
  ['without a test', { tests: '' }, { restsOn: ['untested'] }],
  ['with a failed test alone', { tests: failing }, { restsOn: ['untested'] }],
  ['hidden in part', { suppression: hiding("suppressionQuery: '@usr.id:load-test'") }, { covered: true }],
  ['hidden whole', { suppression: hiding("suppressionQuery: '*'") }, { restsOn: ['suppressed'] }],
  [
    'hidden by its own tag',
    { suppression: hiding("suppressionQuery: 'technique:t1078-valid-accounts'") },
    { restsOn: ['suppressed'] },
  ],
  [
    'hidden by its own tag, but for one',
    { suppression: hiding("suppressionQuery: 'technique:t1078-valid-accounts -@usr.id:ann'") },
    { covered: true },
  ],
  ['without its logs', { suppression: hiding('dataExclusionQuery: source:app') }, { restsOn: ['suppressed'] }],
  ['without some logs', { suppression: hiding("dataExclusionQuery: 'source:app @usr.id:deploy'") }, { covered: true }],
  [
    'hidden whole until a second ago',
    { suppression: hiding("suppressionQuery: '*'").replace('2027-01-31', '2026-11-25T12:00:00Z') },
    { covered: true },
  ],
  [
    'hidden whole for a second more',
    { suppression: hiding("suppressionQuery: '*'").replace('2027-01-31', '2026-11-25T12:00:01Z') },
    { restsOn: ['suppressed'] },
  ],
])('a rule %s', async (_, { change, tests: own = tests, suppression: hides }, told) => {
  const { code, stdout } = await ddac(['coverage', '--format', 'json'], {
    cwd: makeFolder({
      'ddac.yaml': config,
      'failed.rule.yaml': tagged('failed-logins', [access, accounts, 'source:app'], change),
      ...(own !== '' && { 'failed.test.yaml': own }),
      ...(hides !== undefined && { 'load.suppression.yaml': hides }),
    }),
  })
  const { techniques, tactics, version } = JSON.parse(stdout)
  const restsOn = 'restsOn' in told
  expect({ code, version }).toEqual({ code: 0, version: 1 })
  expect(techniques).toMatchObject([
    { id: 'T1078', name: 'valid-accounts', tactics: ['TA0001'], covered: !restsOn, ...told },
  ])
  expect(tactics[2]).toMatchObject({ id: 'TA0001', covered: !restsOn })
})

describe('several rules', () => {
  const rules: Readonly<Record<string, readonly string[]>> = {
    'failed-logins': [access, accounts, 'technique:T1110.003-password-spraying'],
    untested: [accounts, 'technique:T1110-brute-force'],
    strange: ['technique:T9999-nothing', 'tactic:T1078-valid-accounts', 'technique:logins'],
    untagged: ['source:app'],
  }
  const cwd = makeFolder({
    'ddac.yaml': config,
    'failed-logins.test.yaml': tests,
    ...Object.fromEntries(Object.entries(rules).map(([id, tags]) => [`${id}.rule.yaml`, tagged(id, tags)])),
    'off.rule.yaml': tagged('off', ['technique:T1531'], (text) => text.replace('isEnabled: true', 'isEnabled: false')),
  })
  const run = (...more: string[]) => ddac(['coverage', ...more], { cwd })

  it('a sub-technique stands for itself, and a tag that is none is named', async () => {
    const { techniques, strangeTags, untagged, summary, tactics } = JSON.parse((await run('--format', 'json')).stdout)
    expect(techniques).toMatchObject([
      {
        id: 'T1078',
        covered: true,
        tests: 2,
        rules: [{ rule: 'failed-logins' }, { rule: 'untested', weakness: 'untested' }],
      },
      { id: 'T1110', covered: false, restsOn: ['untested'] },
      { id: 'T1110.003', name: 'password-spraying', tactics: ['TA0006'], covered: true, tests: 2 },
      { id: 'T1531', name: 'account-access-removal', restsOn: ['disabled'] },
    ])
    expect(strangeTags.map(({ tag }: { tag: string }) => tag)).toEqual(rules['strange'])
    expect(untagged).toEqual(['strange', 'untagged'])
    expect(summary).toEqual({ tactics: { covered: 2, weak: 4 }, techniques: { covered: 2, weak: 2 } })
    expect(tactics).toHaveLength(14)
  })

  it('as text and as Markdown', async () => {
    const { stdout } = await run()
    expect(stdout).toMatch(/^T1078 valid-accounts +1 +2 {2}covered$/m)
    expect(stdout).toMatch(/^T1531 account-access-removal +0 +0 {2}only disabled$/m)
    expect(stdout).toMatch(/^ {2}T1110 brute-force\n {4}untested \(untested\)$/m)
    expect(stdout).toMatch(/^strange: technique:T9999-nothing names nothing in ATT&CK$/m)
    expect(stdout).toMatch(/^2 of 14 tactics and 2 techniques covered, 2 more by no rule that counts$/m)
    const markdown = (await run('--format', 'markdown')).stdout
    expect(markdown).toContain('| T1078 valid-accounts | covered | 2 | failed-logins (2 tests), untested (untested) |')
  })

  it('as a layer: a technique in the tactics that the rules name, or else in all that it serves', async () => {
    const layer = JSON.parse((await run('--navigator')).stdout)
    expect(faultsOf(layer)).toEqual([])
    expect(layer).toMatchObject({
      name: expect.any(String),
      domain: 'enterprise-attack',
      versions: { attack: '18', navigator: '5.1.0', layer: '4.5' },
      gradient: { colors: expect.any(Array), minValue: 0, maxValue: 2 },
    })
    const shown = layer.techniques.map(({ techniqueID, tactic, score, enabled }: Record<string, unknown>) =>
      [techniqueID, tactic, score, enabled].join(' '),
    )
    expect(shown).toEqual([
      'T1078 initial-access 2 true',
      'T1078 persistence 0 true',
      'T1078 privilege-escalation 0 true',
      'T1078 defense-evasion 0 true',
      'T1110 credential-access 0 true',
      'T1110.003 credential-access 2 true',
      'T1531 impact 0 false',
    ])
    expect(layer.techniques[0].comment).toBe('covered: failed-logins (2 tests), untested (untested)')
  })
})

it('a file with a mistake is told, and the others are counted', async () => {
  const cwd = makeFolder({
    'ddac.yaml': config,
    'failed.rule.yaml': tagged('failed-logins', [accounts]),
    'failed.test.yaml': tests,
    'bad.rule.yaml': tagged('bad', ['technique:T1110'], (text) => text.replace('failed > 1', 'wat > 1')),
  })
  const { code, stdout, stderr } = await ddac(['coverage', '--format', 'json'], { cwd })
  expect(code).toBe(1)
  expect(stderr).toContain('wat')
  expect(JSON.parse(stdout).techniques).toMatchObject([
    { id: 'T1078', covered: true },
    { id: 'T1110', covered: false },
  ])
})

/** What of a layer its published format does not know, or misses. */
function faultsOf(layer: { readonly gradient: { readonly minValue: number; readonly maxValue: number } }) {
  const isValid = new Ajv({ strict: false, allErrors: true }).compile(navigatorFormat)
  const { minValue, maxValue } = layer.gradient
  return [...(isValid(layer) ? [] : (isValid.errors ?? [])), ...(maxValue > minValue ? [] : ['an empty gradient'])]
}

it.each<[string, Record<string, string>]>([
  ['without a rule', { 'ddac.yaml': config }],
  ['without a test', { 'ddac.yaml': config, 'a.rule.yaml': tagged('a', ['technique:T1110.003']) }],
])('a layer of a workspace %s is one as well', async (_, files) => {
  const { stdout } = await ddac(['coverage', '--navigator'], { cwd: makeFolder(files) })
  expect(faultsOf(JSON.parse(stdout))).toEqual([])
})

it('the check of the format refuses what it does not know, and what lacks a name', () => {
  const layer = {
    name: 'a',
    domain: 'enterprise-attack',
    gradient: { colors: ['#ffffff', '#000000'], minValue: 0, maxValue: 1 },
  }
  expect(faultsOf(layer)).toEqual([])
  for (const other of [
    { ...layer, name: undefined },
    { ...layer, title: 'a' },
    { ...layer, gradient: { ...layer.gradient, maxValue: 0 } },
  ]) {
    expect(faultsOf(other)).not.toEqual([])
  }
})
