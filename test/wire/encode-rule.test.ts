import fc from 'fast-check'
import type { JsonObject } from '../../src/json/json'
import type { Draft } from '../../src/rule/rule'
import { identityTags } from '../../src/rule/tenant/identity-tags'
import { canonicalRule } from '../../src/wire/canonical-rule'
import { decodeRule } from '../../src/wire/decode-rule'
import { encodeRule, encodeRuleUpdate, withIdentity } from '../../src/wire/encode-rule'
import { arbitraryRule } from '../sync/arbitrary-rule'
import { hostileRule } from './arbitrary-json'

const rule: Draft = {
  id: 'logins',
  name: 'Too many logins',
  message: 'Look.',
  isEnabled: true,
  queries: [{ query: '@evt.name:ConsoleLogin' }],
  cases: [{ status: 'high', condition: 'a > 5' }],
  options: { evaluationWindow: 900 },
  tags: ['team:a', 'source:cloudtrail'],
}

describe('a create body', () => {
  test('carries the id as a tag after all others, and the revision after it', () => {
    expect(encodeRule(rule)).toEqual({
      name: 'Too many logins',
      message: 'Look.',
      isEnabled: true,
      queries: [{ query: '@evt.name:ConsoleLogin' }],
      cases: [{ status: 'high', condition: 'a > 5' }],
      options: { evaluationWindow: 900 },
      tags: ['team:a', 'source:cloudtrail', 'ddac:logins'],
    })
    const revised = encodeRule(rule, { wanted: '0123456789ab', stored: 'ba9876543210' })
    expect(revised.tags).toEqual(['team:a', 'source:cloudtrail', 'ddac:logins', 'ddac_rev:0123456789ab-ba9876543210'])
  })

  test('replaces tags of ours that somebody copied', () => {
    expect(encodeRule({ ...rule, tags: ['ddac:other', 'x', 'ddac_rev:1'] }).tags).toEqual(['x', 'ddac:logins'])
  })

  test('has no tags of its own making for a rule without id and tags', () => {
    const { id: _, tags: __, ...bare } = rule
    expect(encodeRule(bare as Draft)).not.toHaveProperty('tags')
  })

  test('leaves out what only the tenant sets, and keys without a value', () => {
    const body = encodeRule({
      ...rule,
      version: 3,
      isDefault: true,
      metadata: null,
      customName: undefined,
      queries: [{ query: 'a', defaultRuleId: 'def-000-abc' }],
    } as unknown as Draft)
    expect(Object.keys(body)).toEqual(['name', 'message', 'isEnabled', 'queries', 'cases', 'options', 'tags'])
    expect(body.queries).toEqual([{ query: 'a' }])
  })

  test('keeps the very objects that need no change, so that their texts need not be read again', () => {
    expect((encodeRule(rule).queries as readonly unknown[])[0]).toBe(rule.queries[0])
  })

  test('sends unknown fields and null as they are', () => {
    const body = encodeRule({ ...rule, aNewerField: null, schedulingOptions: null } as Draft)
    expect(body).toMatchObject({ aNewerField: null, schedulingOptions: null })
  })
})

/** What the tenant has after an update: fields that were sent take the place of those it had. */
const merged = (actual: JsonObject, body: JsonObject): JsonObject => ({ ...actual, ...body })

/** What an update cannot do: change the type, take away what nobody knows or what a compliance rule must have. */
function comparable(body: JsonObject): JsonObject {
  const { type: _, aFieldOfTomorrow: __, complianceSignalOptions: ___, ...rest } = body
  return rest
}

describe('an update body', () => {
  test('makes any rule of the tenant equal to any wanted one of its type', () => {
    fc.assert(
      fc.property(arbitraryRule, arbitraryRule, (before, after) => {
        const actual = comparable({ ...encodeRule(before) })
        const wanted = comparable({ ...encodeRule({ ...after, id: 'x' } as Draft) })
        const result = merged(actual, encodeRuleUpdate(wanted, actual))
        expect(canonicalRule(result)).toEqual(canonicalRule(wanted))
      }),
    )
  })

  test('of what is equal already removes nothing', () => {
    fc.assert(
      fc.property(arbitraryRule, (any) => {
        const body = encodeRule(any)
        const { type: _, ...same } = body
        expect(encodeRuleUpdate(body, body)).toEqual(same)
      }),
    )
  })
})

describe('a rule of the tenant, decoded', () => {
  test('reads like one that a team wrote', () => {
    const body = {
      ...canonicalRule(encodeRule(rule)),
      id: 'abc-def-ghi',
      version: 3,
      createdAt: 1_713_530_930_999,
      metadata: { entities: null, sources: null },
      tags: ['source:cloudtrail', 'ddac:logins', 'team:a', 'ddac_rev:0123456789ab'],
    }
    expect(decodeRule(body)).toEqual({
      ...rule,
      type: 'log_detection',
      options: { detectionMethod: 'threshold', evaluationWindow: 900 },
      tags: ['source:cloudtrail', 'team:a'],
    })
  })

  test('has the same canonical form when it is encoded again, and decodes to itself', () => {
    fc.assert(
      fc.property(arbitraryRule, (any) => {
        const body = encodeRule({ ...any, id: 'any-rule' } as Draft)
        const decoded = decodeRule(body)
        expect(decoded.id).toBe('any-rule')
        expect(canonicalRule(encodeRule(decoded))).toEqual(canonicalRule(body))
        expect(decodeRule(encodeRule(decoded))).toEqual(decoded)
      }),
    )
  })

  test('does so too where a body holds what nobody would put there', () => {
    fc.assert(
      fc.property(hostileRule, (body) => {
        expect(canonicalRule(encodeRule(decodeRule(body)))).toEqual(canonicalRule(body))
      }),
    )
  })

  test('of a type and method that nobody knows yet keeps all its fields', () => {
    const body: JsonObject = {
      name: 'From tomorrow',
      message: '',
      isEnabled: false,
      type: 'of_tomorrow',
      queries: [{ query: 'a', sampling: 0 }],
      cases: [{ status: 'grave', until: null }],
      options: { detectionMethod: 'graph_walk', graphWalkOptions: { hops: null } },
      aNewerField: [],
    }
    expect(decodeRule(body)).toEqual(body)
  })

  test.each([
    ['no tag of ours', ['team:a'], undefined],
    ['a tag that holds no slug', ['ddac:Not A Slug'], undefined],
    ['an empty tag', ['ddac:'], undefined],
    ['a copy with two', ['ddac:Not A Slug', 'ddac:logins', 'ddac:other'], 'logins'],
    ['tags that are no list', 'ddac:logins', undefined],
  ])('with %s has the id %j', (_, tags, id) => {
    expect(decodeRule({ ...encodeRule(rule), tags: tags as JsonObject[string] }).id).toBe(id)
  })
})

test('our tags are set anew on a body, or left out where there is none to set', () => {
  expect(withIdentity({ tags: ['a', 'ddac:old'] }, 'new')).toEqual({ tags: ['a', 'ddac:new'] })
  expect(withIdentity({ tags: ['a', 'ddac:old'] }, undefined)).toEqual({ tags: ['a'] })
  expect(withIdentity({}, undefined)).toEqual({})
  expect(identityTags(withIdentity({}, 'new', { wanted: 'f' }, 'w').tags)).toEqual({
    ids: ['new'],
    owners: ['w'],
    revision: { wanted: 'f' },
    rest: [],
  })
})
