import type { Json, JsonObject } from '../../src/json/json'
import { canonicalRule } from '../../src/wire/canonical-rule'
import { canonicalSuppression } from '../../src/wire/canonical-suppression'
import { contentHash } from '../../src/wire/content-hash'
import { decodeRule } from '../../src/wire/decode-rule'
import { differences } from '../../src/wire/differences'
import { encodeRule, encodeRuleUpdate } from '../../src/wire/encode-rule'

const body = (text: string): JsonObject => JSON.parse(text) as JsonObject

describe('keys that objects have by birth', () => {
  const hostile = body(`{
    "name": "x", "message": "m", "isEnabled": true, "type": "__proto__",
    "__proto__": { "isEnabled": false, "polluted": 1 },
    "constructor": { "prototype": { "polluted": 1 } },
    "queries": [{ "query": "a", "__proto__": { "metric": "@m" }, "hasOwnProperty": 1 }],
    "cases": [{ "status": "low", "__proto__": { "condition": "a > 0" } }],
    "options": { "__proto__": { "detectionMethod": "third_party" }, "detectionMethod": "constructor" }
  }`)

  test('are fields like others: kept, compared, never taken for what they name', () => {
    const canonical = canonicalRule(hostile)
    expect(Object.getPrototypeOf(canonical)).toBe(Object.prototype)
    expect(Object.hasOwn(canonical, '__proto__')).toBe(true)
    expect(canonical).toMatchObject({ isEnabled: true, options: { detectionMethod: 'constructor' } })
    expect(JSON.stringify(canonical.queries)).toContain('"__proto__":{"metric":"@m"}')
    expect(canonicalRule(canonical)).toEqual(canonical)
    expect(differences(canonical, canonicalRule({ ...hostile, constructor: null })).map(({ path }) => path)).toEqual([
      'constructor',
    ])
  })

  test('come through decoding and encoding, and pollute nothing', () => {
    const again = encodeRule(decodeRule(hostile))
    expect(contentHash(canonicalRule(again))).toBe(contentHash(canonicalRule(hostile)))
    expect(JSON.stringify(encodeRuleUpdate(again, hostile))).toContain('"__proto__"')
    expect(canonicalSuppression(body('{"__proto__":{"enabled":true},"name":"x"}'))).not.toHaveProperty('enabled')
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

test('ten thousand levels are no trouble', () => {
  let deep: Json = 1
  for (let level = 0; level < 10_000; level += 1) deep = level % 2 === 0 ? [deep] : { a: deep }
  const rule: JsonObject = { name: 'x', aNewerField: deep, queries: [{ query: 'a', b: deep }], options: { c: deep } }
  const canonical = canonicalRule(rule)
  expect(canonicalRule(encodeRule(decodeRule(rule))).aNewerField).toBe(deep)
  expect(contentHash(canonical)).toHaveLength(12)
  expect(differences(canonical, canonicalRule({ ...rule, aNewerField: [deep] })).map(({ path }) => path)).toEqual([
    'aNewerField',
  ])
})

test.each<[string, JsonObject]>([
  ['maps where lists are expected', { queries: {}, cases: {}, tags: {}, filters: {}, thirdPartyCases: {} }],
  ['lists where maps are expected', { options: [], schedulingOptions: [], complianceSignalOptions: [[]] }],
  ['texts where things are expected', { queries: ['a'], cases: 'none', options: 'all', tags: 'a:b' }],
  ['null in all places', { name: null, queries: null, cases: [null], options: null, tags: [null], type: null }],
  ['lists within lists', { queries: [[{ query: 'a' }]], cases: [[[]]] }],
  [
    'inner lists for maps',
    { options: { anomalyDetectionOptions: [], thirdPartyRuleOptions: 'x', newValueOptions: 0 } },
  ],
  ['nothing at all', {}],
])('%s decode, encode and compare without a word', (_, rule) => {
  const canonical = canonicalRule(rule)
  expect(canonicalRule(canonical)).toEqual(canonical)
  expect(differences(canonical, canonicalRule(decodeRule(rule))).filter(({ path }) => path !== 'tags')).toEqual([])
  expect(differences(canonical, canonicalRule(encodeRuleUpdate(encodeRule(rule), rule)))).toBeInstanceOf(Array)
})

test('numbers past 2^53 are what JSON makes of them, alike on both sides', () => {
  const one = body('{"name":"x","creationAuthorId":9007199254740993,"aNewerField":9007199254740993,"big":1e300}')
  const other = body('{"name":"x","aNewerField":9007199254740992,"big":1e300}')
  expect(differences(canonicalRule(one), canonicalRule(other))).toEqual([])
  expect(contentHash(canonicalRule(one))).toBe(contentHash(canonicalRule(other)))
})
