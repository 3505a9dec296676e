import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { JsonObject } from '../../src/json/json'
import type { Rule } from '../../src/rule/rule'
import type { Effect } from '../../src/sync/effects/effect'
import { planEffects } from '../../src/sync/effects/plan-effects'
import { readTenant } from '../../src/sync/tenant-state'
import { MemoryRemote } from './memory-remote'
import { aRule, planned, want } from './sample'

interface Effects {
  readonly name: string
  readonly rule?: Partial<Rule>
  readonly settings: Partial<Record<'filters' | 'notifications' | 'assets', readonly JsonObject[]>>
  /** In order, each with a part of its fields; null stands for a field that is not there. */
  readonly effects: readonly JsonObject[]
}

const text = readFileSync(join(__dirname, '../conformance/sync-effects.yaml'), 'utf8')
const { cases } = parse(text) as { cases: readonly Effects[] }

describe('sync-effects.yaml', () => {
  it.each(cases.map((row) => [row.name, row] as const))('%s', async (_, { rule, settings, effects }) => {
    const remote = new MemoryRemote()
    for (const kind of ['filters', 'notifications', 'assets'] as const) {
      const kept = settings[kind] ?? []
      remote.settings[kind].push(...kept.map((attributes, index) => ({ id: `${kind}-${index}`, attributes })))
    }
    const okta = aRule('okta', {
      queries: [{ query: 'source:okta @evt.name:Login' }],
      tags: ['source:okta'],
      cases: [{ status: 'high', condition: 'a > 0' }],
      ...rule,
    })
    for (const { ruleId } of okta.queries)
      if (ruleId) remote.rules.set(ruleId, { version: 1, body: { name: 'Another' } })
    const { changes } = await planned(want([okta]), remote)
    const told = await planEffects(changes, await readTenant(remote), remote)
    expect(told.notAsked).toEqual([])
    expect(told.effects).toHaveLength(effects.length)
    for (const [index, expected] of effects.entries()) {
      const { when = null, ...effect } = told.effects[index] as Effect & { readonly when?: string }
      expect({ when, ...effect }).toMatchObject(expected)
      expect(effect).toMatchObject({ of: 'rule', rule: 'okta', ruleName: 'Rule okta' })
    }
  })
})
