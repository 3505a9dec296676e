import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { positionAt } from '../../src/diagnostic/span'
import { loadWorkspace } from '../../src/workspace/load-workspace'
import { often } from '../random-runs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ddac-workspace-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function load(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return loadWorkspace(folder)
}

const told = (files: Readonly<Record<string, string>>): readonly string[] =>
  load(files).diagnostics.map(({ code, span }) => {
    if (!span) return code
    const { line, column } = positionAt(span.source, span.start)
    return `${code} ${span.source.path}:${line}:${column}`
  })

const config = `tenants:
  a: { emulator: true, variables: { users: "ann OR bob", block: "(" } }
`
const suppression = (query: string): string => `id: s
name: s
rules: ["source:x"]
suppressionQuery: '${query}'
expires: 2027-01-31
owner: o
reason: r
`
const rule = `id: r
name: r
type: log_detection
isEnabled: true
queries: [{ query: "source:x" }]
cases: [{ status: low, condition: a > 0 }]
options: { keepAlive: 1h, maxSignalDuration: 1d, evaluationWindow: 5m }
message: m
`

describe('a workspace that is read', () => {
  test('takes more mistakes of one file than a call takes arguments', () => {
    const line = `- {${'a,'.repeat(41)}}\n`
    // A usual run is content with a tenth.
    const lines = often(1) > 1 ? 3200 : 320
    const found = told({ 'ddac.yaml': config, 'r.rule.yaml': `id: r\nqueries:\n${line.repeat(lines)}` })
    expect(found.length).toBeGreaterThan(lines * 40)
  })

  it('looks at the queries of suppressions and overrides with the variables of the usual tenant filled in', () => {
    const override = `id: o\nrule: def-000-abc\nqueryExtension: '-@usr.id:(\${tenant.users})'\n`
    const files = {
      'ddac.yaml': config,
      'r.rule.yaml': rule,
      's.suppression.yaml': suppression(`@usr.id:(\${tenant.users})`),
      'o.override.yaml': override,
    }
    expect(told(files)).toEqual([])
    const { suppressions, overrides } = load(files)
    // The values still have their variables: each tenant fills in its own.
    expect(suppressions[0]?.suppression?.suppressionQuery).toBe(`@usr.id:(\${tenant.users})`)
    expect(overrides[0]?.override?.queryExtension).toBe(`-@usr.id:(\${tenant.users})`)
  })

  it('places a mistake behind a variable, or the one that a value makes', () => {
    const files = (query: string) => ({
      'ddac.yaml': config,
      'r.rule.yaml': rule,
      's.suppression.yaml': suppression(query),
    })
    expect(told(files(`@usr.id:(\${tenant.users}) @a:(b`))).toEqual(['Q002 s.suppression.yaml:4:49'])
    expect(told(files(`@usr.id:\${tenant.block}x`))).toEqual(['Q002 s.suppression.yaml:4:28'])
  })

  it('keeps apart what is a rule, and takes a name beside another kind for no clash', () => {
    const same = suppression('@a:b').replace('id: s', 'id: r')
    expect(told({ 'ddac.yaml': config, 'r.rule.yaml': rule, 's.suppression.yaml': same })).toEqual([])
  })

  it('knows tags that its policy demands', () => {
    expect(
      told({
        'ddac.yaml': `${config}policy: { requiredTags: [team] }\n`,
        'r.rule.yaml': `${rule}tags: ["source:x"]\n`,
      }),
    ).toEqual(['W112 r.rule.yaml:9:1'])
    expect(
      told({ 'ddac.yaml': `${config}policy: { requiredTags: [team] }\n`, 'r.rule.yaml': `${rule}tags: ["team:a"]\n` }),
    ).toEqual([])
  })

  it('tells of a key that nobody knows once, however many rules have it', () => {
    const two = {
      'a.rule.yaml': `${rule}sampleRate: 2\n`,
      'b.rule.yaml': `${rule.replace('id: r', 'id: s')}sampleRate: 3\n`,
    }
    expect(told({ 'ddac.yaml': config, ...two })).toEqual(['R104 a.rule.yaml:9:1'])
    expect(told({ 'ddac.yaml': config, ...two, 'c.rule.yaml': `${rule.replace('id: r', 'id: t')}other: 1\n` })).toEqual(
      ['R104 a.rule.yaml:9:1', 'R104 c.rule.yaml:9:1'],
    )
  })

  it('says nothing of keys that change nothing', () => {
    const odd = { 'r.rule.yaml': `${rule}sampleRate: 2\nbeta: false\nowner: team\n` }
    expect(told({ 'ddac.yaml': `${config}policy: { harmlessKeys: [sampleRate] }\n`, ...odd })).toEqual([])
    expect(told({ 'ddac.yaml': config, ...odd })).toEqual(['R104 r.rule.yaml:9:1'])
  })

  it('warns of an overlay for a rule that is not there', () => {
    const overlaid = 'tenants:\n  a:\n    emulator: true\n    overlays: [{ rules: [rr], isEnabled: false }]\n'
    expect(told({ 'ddac.yaml': overlaid, 'r.rule.yaml': rule })).toEqual(['W109 ddac.yaml:4:26'])
  })

  it.each([
    ['{ suppressions: [r], isEnabled: false }', ['W109 ddac.yaml:4:33', 'W103 ddac.yaml:4:37']],
    ['{ suppressionQuery: "@a:b" }', ['W103 ddac.yaml:4:18']],
    ['{ queries: [{ query: "@a:(b" }] }', ['Q002 ddac.yaml:4:41']],
    ['{ options: { keepAlive: soon } }', ['W104 ddac.yaml:4:40']],
    ['{ options: { keepAlive: 1h }, message: null, withoutTags: [a:b] }', []],
  ])('an overlay that says %s', (overlay, wanted) => {
    const overlaid = `tenants:\n  a:\n    emulator: true\n    overlays: [${overlay}]\n`
    expect(told({ 'ddac.yaml': overlaid, 'r.rule.yaml': rule })).toEqual(wanted)
  })
})
