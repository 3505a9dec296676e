import fc from 'fast-check'
import type { JsonObject } from '../../src/json/json'
import { canonicalRule, ruleKind } from '../../src/wire/canonical-rule'
import { contentHash } from '../../src/wire/content-hash'
import { encodeRule } from '../../src/wire/encode-rule'
import { ruleLevel } from '../../src/wire/server-fields'
import { arbitraryRule } from '../sync/arbitrary-rule'
import { hostileRule, withKeysReversed } from './arbitrary-json'

const rule: JsonObject = {
  name: 'Too many logins',
  message: 'Look.',
  isEnabled: true,
  queries: [{ query: '@evt.name:ConsoleLogin' }],
  cases: [{ status: 'high', condition: 'a > 5' }],
  options: { evaluationWindow: 900, keepAlive: 3600, maxSignalDuration: 86_400 },
}

test('the canonical form says everything that the tenant would fill in, keys in order', () => {
  const text = JSON.stringify(canonicalRule(rule))
  expect(text).toBe(
    JSON.stringify({
      cases: [{ condition: 'a > 5', name: '', notifications: [], status: 'high' }],
      filters: [],
      hasExtendedTitle: false,
      isEnabled: true,
      message: 'Look.',
      name: 'Too many logins',
      options: { detectionMethod: 'threshold', evaluationWindow: 900, keepAlive: 3600, maxSignalDuration: 86_400 },
      queries: [
        {
          aggregation: 'count',
          dataSource: 'logs',
          distinctFields: [],
          groupByFields: [],
          hasOptionalGroupByFields: false,
          name: '',
          query: '@evt.name:ConsoleLogin',
        },
      ],
      tags: [],
      type: 'log_detection',
    }),
  )
})

test('the canonical form of a canonical form is itself, for rules of every type and method', () => {
  fc.assert(
    fc.property(arbitraryRule, (any) => {
      const once = canonicalRule(any)
      expect(JSON.stringify(canonicalRule(once))).toBe(JSON.stringify(once))
    }),
  )
})

test('the same holds for bodies that no tenant would send', () => {
  fc.assert(
    fc.property(hostileRule, (body) => {
      const once = canonicalRule(body)
      expect(JSON.stringify(canonicalRule(once))).toBe(JSON.stringify(once))
    }),
  )
})

test.each(['log_detection', 'cloud_configuration', 'of_tomorrow'])(
  'a %s rule without options has those of the defaults',
  (type) => {
    const { options: _, ...bare } = rule
    const once = canonicalRule({ ...bare, type })
    expect(canonicalRule({ ...bare, type, options: {} })).toEqual(once)
    expect(canonicalRule({ ...bare, type, options: null })).toEqual(once)
    expect(canonicalRule(once)).toEqual(once)
  },
)

test('neither the order of keys nor that of tags is meaning', () => {
  fc.assert(
    fc.property(arbitraryRule, fc.array(fc.constantFrom('a:b', 'c', 'a:c'), { maxLength: 5 }), (any, tags) => {
      const one = { ...encodeRule(any), tags }
      const other = withKeysReversed({ ...one, tags: [...tags].reverse() }) as JsonObject
      expect(canonicalRule(other)).toEqual(canonicalRule(one))
      expect(contentHash(canonicalRule(other))).toBe(contentHash(canonicalRule(one)))
    }),
  )
})

test.each(ruleLevel.server ?? [])('%s is the tenant’s own and no content', (field) => {
  expect(canonicalRule({ ...rule, [field]: { anything: 1 } })).toEqual(canonicalRule(rule))
})

test('fields, methods and types that nobody knows yet stay as they are', () => {
  const odd: JsonObject = {
    ...rule,
    type: 'of_tomorrow',
    aNewerField: { deep: [null, '', []] },
    options: { detectionMethod: 'graph_walk', graphWalkOptions: { hops: null } },
    queries: [{ query: 'a', sampling: 0 }],
  }
  expect(canonicalRule(odd)).toMatchObject({
    type: 'of_tomorrow',
    aNewerField: { deep: [null, '', []] },
    options: { detectionMethod: 'graph_walk', graphWalkOptions: { hops: null } },
    queries: [{ query: 'a', sampling: 0 }],
  })
  expect(ruleKind(odd)).toEqual({ type: 'of_tomorrow', method: 'graph_walk' })
})

test('a rule that says neither has the type and method of most', () => {
  expect(ruleKind({})).toEqual({ type: 'log_detection', method: 'threshold' })
  expect(ruleKind({ type: 5, options: [] })).toEqual({ type: 'log_detection', method: 'threshold' })
})
