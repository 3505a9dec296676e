import fc from 'fast-check'
import type { JsonObject } from '../../src/json/json'
import { printRule } from '../../src/rule/print-rule'
import { readRule } from '../../src/rule/read-rule'
import type { Rule } from '../../src/rule/rule'
import { readSuppression } from '../../src/suppression/read-suppression'
import { adoptedRuleFile, adoptedSuppressionFile } from '../../src/sync/drift/adopted-file'
import { readYaml, type YamlDocument } from '../../src/yaml/yaml-document'
import { often } from '../random-runs'
import { arbitraryRule } from './arbitrary-rule'
import { MemoryRemote } from './memory-remote'
import { actionsOf, applied, aRule, aSuppression, planned, want } from './sample'

const file = (text: string): YamlDocument => readYaml({ path: 'one.rule.yaml', text })
const nobody = (): undefined => undefined

function ruleIn(text: string): Rule {
  const { rule, findings } = readRule(file(text))
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  if (!rule) throw new Error('no rule')
  return rule
}

function textOf(adopted: ReturnType<typeof adoptedRuleFile>): string {
  if ('trouble' in adopted) throw new Error(adopted.trouble)
  return adopted.text
}

const written = `# Who watches the watchers?
id: one
name: Console login # as the UI shows it
isEnabled: true
queries:
  # everything but the break-glass account
  - name: logins
    query: source:cloudtrail @evt.name:ConsoleLogin
    aggregation: count
    groupByFields: ['@usr.name']
options:
  evaluationWindow: 10m # short
  keepAlive: 1h
  maxSignalDuration: 86400
cases:
  - {status: low, condition: logins > 3}
  - status: high # pager
    condition: logins > 10
    notifications: ['@pager']
tags: [team:cloud, source:cloudtrail]
message: |
  {{@usr.name}} logged in.

  ## Triage
  Ask.
`

describe("the tenant's version in the user's file", () => {
  let remote: MemoryRemote
  beforeEach(async () => {
    remote = new MemoryRemote()
    await applied(want([ruleIn(written)]), remote)
  })

  /** What stands in the file after somebody changed the rule in the tenant. */
  async function afterEdit(edit: JsonObject): Promise<string> {
    const id = remote.carrying('one')
    remote.edit(id, edit)
    const body = (await remote.getRule(id))?.body ?? {}
    const text = textOf(adoptedRuleFile(file(written), body, nobody))
    expect(actionsOf(await planned(want([ruleIn(text)]), remote))).toEqual([])
    return text
  }

  it('changes nothing where nothing was changed: defaults, durations and the order of tags are as they were', async () => {
    expect(await afterEdit({})).toBe(written)
  })

  it.each<[string, JsonObject, string, string]>([
    ['a switch', { isEnabled: false }, 'isEnabled: true', 'isEnabled: false'],
    ['a name beside a comment', { name: 'Root login' }, 'Console login #', 'Root login #'],
    ['a line of the message', { message: '{{@usr.name}} logged in.\n\n## Triage\nCall.\n' }, '  Ask.', '  Call.'],
  ])('changes one line for %s', async (_, edit, before, after) => {
    expect(await afterEdit(edit)).toBe(written.replace(before, after))
  })

  it('changes one window and keeps the others as they are written', async () => {
    const options = { detectionMethod: 'threshold', evaluationWindow: 900, keepAlive: 3600, maxSignalDuration: 86_400 }
    expect(await afterEdit({ options })).toBe(written.replace('10m # short', '15m # short'))
  })

  it('adds and removes cases and tags and keeps the comments of the others', async () => {
    const cases = [
      { status: 'medium', condition: 'logins > 5', name: '', notifications: [] },
      { status: 'high', condition: 'logins > 10', name: '', notifications: ['@pager'] },
    ]
    const tags = ['ddac:one', 'source:cloudtrail', 'tactic:TA0001', 'team:cloud']
    const text = await afterEdit({ cases, tags })
    expect(text).toContain('status: high # pager')
    expect(text).toContain('# everything but the break-glass account')
    expect(text).toContain('tags: [team:cloud, source:cloudtrail, tactic:TA0001]')
    expect(text).toContain('logins > 5')
    expect(text).not.toContain('logins > 3')
  })

  it('removes a field that is gone in the tenant', async () => {
    expect(await afterEdit({ tags: ['ddac:one'] })).not.toContain('tags:')
  })

  it('does not fill the file with what only the tenant knows', async () => {
    expect(await afterEdit({ aFieldOfTomorrow: { deep: true } })).toBe(written)
  })

  it('keeps an unknown field that the file has, with its value in the tenant', async () => {
    const text = `${written}aFieldOfTomorrow: 1\n`
    await applied(want([ruleIn(text)]), remote)
    const id = remote.carrying('one')
    remote.edit(id, { aFieldOfTomorrow: 2 })
    const adopted = adoptedRuleFile(file(text), (await remote.getRule(id))?.body ?? {}, nobody)
    expect(textOf(adopted)).toBe(`${written}aFieldOfTomorrow: 2\n`)
  })

  it('names a rule that it refers to by slug', () => {
    const text = printRule({ ...aRule('many'), type: 'signal_correlation', queries: [{ ruleId: 'one' }] })
    const body = { ...ruleIn(text), id: 'abc', message: 'By hand.', queries: [{ ruleId: 'xyz-1' }] }
    const adopted = adoptedRuleFile(file(text), body as unknown as JsonObject, (id) =>
      id === 'xyz-1' ? 'one' : undefined,
    )
    expect(textOf(adopted)).toBe(text.replace('Something happened.', 'By hand.'))
  })

  it('is not written into a file that holds no rule', () => {
    expect(adoptedRuleFile(file('- a list'), {}, nobody)).toEqual({ trouble: expect.any(String) })
    expect(adoptedSuppressionFile(file('- a list'), {}, nobody)).toEqual({ trouble: expect.any(String) })
  })
})

describe("the tenant's version of a suppression", () => {
  const quiet = `id: quiet
name: Deploys
rules: [one] # ours
suppressionQuery: '@usr.name:deploy'
start: 2026-03-01T02:00:00+02:00 # Monday
expires: 2026-09-01
owner: platform@example.com
reason: Terraform replaces identities.
enabled: true
tags: [b, a]
`
  const attributes = {
    name: 'Deploys',
    enabled: true,
    rule_query: 'ddac:one',
    suppression_query: '@usr.name:deploy',
    data_exclusion_query: '',
    description: 'Reason: Terraform replaces identities.\nOwner: platform@example.com',
    start_date: Date.UTC(2026, 2, 1),
    expiration_date: Date.UTC(2026, 8, 1),
    tags: ['a', 'b', 'ddac:quiet'],
    version: 2,
  }
  const adopted = (edit: JsonObject): string =>
    textOf(
      adoptedSuppressionFile(file(quiet), { ...attributes, ...edit }, (id) => (id === 'xyz-1' ? 'one' : undefined)),
    )

  it('changes nothing where nothing was changed', () => {
    expect(adopted({})).toBe(quiet)
  })

  it('takes a rule named by the tenant for the same rule named by slug', () => {
    expect(adopted({ rule_query: 'ruleId:xyz-1' })).toBe(quiet)
  })

  it.each<[string, JsonObject, string, string]>([
    ['a switch', { enabled: false }, 'enabled: true', 'enabled: false'],
    ['an end', { expiration_date: Date.UTC(2026, 9, 1) }, '2026-09-01', '2026-10-01'],
    ['a query', { suppression_query: '@usr.name:ci' }, '@usr.name:deploy', '@usr.name:ci'],
    ['an owner', { description: 'Reason: Terraform replaces identities.\nOwner: x@example.com' }, 'platform@', 'x@'],
  ])('changes one line for %s', (_, edit, before, after) => {
    expect(adopted(edit)).toBe(quiet.replace(before, after))
  })

  it('takes over a scope that is more than a list of rules', () => {
    const text = adopted({ rule_query: 'source:cloudtrail severity:low' })
    expect(text).not.toContain('rules:')
    expect(readSuppression(readYaml({ path: 's', text })).suppression).toMatchObject({
      ruleQuery: 'source:cloudtrail severity:low',
      rules: [],
    })
  })

  it('removes a start that was cleared', () => {
    const { start_date: _start, ...cleared } = attributes
    const text = textOf(adoptedSuppressionFile(file(quiet), cleared, nobody))
    expect(text).not.toContain('start:')
  })
})

it('after adopting, plan finds no changes: whatever the file says and whatever the tenant made of it', async () => {
  // As JSON carries it, with the texts that a file must have.
  const readable = arbitraryRule.map(
    (rule) => ({ ...JSON.parse(JSON.stringify(rule)), name: `n${rule.name}`, message: `m${rule.message}` }) as Rule,
  )
  await fc.assert(
    fc.asyncProperty(readable, readable, fc.boolean(), async (git, tenant, flow) => {
      const remote = new MemoryRemote()
      const { id } = await remote.createRule(tenant as unknown as JsonObject)
      remote.edit(id, { tags: [...(tenant.tags ?? []), 'ddac:one'] })
      const body = (await remote.getRule(id))?.body ?? {}
      const printed = printRule({ ...git, id: 'one' })
      const text = flow ? JSON.stringify({ ...git, id: 'one' }) : `# first\n${printed}# last\n`
      const adopted = textOf(adoptedRuleFile(file(text), body, nobody))
      const plan = await planned(want([ruleIn(adopted)]), remote)
      expect(plan.problems).toEqual([])
      expect(actionsOf(plan)).toEqual([])
      expect(adopted.includes('# first')).toBe(!flow)
    }),
    { numRuns: often(12), seed: 5 },
  )
}, 60_000)

it('a suppression that was adopted is planned as unchanged', async () => {
  const remote = new MemoryRemote()
  const before = aSuppression('quiet', { owner: 'a@example.com', reason: 'Deploys.' })
  await applied(want([], [before]), remote)
  const [id = ''] = remote.suppressions.keys()
  remote.edit(id, { suppression_query: '@usr.name:ci', rule_query: 'source:y severity:low', description: 'By hand.' })
  const body = (await remote.getSuppression(id))?.attributes ?? {}
  const text =
    'id: quiet\nname: Quiet quiet\nrules: ["source:x"]\nsuppressionQuery: "@a:b"\nowner: a@example.com\nreason: Deploys.\n'
  const adopted = textOf(adoptedSuppressionFile(file(text), body, nobody))
  const { suppression } = readSuppression(file(adopted), { required: [] })
  expect(actionsOf(await planned(want([], suppression ? [suppression] : []), remote))).toEqual([])
})
