import fc from 'fast-check'
import type { Finding } from '../../src/diagnostic/diagnostic'
import type { Rule } from '../../src/rule/rule'
import type { TenantConfig } from '../../src/workspace/config'
import { asWritten, fillVariables, rulesForTenant, unknownVariables } from '../../src/workspace/tenant-view'
import { ruleFrom } from '../rule/rule-from'

const tenant = (some: Partial<TenantConfig> = {}): TenantConfig => ({
  name: 'prod',
  emulator: false,
  keys: {},
  variables: new Map([
    ['app', 'login'],
    ['list', 'a OR b OR c OR d OR e'],
    ['none', ''],
  ]),
  overlays: [],
  ...some,
})

const rule = ruleFrom({
  id: 'logins',
  name: `Logins of \${tenant.app}`,
  message: 'Look.',
  isEnabled: true,
  queries: [{ query: `source:\${tenant.app} @usr.id:(\${tenant.list})` }],
  cases: [
    { name: '', status: 'medium', condition: 'a > 1', notifications: ['@slack-soc'] },
    { name: '', status: 'low', condition: 'a > 0', notifications: [] },
  ],
  options: {},
  tags: ['source:app', 'team:soc'],
})

describe('variables', () => {
  it('are filled into every text, at any depth', () => {
    expect(fillVariables(rule, tenant())).toMatchObject({
      name: 'Logins of login',
      queries: [{ query: 'source:login @usr.id:(a OR b OR c OR d OR e)' }],
    })
  })

  it('are filled once, and what uses none stays the same object: its texts are read once', () => {
    const one = tenant()
    const whole = fillVariables(rule, one)
    expect(fillVariables(rule, { ...one, overlays: [] })).toBe(whole)
    expect(fillVariables(rule, tenant())).not.toBe(whole)
    expect(whole.cases).toBe(rule.cases)
    expect(whole.queries).not.toBe(rule.queries)
  })

  it('that a tenant lacks stay as they are written', () => {
    expect(fillVariables(`x \${tenant.wat} y`, tenant())).toBe(`x \${tenant.wat} y`)
  })

  it('that some tenants lack are found with their places', () => {
    const lacking = tenant({ name: 'stage', variables: new Map([['app', 'x']]) })
    expect(unknownVariables({ a: [{ b: `x \${tenant.list}` }] }, [tenant(), lacking])).toEqual([
      { path: ['a', 0, 'b'], range: { start: 2, end: 16 }, name: 'list', lackedBy: ['stage'] },
    ])
  })
})

describe('a finding in a filled text points into the written one', () => {
  const find = (written: string, start: number, end: number) =>
    asWritten(
      { code: 'Q002', severity: 'error', message: '', path: ['q'], range: { start, end } } as Finding,
      { q: written },
      tenant(),
    ).range

  it.each<[string, string, [number, number], [number, number]]>([
    ['before a variable', `ab \${tenant.app}`, [0, 2], [0, 2]],
    ['behind a shorter value', `\${tenant.app} cd`, [6, 8], [14, 16]],
    ['behind a longer value', `\${tenant.list} cd`, [22, 24], [15, 17]],
    ['behind an empty value', `\${tenant.none}cd`, [0, 2], [14, 16]],
    ['inside a value: the whole variable', `x:\${tenant.app}`, [3, 5], [2, 15]],
    ['over a variable', `x:\${tenant.app} y`, [0, 9], [0, 17]],
    ['between two', `\${tenant.app} x \${tenant.app}`, [6, 7], [14, 15]],
    ['behind two', `\${tenant.app} \${tenant.list} x`, [28, 29], [29, 30]],
  ])('%s', (_, written, [start, end], [wantedStart, wantedEnd]) => {
    expect(find(written, start, end)).toEqual({ start: wantedStart, end: wantedEnd })
  })

  it('whatever stands outside of variables is found again', () => {
    const piece = fc.constantFrom(`\${tenant.app}`, `\${tenant.list}`, `\${tenant.none}`, 'ab', '(', ' ')
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece), (before, after) => {
        const written = `${before.join('')}#MARK#${after.join('')}`
        const start = fillVariables(written, tenant()).indexOf('#MARK#')
        const range = find(written, start, start + 6)
        expect(written.slice(range?.start, range?.end)).toBe('#MARK#')
      }),
    )
  })
})

describe('overlays', () => {
  const view = (overlays: TenantConfig['overlays']): Rule | undefined => rulesForTenant([rule], tenant({ overlays }))[0]

  it('change severities by what git says, together and not one after the other', () => {
    const swapped = view([{ severity: { medium: 'low', low: 'info' } }])
    expect(swapped?.cases.map(({ status }) => status)).toEqual(['low', 'info'])
  })

  it('replace the notifications of every case', () => {
    expect(view([{ notifications: ['@slack-stage'] }])?.cases.map(({ notifications }) => notifications)).toEqual([
      ['@slack-stage'],
      ['@slack-stage'],
    ])
  })

  it('add tags once', () => {
    expect(view([{ tags: ['env:stage', 'team:soc'] }])?.tags).toEqual(['source:app', 'team:soc', 'env:stage'])
  })

  it.each<[string, readonly string[], boolean]>([
    ['its id', ['logins'], false],
    ['a tag', ['team:soc'], false],
    ['another id', ['other'], true],
    ['another tag', ['team:x'], true],
  ])('act on a rule named by %s', (_, rules, isEnabled) => {
    expect(view([{ rules, isEnabled: false }])?.isEnabled).toBe(isEnabled)
  })

  it('later ones win', () => {
    expect(view([{ isEnabled: false }, { isEnabled: true }])?.isEnabled).toBe(true)
  })
})
