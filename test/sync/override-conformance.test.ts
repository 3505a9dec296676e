import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { JsonObject } from '../../src/json/json'
import { effectiveRule } from '../../src/override/effective-rule'
import { mergeOverrides } from '../../src/override/merge-overrides'
import type { Override } from '../../src/override/override'
import { compareLock } from '../../src/sync/drift/compare-lock'
import { lockOf } from '../../src/sync/drift/lock-of'
import { changedKeys, claimedKeys, overrideBody, withOverrideBody } from '../../src/wire/override-content'

const read = (name: string) => parse(readFileSync(join(__dirname, '../conformance', `override-${name}.yaml`), 'utf8'))
const named = <Row extends { name: string }>(rows: readonly Row[]) => rows.map((row) => [row.name, row] as const)

interface Effect {
  readonly name: string
  readonly rule: string
  readonly overrides: readonly Override[]
  readonly sends: readonly string[]
  readonly body?: JsonObject
  readonly acts?: {
    readonly name?: string
    readonly severities?: readonly string[]
    readonly notifications?: readonly (readonly string[])[]
    readonly queries?: readonly string[]
  }
  readonly conflicts?: readonly string[]
  readonly known_from: string
  readonly source: string
}

describe('override-effect.yaml', () => {
  const { rules, cases } = read('effect') as { rules: Record<string, JsonObject>; cases: readonly Effect[] }
  it.each(named(cases))('%s', (_, { rule, overrides, sends, body, acts = {}, conflicts = [], known_from, source }) => {
    expect(['documented', 'observed', 'assumed']).toContain(known_from)
    expect(source).toBeTruthy()
    const actual = rules[rule] ?? {}
    const merged = mergeOverrides(overrides, actual)
    const keys = [...claimedKeys(merged.claims), ...changedKeys(actual.tags)]
    const sent = overrideBody(actual, merged.claims, keys, { ids: merged.overrides.map(({ id }) => id) })
    expect(Object.keys(sent).sort()).toEqual(sends)
    expect(sent).toMatchObject(body ?? {})
    expect(merged.conflicts.map(({ key }) => key)).toEqual(conflicts)
    const effective = effectiveRule(withOverrideBody(actual, sent))
    const seen = {
      name: effective.name,
      severities: effective.cases.map(({ status }) => status),
      notifications: effective.cases.map(({ notifications }) => notifications),
      queries: effective.queries.map(({ query }) => query),
    }
    expect(seen).toMatchObject(acts)
  })
})

interface Locked {
  readonly name: string
  readonly now: JsonObject
  readonly override: Partial<Override>
  readonly changed: readonly string[]
  readonly means: readonly string[]
}

describe('override-lock.yaml', () => {
  const { rule, cases } = read('lock') as { rule: JsonObject; cases: readonly Locked[] }
  it.each(named(cases))('%s', (_, { now, override, changed, means }) => {
    const own: Override = { id: 'o', rule: 'def-000-yax', ...override }
    const { changes, meanings } = compareLock(lockOf(rule), { ...rule, ...now }, [own])
    expect(changes.map(({ path }) => path)).toEqual(changed)
    expect(meanings.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual(means)
  })
})
