import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'
import fc from 'fast-check'
import { parse } from 'yaml'
import { printRule } from '../../src/rule/print-rule'
import { readRule } from '../../src/rule/read-rule'
import { ruleJsonSchema } from '../../src/rule/rule-schema'
import { readYaml } from '../../src/yaml/yaml-document'
import { arbitraryRule } from '../sync/arbitrary-rule'

const ajv = new Ajv({ strict: true, allowUnionTypes: true })
ajv.addKeyword('deprecationMessage') // a word of editors, not of JSON Schema
const accepts = ajv.compile(ruleJsonSchema())

const rules = join(__dirname, '../../rules')
const shipped = readdirSync(rules, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.rule.yaml'))

test('there are shipped rules to try', () => {
  expect(shipped.length).toBeGreaterThanOrEqual(3)
})

test.each(shipped)('the schema accepts the shipped rule %s', (name) => {
  accepts(parse(readFileSync(join(rules, name), 'utf8')))
  expect(accepts.errors).toBeNull()
})

const rule = {
  id: 'logins',
  name: 'Too many logins',
  queries: [{ query: '@evt.name:ConsoleLogin' }],
  cases: [{ status: 'high', condition: 'a > 5' }],
  options: { keepAlive: '1h' },
  message: 'Look.',
}

test.each<[string, object]>([
  ['a small rule', rule],
  ['windows in seconds', { ...rule, options: { keepAlive: 3600, evaluationWindow: 0 } }],
  ['windows in another unit', { ...rule, options: { keepAlive: '60m', maxSignalDuration: '24h' } }],
  ['a rule that is no longer scheduled', { ...rule, schedulingOptions: null }],
  ['unknown keys', { ...rule, tomorrow: 1, options: { tomorrow: [] } }],
  ['more queries than Datadog was seen to take', { ...rule, queries: Array(12).fill({ query: 'a' }) }],
  ['an action of tomorrow', { ...rule, cases: [{ status: 'low', actions: [{ type: 'explode' }] }] }],
  ['what an export has', { ...rule, version: 3, creator: { handle: '' }, metadata: null }],
])('the schema accepts %s', (_, value) => {
  accepts(value)
  expect(accepts.errors).toBeNull()
})

test.each<[string, unknown]>([
  ['no map', []],
  ['a rule without a name', { ...rule, name: undefined }],
  ['an empty message', { ...rule, message: '' }],
  ['an id with capitals', { ...rule, id: 'Logins' }],
  ['a severity that is none', { ...rule, cases: [{ status: 'grave' }] }],
  ['a case without a severity', { ...rule, cases: [{ condition: 'a > 0' }] }],
  ['a window that Datadog does not take', { ...rule, options: { keepAlive: 1234 } }],
  ['a window that is none', { ...rule, options: { keepAlive: 'soon' } }],
  ['a query as a text', { ...rule, queries: ['@a:b'] }],
  ['more queries than any rule has', { ...rule, queries: Array(1001).fill({ query: 'a' }) }],
  ['no query', { ...rule, queries: [] }],
  ['a flag in words', { ...rule, isEnabled: 'yes' }],
  ['a key under another name', { ...rule, enabled: true }],
  ['a key with underscores', { ...rule, options: { keep_alive: '1h' } }],
  ['a key in another place', { ...rule, detectionMethod: 'threshold' }],
  ['a key of a query under another name', { ...rule, queries: [{ query: 'a', groupBy: ['@a'] }] }],
  ['an action without a name', { ...rule, cases: [{ status: 'low', actions: [{ type: ' ' }] }] }],
])('the schema refuses %s', (_, value) => {
  expect(accepts(value)).toBe(false)
})

test('what reading takes without an error, the schema accepts', () => {
  fc.assert(
    fc.property(arbitraryRule, ({ name, message, ...rest }) => {
      const text = printRule({ ...rest, id: 'x', name: name.trim() || 'x', message: message.trim() || 'm' })
      expect(
        readRule(readYaml({ path: 'x.rule.yaml', text })).findings.filter(({ severity }) => severity === 'error'),
      ).toEqual([])
      accepts(parse(text))
      expect(accepts.errors).toBeNull()
    }),
  )
})
