import { readConfig } from '../../src/workspace/read-config'
import { readYaml } from '../../src/yaml/yaml-document'

const read = (text: string) => readConfig(readYaml({ path: 'ddac.yaml', text }))
const codes = (text: string) =>
  read(text).findings.map(({ code, severity, path }) => `${severity} ${code} ${path.join('.')}`)

describe('ddac.yaml', () => {
  it('needs no more than a tenant; all else has its default', () => {
    const { config, findings } = read('tenants: { local: { emulator: true } }')
    expect(findings).toEqual([])
    expect(config.tenants.get('local')).toEqual({
      name: 'local',
      emulator: true,
      keys: {},
      variables: new Map(),
      overlays: [],
    })
    expect(config.policy).toMatchObject({
      suppressions: { required: ['owner', 'reason', 'expires'] },
      requiredTags: [],
      lint: {},
    })
  })

  it('a policy may ask for less of suppressions, and for more of rules', () => {
    const { config, findings } = read(
      'tenants: { a: { emulator: true } }\npolicy: { suppressions: { required: [] }, requiredTags: [team], maxDeletes: 0 }',
    )
    expect(findings).toEqual([])
    expect(config.policy).toMatchObject({
      suppressions: { required: [] },
      requiredTags: ['team'],
      maxDeletes: 0,
    })
  })

  it('a reference table that is no text has no file', () => {
    const { config } = read('tenants: { a: { emulator: true } }\nreferenceTables: { vip: { file: a.csv }, ips: b.csv }')
    expect([...config.referenceTables]).toEqual([['ips', 'b.csv']])
  })

  it.each<[string, string, readonly string[]]>([
    ['a mistyped key, since its default would quietly stay in force', 'tenants: {}\npolice: {}', ['error W103 police']],
    ['no tenants', 'defaultTenant: a', ['error W101 tenants', 'error W105 defaultTenant']],
    ['a list instead of a map', '- a', ['error W102 ']],
    [
      'an emulator with a site',
      'tenants: { a: { emulator: true, site: datadoghq.eu } }',
      ['error W106 tenants.a.site'],
    ],
    ['an emulator with keys', 'tenants: { a: { emulator: true, keys: { api: X } } }', ['error W106 tenants.a.keys']],
    ['a tenant called all', 'tenants: { all: { emulator: true } }', ['error W102 tenants.all']],
    ['a key in place of its variable', 'tenants: { a: { keys: { api: "12-34" } } }', ['error W104 tenants.a.keys.api']],
    ['a number of deletions below zero', 'tenants: {}\npolicy: { maxDeletes: -1 }', ['error W102 policy.maxDeletes']],
    [
      'a level that is none',
      'tenants: {}\npolicy: { lint: { case-order: loud } }',
      ['error W202 policy.lint.case-order'],
    ],
  ])('%s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected)
  })
})
