import { compileRules } from '../../../src/detect/compile-rules'
import { ShownAttributes } from '../../../src/detect/signals/shown-attributes'
import type { JsonObject } from '../../../src/json/json'

const [rule] = compileRules([
  {
    id: 'r',
    name: 'r',
    message: '{{@a.b.c}} {{@list.of}} {{@plain}}',
    isEnabled: true,
    queries: [{ name: 'a', query: '*', groupByFields: ['@"with.dot"', 'service'] }],
    cases: [{ status: 'low', condition: 'a > 0' }],
    options: { evaluationWindow: 60 },
  },
]).rules

test.each<[string, JsonObject, JsonObject]>([
  ['a path leads through objects', { a: { b: { c: 1, d: 2 }, e: 3 }, f: 4 }, { a: { b: { c: 1 } } }],
  [
    'a key may be several keys of a path',
    { 'a.b': { c: 1, d: 2 }, 'a.b.c': 3, 'a.b.d': 4 },
    { 'a.b': { c: 1 }, 'a.b.c': 3 },
  ],
  ['what is shown is shown whole', { a: { b: { c: { d: 1 } } } }, { a: { b: { c: { d: 1 } } } }],
  ['a key that goes beyond a path is not shown', { 'plain.more': 1, plain: 2 }, { plain: 2 }],
  ['lists stay whole', { list: [{ of: 1, more: 2 }], a: [3] }, { list: [{ of: 1, more: 2 }], a: [3] }],
  [
    'a path in quotes is one without',
    { with: { dot: 1, more: 2 }, 'with.dot': 3 },
    { with: { dot: 1 }, 'with.dot': 3 },
  ],
  ['an object of which nothing is shown stays empty', { a: { e: 3 } }, { a: {} }],
  ['keys of objects that logs may hold are keys', JSON.parse('{"__proto__":{"a":1},"constructor":2}'), {}],
])('%s', (_, attributes, shown) => {
  const own = new ShownAttributes()
  expect(rule && own.add(ShownAttributes.of(rule))).toBe(true)
  expect(rule && own.add(ShownAttributes.of(rule))).toBe(false)
  expect(own.cut(attributes)).toEqual(shown)
})
