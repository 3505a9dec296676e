import { placeFinding } from '../../src/diagnostic/diagnostic'
import type { RuleLock } from '../../src/override/lock'
import { printLock } from '../../src/override/print-lock'
import { readLock } from '../../src/override/read-lock'
import { readYaml } from '../../src/yaml/yaml-document'

const ses: RuleLock = {
  id: 'def-000-yax',
  name: 'SES identity: added, then deleted',
  version: 88,
  hash: '0123456789ab',
  messageHash: '000000000000',
  queries: [{ name: 'adds', query: '@evt.name:VerifyEmailIdentity' }, { query: '*' }],
  cases: [{ status: 'medium', condition: 'adds > 0 THEN b > 0' }],
}
const login: RuleLock = { ...ses, id: 'def-000-aaa', name: 'Root login', cases: [] }
const read = (text: string) => readLock(readYaml({ path: 'ddac.lock.yaml', text }))

it('locks are read back as they were printed, by id', () => {
  const text = printLock([ses, login])
  expect(read(text)).toEqual({ locks: [login, ses], findings: [] })
  expect(printLock([login, ses])).toBe(text)
})

it('a printed lock says what it is and stands in one order', () => {
  expect(
    printLock([ses]),
  ).toBe(`# What Datadog's default rules said when their overrides were last looked at. Written by ddac; keep it in git.
version: 1
rules:
  def-000-yax:
    name: 'SES identity: added, then deleted'
    version: 88
    hash: 0123456789ab
    messageHash: '000000000000'
    queries:
      - name: adds
        query: '@evt.name:VerifyEmailIdentity'
      - query: '*'
    cases:
      - status: medium
        condition: adds > 0 THEN b > 0
`)
})

it('no locks are an empty map', () => {
  expect(read(printLock([]))).toEqual({ locks: [], findings: [] })
})

describe('a damaged lock is told at its place', () => {
  const whole = printLock([ses])
  it.each([
    ['an empty file', '', 'D302', undefined],
    ['no rules', 'version: 1\n', 'D301', undefined],
    ['a hash that is gone', whole.replace(/ +hash: .*\n/, ''), 'D301', undefined],
    ['a hash that became a number', whole.replace('0123456789ab', '12'), 'D302', '12'],
    ['a later form', whole.replace('version: 1\n', 'version: 2\n'), 'D304', '2'],
  ])('%s', (_, text, code, at) => {
    const document = readYaml({ path: 'ddac.lock.yaml', text })
    const { locks, findings } = readLock(document)
    expect([locks, findings.map((finding) => finding.code)]).toEqual([undefined, [code]])
    const [span] = findings.map((finding) => placeFinding(finding, document.locate).span)
    if (at) expect(text.slice(span?.start, span?.end)).toBe(at)
  })

  it('a key that nobody knows is a warning', () => {
    const { locks, findings } = read(`${whole}more: 1\n`)
    expect(locks).toEqual([ses])
    expect(findings).toMatchObject([{ code: 'D303', severity: 'warning' }])
  })
})
