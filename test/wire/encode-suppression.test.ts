import fc from 'fast-check'
import type { JsonObject } from '../../src/json/json'
import type { Suppression } from '../../src/suppression/suppression'
import { canonicalSuppression } from '../../src/wire/canonical-suppression'
import { decodeSuppression } from '../../src/wire/decode-suppression'
import { encodeSuppression, encodeSuppressionUpdate } from '../../src/wire/encode-suppression'
import { often, seedOr } from '../random-runs'
import { arbitraryJson } from './arbitrary-json'

const whole: Suppression = {
  id: 'deploy-role',
  name: 'The deploy role tidies up',
  enabled: true,
  rules: ['ses-identity', 'tactic:TA0005-defense-evasion'],
  suppressionQuery: '@usr.id:deploy',
  dataExclusionQuery: 'env:dev',
  startMs: 1_772_323_200_000,
  expiresMs: 1_788_258_000_000,
  description: 'More words.',
  owner: 'platform@example.com',
  reason: 'Terraform replaces identities.',
  tags: ['team:a'],
}

test('a suppression goes in snake case, its rules as a query, owner and reason at the end of the description', () => {
  expect(encodeSuppression(whole, { wanted: 'abc' })).toEqual({
    name: 'The deploy role tidies up',
    enabled: true,
    rule_query: 'ddac:ses-identity OR tactic:TA0005-defense-evasion',
    suppression_query: '@usr.id:deploy',
    data_exclusion_query: 'env:dev',
    description: 'More words.\n\nReason: Terraform replaces identities.\nOwner: platform@example.com',
    start_date: 1_772_323_200_000,
    expiration_date: 1_788_258_000_000,
    tags: ['team:a', 'ddac:deploy-role', 'ddac_rev:abc'],
  })
})

test('what a suppression does not say is not sent', () => {
  const bare: Suppression = { id: 'x', name: 'x', enabled: false, rules: [], ruleQuery: 'type:log_detection', tags: [] }
  expect(encodeSuppression(bare)).toEqual({
    name: 'x',
    enabled: false,
    rule_query: 'type:log_detection',
    tags: ['ddac:x'],
  })
})

const slug = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/)
const tag = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9_.-]{0,6}$/), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }))
  .map(([key, value]) => `${key}:${value}`)
  .filter((text) => !/^(type|ruleId|severity|name|id|isEnabled|query|ddac[^:]*):/.test(text))
const words = fc.string({
  unit: fc.constantFrom('a', ' ', '\n', ':', 'Owner: ', 'Reason: '),
  minLength: 1,
  maxLength: 8,
})

const optional = fc.record(
  {
    suppressionQuery: fc.string({ minLength: 1 }),
    dataExclusionQuery: fc.string({ minLength: 1 }),
    startMs: fc.maxSafeNat(),
    expiresMs: fc.maxSafeNat(),
    description: words,
  },
  { requiredKeys: [], noNullPrototype: true },
)

const arbitrarySuppression: fc.Arbitrary<Suppression> = fc
  .tuple(
    slug,
    fc.string(),
    fc.boolean(),
    fc.array(fc.oneof(slug, tag), { minLength: 1, maxLength: 4 }),
    optional,
    words,
    words,
    fc.array(tag, { maxLength: 3 }),
  )
  .map(([id, name, enabled, rules, some, owner, reason, tags]) => ({
    ...{ id, name, enabled, rules, ...some, owner, reason, tags },
  }))

test('a suppression with owner and reason decodes to itself', () => {
  fc.assert(
    fc.property(arbitrarySuppression, (suppression) => {
      expect(decodeSuppression(encodeSuppression(suppression))).toEqual(suppression)
    }),
    { seed: seedOr(3), numRuns: often(100) },
  )
})

/** Attributes as a tenant may have them, made by hand or by anyone's tool. */
const attributes: fc.Arbitrary<JsonObject> = fc.record(
  {
    name: fc.string(),
    enabled: fc.boolean(),
    rule_query: fc.oneof(
      fc.string(),
      fc.constantFrom(
        '',
        'source:cloudtrail',
        'ddac:a OR ddac:b',
        'ddac:a  OR ddac:b',
        'ddac:"a"',
        'ddac:a:b',
        'team:"a \\"b\\""',
        'type:log_detection source:x',
        'source:a AND source:b',
        '-source:a',
        ' source:a',
        'source:* OR a:b',
      ),
    ),
    suppression_query: fc.constantFrom('', 'env:staging'),
    data_exclusion_query: fc.constantFrom('', '@a:b'),
    description: fc.oneof(words, fc.constantFrom('', '\nOwner: a', 'x\n\nOwner: ', 'Owner: a\nReason: b')),
    expiration_date: fc.oneof(fc.constant(null), fc.maxSafeNat()),
    tags: fc.array(tag, { maxLength: 3 }),
  },
  { requiredKeys: ['name', 'enabled', 'rule_query'], noNullPrototype: true },
)

test('a suppression of the tenant, decoded and encoded, has the same canonical form', () => {
  fc.assert(
    fc.property(attributes, (held) => {
      expect(canonicalSuppression(encodeSuppression(decodeSuppression(held)))).toEqual(canonicalSuppression(held))
    }),
    { seed: seedOr(3), numRuns: often(200) },
  )
})

test('an update makes any suppression of the tenant equal to any wanted one, and of equal ones sends nothing', () => {
  fc.assert(
    fc.property(attributes, arbitrarySuppression, (actual, suppression) => {
      const wanted = encodeSuppression(suppression)
      const result = { ...actual, ...encodeSuppressionUpdate(wanted, actual) }
      expect(canonicalSuppression(result)).toEqual(canonicalSuppression(wanted))
      expect(encodeSuppressionUpdate(wanted, result)).toEqual({})
    }),
  )
})

test('the canonical form of a canonical form is itself', () => {
  fc.assert(
    fc.property(attributes, (held) => {
      const once = canonicalSuppression(held)
      expect(canonicalSuppression(once)).toEqual(once)
    }),
  )
})

test('without our tag, or with one that holds no slug, a suppression has no id', () => {
  expect(decodeSuppression({ tags: [] }).id).toBe('')
  expect(decodeSuppression({ tags: ['ddac:Not A Slug'] }).id).toBe('')
  expect(decodeSuppression({ tags: ['ddac:Not A Slug', 'ddac:mine'] }).id).toBe('mine')
})

test('attributes that hold what nobody would put there decode to a suppression all the same', () => {
  const key = fc.constantFrom(
    'name',
    'enabled',
    'rule_query',
    'description',
    'start_date',
    'tags',
    '__proto__',
    'constructor',
  )
  fc.assert(
    fc.property(fc.dictionary(key, arbitraryJson), (held) => {
      const decoded = decodeSuppression(JSON.parse(JSON.stringify(held)) as JsonObject)
      expect(typeof decoded.name).toBe('string')
      expect(Array.isArray(decoded.tags)).toBe(true)
      expect(() => encodeSuppression(decoded)).not.toThrow()
    }),
  )
})
