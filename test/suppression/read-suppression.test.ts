import Ajv from 'ajv'
import fc from 'fast-check'
import { placeFinding } from '../../src/diagnostic/diagnostic'
import { contentOf } from '../../src/suppression/imported'
import { printSuppression } from '../../src/suppression/print-suppression'
import { readSuppression } from '../../src/suppression/read-suppression'
import type { Suppression } from '../../src/suppression/suppression'
import { suppressionJsonSchema } from '../../src/suppression/suppression-schema'
import { readYaml } from '../../src/yaml/yaml-document'
import { often } from '../random-runs'

const whole = `id: deploy-role
name: The deploy role tidies up
rules: [ses-identity, 'tactic:TA0005-defense-evasion']
suppressionQuery: '@usr.id:deploy'
start: 2026-03-01
expires: 2026-09-01T12:00:00+02:00
owner: platform@example.com
reason: Terraform replaces identities.
`

/** Codes with the text that each finding points at. */
function findingsIn(
  text: string,
  policy?: Parameters<typeof readSuppression>[1],
): readonly (readonly [string, string])[] {
  const document = readYaml({ path: 's.suppression.yaml', text })
  return readSuppression(document, policy).findings.map((finding) => {
    const { span } = placeFinding(finding, document.locate)
    return [finding.code, text.slice(span?.start, span?.end)] as const
  })
}

const without = (key: string) => whole.replace(new RegExp(`^${key}:.*\\n`, 'm'), '')
const withLine = (line: string) => `${without(line.split(':')[0] ?? '')}${line}\n`

it('a suppression is read with its dates in epoch milliseconds', () => {
  const { suppression, findings } = readSuppression(readYaml({ path: 's', text: whole }))
  expect(findings).toEqual([])
  expect(suppression).toEqual({
    id: 'deploy-role',
    name: 'The deploy role tidies up',
    enabled: true,
    rules: ['ses-identity', 'tactic:TA0005-defense-evasion'],
    suppressionQuery: '@usr.id:deploy',
    startMs: Date.UTC(2026, 2, 1),
    expiresMs: Date.UTC(2026, 8, 1, 10),
    owner: 'platform@example.com',
    reason: 'Terraform replaces identities.',
    tags: [],
  })
})

describe('mistakes are findings at their place', () => {
  it.each([
    ['a missing id', without('id'), 'S001'],
    ['an empty name', withLine("name: ' '"), 'S001'],
    ['a list where a text is wanted', withLine('owner: [a]'), 'S002'],
    ['an id with capitals', withLine('id: Deploy Role'), 'S004'],
    ['a date that is none', withLine('expires: next year'), 'S004'],
    ['a day that no month has', withLine('expires: 2026-02-30'), 'S004'],
    ['a date as a bare number', withLine('expires: 1772442000000'), 'S004'],
    ['no owner', without('owner'), 'S006'],
    ['an owner without a value', withLine('owner:'), 'S005 S006'],
    ['an owner who is nobody', withLine('owner: Unknown'), 'S006'],
    ['no reason', without('reason'), 'S006'],
    ['no end', without('expires'), 'S006'],
    ['no rules', without('rules'), 'S007'],
    ['an empty list of rules', withLine('rules: []'), 'S007'],
    ['rules said twice', withLine('ruleQuery: source:cloudtrail'), 'S007'],
    ['no query', without('suppressionQuery'), 'S008'],
    ['an end before its start', withLine('expires: 2026-02-01'), 'S009'],
    ['an end at its start', withLine('expires: 2026-03-01'), 'S009'],
    ['never an end, and no day of review', withLine('expires: never'), 'S010'],
    ['an import without its digest', withLine('imported: { at: 2026-11-25 }'), 'S001'],
    ['a file that is a list', '- a\n', 'S002'],
    ['an empty file', '', 'S002'],
  ])('%s', (_, text, codes) => {
    const { suppression, findings } = readSuppression(readYaml({ path: 's', text }))
    expect(findings.map(({ code }) => code).join(' ')).toBe(codes)
    expect(suppression).toBeUndefined()
  })

  it('a mistyped key is a warning that names the right one', () => {
    const { suppression, findings } = readSuppression(readYaml({ path: 's', text: withLine('supressionQuery: a') }))
    expect(findings).toMatchObject([{ code: 'S003', severity: 'warning', path: ['supressionQuery'], on: 'key' }])
    expect(suppression).toBeDefined()
  })

  it('a mistake in a query is drawn inside the query', () => {
    expect(findingsIn(withLine("suppressionQuery: '@usr.id:(deploy'"))).toEqual([
      [expect.stringMatching(/^Q/), expect.any(String)],
    ])
    const [[, at = ''] = []] = findingsIn(withLine("dataExclusionQuery: '@a:b AND'"))
    expect('@a:b AND').toContain(at)
    expect(findingsIn(`${whole}intends: '@usr.id:(deploy'\n`)).toEqual([
      [expect.stringMatching(/^Q/), expect.any(String)],
    ])
  })

  it('the workspace may ask for less', () => {
    expect(findingsIn(without('owner').replace(/expires.*\n/, ''), { required: ['reason'] })).toEqual([])
  })
})

it('never an end is one, with a day of review', () => {
  const { suppression, findings } = readSuppression(
    readYaml({ path: 's', text: `${withLine('expires: never')}review: 2026-12-01\n` }),
  )
  expect(findings).toEqual([])
  expect(suppression).toMatchObject({ neverExpires: true, reviewMs: Date.UTC(2026, 11, 1) })
  expect(suppression).not.toHaveProperty('expiresMs')
  expect(suppression && printSuppression(suppression)).toMatch(/^expires: never\nreview: 2026-12-01$/m)
})

describe('what was imported', () => {
  const bare = ['owner', 'reason', 'expires'].reduce(
    (all, key) => all.replace(new RegExp(`^${key}:.*\\n`, 'm'), ''),
    whole,
  )
  const { suppression: theirs } = readSuppression(readYaml({ path: 's', text: bare }), { required: [] })
  if (!theirs) throw new Error('it cannot be read')
  const imported = printSuppression({ ...theirs, imported: { at: Date.UTC(2026, 10, 25), digest: contentOf(theirs) } })
  const levels = (written: string) => {
    const { findings, suppression } = readSuppression(readYaml({ path: 's', text: written }))
    return [...findings.map(({ code, severity }) => `${severity} ${code}`), suppression ? 'read' : 'not read']
  }

  it('is asked for owner, reason and end, and not more, while it says the same', () => {
    expect(levels(imported)).toEqual(['warning S006', 'warning S006', 'warning S006', 'read'])
    expect(levels(`${imported}owner: unknown\n`)).toEqual(['warning S006', 'warning S006', 'warning S006', 'read'])
  })

  it.each([
    ['an owner', 'owner: soc@example.com\n'],
    ['a reason', 'reason: known\n'],
    ['a day of review', 'review: 2099-01-01\n'],
    ['a purpose', "intends: '@usr.id:deploy'\n"],
    ['another tenant', 'beside: true\n'],
  ])('%s is no edit', (_what, line) => {
    expect(levels(`${imported}${line}`).filter((level) => level.startsWith('error'))).toEqual([])
  })

  it.each([
    ['another query', imported.replace('usr.id:deploy', 'usr.id:*')],
    ['another name', imported.replace('tidies up', 'cleans up')],
    ['another rule', imported.replace('ses-identity', 'other')],
    ['another start', imported.replace('2026-03-01', '2026-03-02')],
    ['an end', `${imported}expires: 2027-01-01\n`],
    ['a switch', `${imported}enabled: false\n`],
    ['another query beside', `${imported}dataExclusionQuery: '*'\n`],
    ['a digest of something else', imported.replace(/digest: .*/, 'digest: 0123456789ab')],
  ])('%s makes errors of what is missing', (_what, edited) => {
    expect(edited).not.toBe(imported)
    expect(levels(edited)).toEqual(expect.arrayContaining(['error S006', 'not read']))
  })
})

const text = fc.string({ minLength: 1 }).filter((value) => value.trim() !== '')
const suppressions: fc.Arbitrary<Suppression> = fc
  .record(
    {
      id: fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?$/),
      name: text,
      enabled: fc.boolean(),
      rules: fc.array(fc.constantFrom('a-rule', 'source:cloudtrail', 'x'), { minLength: 1 }),
      suppressionQuery: fc.constantFrom('@usr.id:a', 'env:test -status:low', '"two\\nwords"'),
      startMs: fc.integer({ min: 0, max: 2e12 }),
      expiresMs: fc.integer({ min: 2e12 + 1, max: 4e12 }),
      intends: fc.constantFrom('@usr.id:a', 'source:cloudtrail @usr.id:(a OR b)'),
      description: text,
      owner: text,
      reason: text,
      tags: fc.array(text),
    },
    { requiredKeys: ['id', 'name', 'enabled', 'rules', 'suppressionQuery', 'expiresMs', 'owner', 'reason', 'tags'] },
  )
  .map((value) => value as Suppression)

it('what is printed reads back the same', () => {
  fc.assert(
    fc.property(suppressions, (suppression) => {
      const read = readSuppression(readYaml({ path: 's', text: printSuppression(suppression) }))
      expect(read.suppression).toEqual(suppression)
    }),
    { seed: 20260302, numRuns: often(100) },
  )
})

it('a printed suppression has its keys in order, days as days, and nothing that goes without saying', () => {
  const { suppression } = readSuppression(readYaml({ path: 's', text: whole }))
  expect(suppression && printSuppression(suppression)).toBe(`id: deploy-role
name: The deploy role tidies up
rules:
  - ses-identity
  - tactic:TA0005-defense-evasion
suppressionQuery: '@usr.id:deploy'
start: 2026-03-01
expires: 2026-09-01T10:00:00Z
owner: platform@example.com
reason: Terraform replaces identities.
`)
})

describe('the JSON Schema', () => {
  const validate = new Ajv({ strict: false }).compile(suppressionJsonSchema())
  const isValid = (source: string) => validate(readYaml({ path: 's', text: source }).value)

  it('accepts what the reader accepts', () => {
    expect(isValid(whole)).toBe(true)
  })
  it.each([
    without('id'),
    without('suppressionQuery'),
    without('rules'),
    withLine('expires: soon'),
    withLine('owner: 5'),
  ])('refuses what the reader refuses (%#)', (source) => {
    expect(isValid(source)).toBe(false)
  })
})
