import { WorldError } from '../../src/diagnostic/world-error'
import type { JsonObject } from '../../src/json/json'
import { readRuleObject } from '../../src/rule/read-rule'
import type { Change } from '../../src/sync/plan/plan'
import type { Remote, RemoteVersion } from '../../src/sync/remote'
import { rulesSameSince } from '../../src/sync/same-since'

const [may, june, july] = [Date.UTC(2026, 4, 1), Date.UTC(2026, 5, 1), Date.UTC(2026, 6, 1)]

const body: JsonObject = {
  id: 'abc',
  name: 'R',
  type: 'log_detection',
  message: 'm',
  isEnabled: true,
  tags: ['source:app'],
  options: { evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 },
  cases: [{ status: 'low', condition: 'a > 0' }],
  queries: [{ query: 'source:app' }],
  createdAt: may,
}
const { draft } = readRuleObject(body)
const rule = { ...draft, id: 'r' } as NonNullable<typeof draft>

const change = (action: Change['action'], kind: Change['kind'] = 'rule', more: Partial<Change> = {}): Change => ({
  action,
  kind,
  id: kind === 'rule' ? 'r' : 's',
  name: 'R',
  remoteId: kind === 'rule' ? 'abc' : 'sss',
  fields: [],
  references: [],
  ...more,
})

const suppression = (id: string, attributes: JsonObject = {}) => ({
  id,
  version: 1,
  attributes: {
    name: 'S',
    enabled: true,
    rule_query: 'source:app',
    suppression_query: '@a:b',
    creation_date: may,
    ...attributes,
  },
})

/** Since when the rule is the same, as that month; or `different`. */
async function since(
  tenant: {
    updatedAt?: number
    versions?: readonly RemoteVersion[]
    fails?: WorldError
    suppressions?: ReturnType<typeof suppression>[]
  },
  changes: readonly Change[] = [change('none')],
): Promise<string> {
  const remote = {
    ruleHistory: async () => {
      if (tenant.fails) throw tenant.fails
      return tenant.versions ?? []
    },
  } as Partial<Remote> as Remote
  const now = { ...body, ...(tenant.updatedAt !== undefined && { updatedAt: tenant.updatedAt }) }
  const state = {
    tenant: 'prod',
    rules: [{ id: 'abc', version: 2, body: now }],
    suppressions: tenant.suppressions ?? [],
  }
  const { same } = await rulesSameSince([rule], { changes }, state, remote, may + 1000)
  const months = new Map([
    [may, 'may'],
    [june, 'june'],
    [july, 'july'],
  ])
  return same.length === 0 ? 'different' : (months.get(same[0]?.sinceMs ?? 0) ?? String(same[0]?.sinceMs))
}

const version = (number: number, at: number, changes: JsonObject = {}): RemoteVersion => ({
  version: number,
  body: { ...body, ...changes, updatedAt: at },
})

it.each<[string, Parameters<typeof since>, string]>([
  ['never updated', [{}], 'may'],
  ['updated, and the tenant keeps no history', [{ updatedAt: july }], 'july'],
  ['its history is refused', [{ updatedAt: july, fails: new WorldError('missing', 'none') }], 'july'],
  ['updated to what it was', [{ updatedAt: july, versions: [version(1, may), version(2, july)] }], 'may'],
  [
    'another name for a month',
    [{ updatedAt: july, versions: [version(1, may), version(2, june, { name: 'Other' }), version(3, july)] }],
    'july',
  ],
  ['taken over with the same content', [{}, [change('adopt')]], 'may'],
  [
    'taken over with another content',
    [{}, [change('adopt', 'rule', { fields: [{ path: 'name', before: 'A', after: 'B' }] })]],
    'different',
  ],
  ['to be updated', [{}, [change('update')]], 'different'],
  ['not there', [{}, []], 'different'],
  [
    'with a suppression of git',
    [{ suppressions: [suppression('sss', { update_date: june })] }, [change('none'), change('none', 'suppression')]],
    'june',
  ],
  ['with a suppression by hand', [{ suppressions: [suppression('other')] }], 'different'],
  ['with one by hand of other rules', [{ suppressions: [suppression('other', { rule_query: 'source:else' })] }], 'may'],
  [
    'with a suppression that is to be made',
    [{}, [change('none'), change('create', 'suppression', { references: ['r'] })]],
    'different',
  ],
])('a rule %s', async (_, given, expected) => {
  expect(await since(...given)).toBe(expected)
})

it('trouble on the way is no answer', async () => {
  const lost = new WorldError('network', 'no answer')
  await expect(since({ updatedAt: july, fails: lost })).rejects.toBe(lost)
})
