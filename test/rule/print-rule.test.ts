import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { printRule, reprintRule } from '../../src/rule/print-rule'
import { readRule } from '../../src/rule/read-rule'
import type { Rule } from '../../src/rule/rule'
import { readYaml } from '../../src/yaml/yaml-document'
import { anyString } from '../any-string'
import { often, seedOr } from '../random-runs'
import { arbitraryRule } from '../sync/arbitrary-rule'

const documentOf = (text: string) => readYaml({ path: 'r.rule.yaml', text })
const read = (text: string): Rule => {
  const { rule, findings } = readRule(documentOf(text))
  if (!rule) throw new Error(JSON.stringify(findings))
  return rule
}

/** Rules as a file can hold them: with an id and a message that says something. */
const fileRule = arbitraryRule.map(
  (rule): Rule => ({
    ...(JSON.parse(JSON.stringify(rule)) as Rule),
    id: 'any-rule',
    name: rule.name.trim() === '' ? 'x' : rule.name,
    message: rule.message.trim() === '' ? 'm' : rule.message,
  }),
)

test('a rule is printed with its keys in one order, windows short and texts of several lines as blocks', () => {
  const rule = {
    message: '## Goal\nDetect.\n',
    tomorrow: { b: 1, a: 2 },
    options: { maxSignalDuration: 86_400, keepAlive: 3600, evaluationWindow: 900, detectionMethod: 'threshold' },
    cases: [{ condition: 'a > 5', status: 'high' }],
    queries: [{ query: '@evt.name:("A" OR "B")', groupByFields: [] }],
    isEnabled: true,
    name: 'Too many logins',
    id: 'logins',
  }
  expect(printRule(rule)).toBe(
    `id: logins
name: Too many logins
isEnabled: true
queries:
  - query: '@evt.name:("A" OR "B")'
    groupByFields: []
options:
  detectionMethod: threshold
  evaluationWindow: 15m
  keepAlive: 1h
  maxSignalDuration: 1d
cases:
  - status: high
    condition: a > 5
message: |
  ## Goal
  Detect.
tomorrow:
  b: 1
  a: 2
`,
  )
})

test('reading what was printed gives an equal rule, for rules of every type and method', () => {
  fc.assert(
    fc.property(fileRule, (rule) => expect(read(printRule(rule))).toEqual(rule)),
    { seed: seedOr(3), numRuns: often(25) },
  )
})

test('printing what was read from a printed rule gives the same text', () => {
  fc.assert(
    fc.property(fileRule, (rule) => {
      const text = printRule(rule)
      expect(printRule(read(text))).toBe(text)
    }),
    { seed: seedOr(3), numRuns: often(25) },
  )
})

test('messages survive whatever they hold', () => {
  const message = anyString({ minLength: 1 }).filter((text) => text.trim() !== '')
  const rule = read(minimal)
  fc.assert(
    fc.property(message, (text) => {
      expect(read(printRule({ ...rule, message: text })).message).toBe(text)
    }),
  )
})

const minimal = `id: logins
name: Too many logins
queries:
  - query: '@evt.name:ConsoleLogin'
cases:
  - status: high
    condition: a > 5
options:
  keepAlive: 1h
message: Look.
`

describe('a rule written back into its file', () => {
  const file = `# Owned by the blue team.
message: Look at {{@usr.name}}.   # short on purpose
id: logins
name: "Too many logins"

options: { keepAlive: 60m, evaluationWindow: 900, maxSignalDuration: 86400 } # as in the old rule
queries:
  # Only the console.
  - query: >-
      @evt.name:ConsoleLogin
      @outcome:failure
    groupByFields: ["@usr.name"]
  - { query: '@evt.name:AssumeRole' }
cases:
  - status: high      # was medium until March
    condition: a > 5
version: 12
tomorrow: 1
`
  const reprint = (change: (rule: Rule) => Rule, text = file) => reprintRule(documentOf(text), change(read(text)))

  test('unchanged leaves every byte as it was', () => {
    expect(reprint((rule) => rule)).toBe(file)
  })

  test('changes the line that changed and no other', () => {
    const after = reprint((rule) => ({ ...rule, cases: [{ status: 'low', condition: 'a > 5' }] }))
    expect(after).toBe(file.replace('status: high', 'status: low'))
  })

  test('keeps windows in the words of the file beside one that changed', () => {
    const after = reprint((rule) => ({ ...rule, options: { ...rule.options, maxSignalDuration: 43_200 } }))
    expect(after).toContain('keepAlive: 60m, evaluationWindow: 900, maxSignalDuration: 12h')
  })

  test('a default that the file leaves out stays out, and comes in when it changes', () => {
    expect(reprint((rule) => ({ ...rule, isEnabled: true }))).toBe(file)
    expect(reprint((rule) => ({ ...rule, isEnabled: false }))).toBe(`${file}isEnabled: false\n`)
  })

  test('a query that is added or removed leaves the others and their comments alone', () => {
    const [first, second] = read(file).queries
    const more = reprint((rule) => ({ ...rule, queries: [...rule.queries, { query: 'third' }] }))
    expect(more).toContain(
      '  # Only the console.\n  - query: >-\n      @evt.name:ConsoleLogin\n      @outcome:failure\n',
    )
    expect(read(more).queries).toEqual([first, second, { query: 'third' }])
    const fewer = reprint((rule) => ({ ...rule, queries: rule.queries.slice(0, 1) }))
    expect(fewer).toBe(file.replace("  - { query: '@evt.name:AssumeRole' }\n", ''))
  })

  test('what is gone from the rule goes from the file, and an id taken from the name of the file is not written in', () => {
    expect(reprint(({ tomorrow: _, ...rule }) => rule as Rule)).toBe(file.replace('tomorrow: 1\n', ''))
    const nameless = file.replace('id: logins\n', '')
    expect(reprint((rule) => rule, nameless)).toBe(nameless)
  })

  test('a file without a rule in it is printed anew', () => {
    const rule = read(minimal)
    expect(reprintRule(documentOf('- 1\n'), rule)).toBe(printRule(rule))
  })

  test('whatever the rule becomes, the file says it and keeps its comments', () => {
    fc.assert(
      fc.property(fileRule, fileRule, (before, after) => {
        const text = `# first\n${printRule(before)}# last\n`
        const changed = reprintRule(documentOf(text), after)
        expect(read(changed)).toEqual(after)
        expect(changed).toContain('# first')
        expect(changed).toContain('# last')
      }),
      { seed: seedOr(3), numRuns: often(12) },
    )
  })
})

const shipped = join(__dirname, '../../rules/aws/ses')

test.each([
  'aws-ses-identity-added-then-deleted',
  'aws-ses-identity-added-then-deleted-by-identity-v1',
  'aws-ses-identity-added-then-deleted-by-identity-v2',
])('the shipped rule %s survives printing, and writing back byte for byte', (id) => {
  const text = readFileSync(join(shipped, `${id}.rule.yaml`), 'utf8')
  expect(read(printRule(read(text)))).toEqual(read(text))
  expect(reprintRule(documentOf(text), read(text))).toBe(text)
})
