import Ajv from 'ajv'
import fc from 'fast-check'
import { placeFinding } from '../../src/diagnostic/diagnostic'
import type { Override } from '../../src/override/override'
import { overrideJsonSchema } from '../../src/override/override-schema'
import { printOverride, reprintOverride } from '../../src/override/print-override'
import { readOverride } from '../../src/override/read-override'
import { readYaml } from '../../src/yaml/yaml-document'
import { often } from '../random-runs'

const whole = `id: ses-identity-quiet
rule: def-000-yax
isEnabled: true
severity: { medium: low }
notifications:
  medium: ['@slack-soc']
queryExtension: '-@userIdentity.arn:*deploy*'
tags: ['team:security']
name: SES identity added and removed
message: '{{@userIdentity.arn}} added and removed an identity.'
decreaseCriticalityBasedOnEnv: true
owner: soc@example.com
reason: The deploy role does this daily.
`
const read = (text: string) => readOverride(readYaml({ path: 'o.override.yaml', text }))
const without = (key: string) => whole.replace(new RegExp(`^${key}:.*\\n(?: .*\\n)*`, 'm'), '')
const withLine = (line: string) => `${without(line.split(':')[0] ?? '')}${line}\n`
const onlyFor = (line: string) => `id: o\n${line}\n`

it('an override is read with all that Datadog lets one change of a default rule', () => {
  const { override, findings } = read(whole)
  expect(findings).toEqual([])
  expect(override).toEqual({
    id: 'ses-identity-quiet',
    rule: 'def-000-yax',
    isEnabled: true,
    severity: { medium: 'low' },
    notifications: { medium: ['@slack-soc'] },
    queryExtension: '-@userIdentity.arn:*deploy*',
    tags: ['team:security'],
    name: 'SES identity added and removed',
    message: '{{@userIdentity.arn}} added and removed an identity.',
    decreaseCriticalityBasedOnEnv: true,
    owner: 'soc@example.com',
    reason: 'The deploy role does this daily.',
  })
})

describe('keys that are written for everything or by name', () => {
  it.each<[string, Partial<Override>]>([
    ["notifications: ['@a']", { notifications: ['@a'] }],
    ['notifications: []', { notifications: [] }],
    ["notifications: { high: ['@a'], low: [] }", { notifications: { high: ['@a'], low: [] } }],
    ["queryExtension: '-env:dev'", { queryExtension: '-env:dev' }],
    ["queryExtension: { deletes: '-env:dev' }", { queryExtension: { deletes: '-env:dev' } }],
    ['tags: []', { tags: [] }],
  ])('%s', (line, expected) => {
    expect(read(onlyFor(`rule: def-000-yax\n${line}`))).toEqual({
      override: { id: 'o', rule: 'def-000-yax', ...expected },
      findings: [],
    })
  })
})

describe('mistakes are findings at their place', () => {
  it.each([
    ['a missing id', without('id'), 'D001', ''],
    ['an id with capitals', withLine('id: Quiet'), 'D004', 'Quiet'],
    ['a severity that Datadog does not have', withLine('severity: { medium: lowest }'), 'D002', 'lowest'],
    ['a severity for all cases', withLine('severity: low'), 'D002', 'low'],
    ['one target that is no list', withLine('notifications: { medium: "@a" }'), 'D002', '"@a"'],
    ['an empty extension', withLine("queryExtension: ''"), 'D001', "''"],
    ['a key without a value', withLine('reason:'), 'D005', ''],
    ['no rule at all', without('rule'), 'D006', undefined],
    ['a rule said twice', withLine('ruleQuery: source:cloudtrail'), 'D006', 'ruleQuery'],
    ['nothing that changes', onlyFor('rule: def-000-yax\nreason: none'), 'D007', undefined],
    ['a severity of no case', withLine('severity: {}'), 'D007', '{}'],
    ['a broken extension', withLine("queryExtension: '@a:(b'"), 'Q002', '('],
    ['a broken extension of one query', withLine("queryExtension: { a: '@a:(b' }"), 'Q002', '('],
    ['a broken search', onlyFor("ruleQuery: 'source:'\nisEnabled: true"), 'Q005', 'source:'],
    [
      'a search for what it changes',
      onlyFor('ruleQuery: source:cloudtrail isEnabled:false\nisEnabled: true'),
      'D008',
      'isEnabled:false',
    ],
    ['a broken message', withLine('message: \'{{#is_match "a" "b"}}\''), 'M001', undefined],
    ['a list', '- a\n', 'D002', undefined],
    ['an empty file', '', 'D002', undefined],
  ])('%s', (_, text, code, at) => {
    const document = readYaml({ path: 'o', text })
    const { findings } = readOverride(document)
    expect(findings.map((finding) => finding.code)).toEqual([code])
    const [span] = findings.map((finding) => placeFinding(finding, document.locate).span)
    if (at) expect(text.slice(span?.start, span?.end)).toBe(at)
  })

  it.each([
    ['an error gives no override', without('id'), false],
    ['a warning does', withLine('servity: { medium: low }'), true],
  ])('%s', (_, text, given) => {
    expect(read(text).override !== undefined).toBe(given)
  })

  it('what Datadog does not let one change is ignored, and said to be', () => {
    const { override, findings } = read(withLine('filters: []'))
    expect(findings).toMatchObject([{ code: 'D003', severity: 'warning', path: ['filters'], on: 'key' }])
    expect(findings[0]?.help).toContain('it is ignored')
    expect(override).not.toHaveProperty('filters')
  })

  it.each([
    ['enabled', 'id: x\nrule: def-000-abc\nenabled: false\n', 'write isEnabled: false'],
    ['rule_query', 'id: x\nrule_query: source:app\nisEnabled: false\n', 'write ruleQuery: source:app'],
  ])('a key under another name is one mistake, and nothing is missing besides: %s', (_, text, help) => {
    expect(read(text).findings).toMatchObject([{ code: 'D003', severity: 'error', help }])
  })

  it('a search for enabled rules is fine where the override leaves that alone', () => {
    expect(read(onlyFor('ruleQuery: isEnabled:true\ntags: [a]')).findings).toEqual([])
  })
})

const text = fc.string({ minLength: 1 }).filter((value) => value.trim() !== '' && !/[{}]/.test(value))
const texts = fc.array(text, { maxLength: 3 })
const query = fc.constantFrom('@usr.id:a', 'env:test -status:low', '"two words"')
const status = fc.constantFrom('info', 'low', 'medium', 'high', 'critical')
const named = <Value>(value: fc.Arbitrary<Value>) =>
  fc.dictionary(fc.constantFrom('high', 'a', 'x y'), value, { minKeys: 1, noNullPrototype: true })
const overrides: fc.Arbitrary<Override> = fc
  .record(
    {
      id: fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?$/),
      rule: text,
      isEnabled: fc.boolean(),
      severity: named(status),
      notifications: fc.oneof(texts, named(texts)),
      queryExtension: fc.oneof(query, named(query)),
      tags: texts,
      name: text,
      message: text,
      decreaseCriticalityBasedOnEnv: fc.boolean(),
      owner: text,
      reason: text,
    },
    { requiredKeys: ['id', 'rule', 'isEnabled'] },
  )
  .map((value) => value as Override)

it('what is printed reads back the same, and the schema takes it', () => {
  const validate = new Ajv({ strict: false }).compile(overrideJsonSchema())
  fc.assert(
    fc.property(overrides, (override) => {
      const document = readYaml({ path: 'o', text: printOverride(override) })
      expect(readOverride(document).override).toEqual(override)
      expect(validate(document.value)).toBe(true)
    }),
    { seed: 20261124, numRuns: often(100) },
  )
})

it('what is reprinted reads back as the other override', () => {
  fc.assert(
    fc.property(overrides, overrides, (before, after) => {
      const document = readYaml({ path: 'o', text: printOverride(before) })
      expect(read(reprintOverride(document, after)).override).toEqual(after)
    }),
    { seed: 20261125, numRuns: often(60) },
  )
})

it('reprinting keeps comments, the way of writing, and keys that nobody knows', () => {
  const before = `# Quiet, since the deploy role does it.\nid: o\nrule: def-000-yax # the SES rule\nseverity:\n  medium: low # a phase\nunknown: 1\n`
  const document = readYaml({ path: 'o', text: before })
  const { override } = readOverride(document)
  const after = reprintOverride(document, { ...(override as Override), severity: { medium: 'info' } })
  expect(after).toBe(before.replace('medium: low', 'medium: info'))
})

describe('the JSON Schema', () => {
  const validate = new Ajv({ strict: false }).compile(overrideJsonSchema())
  const isValid = (source: string) => validate(readYaml({ path: 'o', text: source }).value)

  it('accepts what the reader accepts', () => {
    expect(isValid(whole)).toBe(true)
    expect(isValid(withLine("notifications: ['@a']"))).toBe(true)
  })
  it.each([
    without('id'),
    without('rule'),
    withLine('ruleQuery: source:cloudtrail'),
    withLine('severity: { medium: lowest }'),
    withLine('notifications: { medium: "@a" }'),
    onlyFor('rule: def-000-yax\nreason: none'),
  ])('refuses what the reader refuses (%#)', (source) => {
    expect(isValid(source)).toBe(false)
  })
})
