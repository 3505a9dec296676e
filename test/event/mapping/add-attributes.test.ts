import { compileAttributes } from '../../../src/event/mapping/add-attributes'
import type { StandardAttribute } from '../../../src/event/profile'

const known = 'assumed'
const attributes: readonly StandardAttribute[] = [
  { name: 'usr.name', from: 'actor.name', known },
  { name: 'usr.id', from: 'actor.id', known },
  { name: 'network.client.ip', from: 'ip', known },
  { name: 'level', from: ({ failed }) => (failed === true ? 'Error' : undefined), known },
]
const { add } = compileAttributes(attributes)
const actor = { name: 'alice', id: 7 }

test.each([
  [
    'values of any kind',
    { actor, ip: ['192.0.2.7'] },
    { usr: { name: 'alice', id: 7 }, network: { client: { ip: ['192.0.2.7'] } } },
  ],
  ['what is made out of the record', { failed: true }, { level: 'Error' }],
  ['nothing for what is absent, null or empty', { actor: { name: null, id: '' }, ip: [], failed: false }, {}],
  ['nothing under a path that leads through a text', { actor: 'alice' }, {}],
  ['one of two', { actor: { id: 0 } }, { usr: { id: 0 } }],
])('adds %s', (_what, record, added) => {
  expect(add(record)).toEqual({ ...record, ...added })
})

test.each([
  ['nested', { usr: { name: 'bob', email: 'b' } }, { usr: { name: 'bob', email: 'b', id: 7 } }],
  ['under a dotted name', { 'usr.name': 'bob' }, { 'usr.name': 'bob', usr: { id: 7 } }],
  [
    'under a name dotted in part',
    { 'network.client': { ip: 'x' } },
    { 'network.client': { ip: 'x' }, usr: { name: 'alice', id: 7 } },
  ],
  ['as null', { usr: { name: null } }, { usr: { name: null, id: 7 } }],
  ['in the way', { usr: 'bob', network: [] }, { usr: 'bob', network: [] }],
  ['in the way further in', { network: { client: 'x' } }, { network: { client: 'x' }, usr: { name: 'alice', id: 7 } }],
  [
    'beside',
    { network: { client: { port: 1 } } },
    { network: { client: { port: 1, ip: '192.0.2.7' } }, usr: { name: 'alice', id: 7 } },
  ],
])('leaves what stands there %s', (_where, present, expected) => {
  const record = { actor, ...('network' in present ? { ip: '192.0.2.7' } : {}), ...present }
  const before = structuredClone(record)
  const mapped = add({ ...record, ...('network.client' in present && { ip: '192.0.2.7' }) })
  expect(mapped).toMatchObject(expected)
  expect(
    Object.keys(mapped)
      .filter((key) => ['usr', 'network', 'usr.name', 'network.client'].includes(key))
      .sort(),
  ).toEqual(Object.keys(expected).sort())
  expect(add(mapped)).toEqual(mapped)
  expect(record).toEqual(before)
})

test('a key of the language is a key like any other', () => {
  const mapped = add(JSON.parse('{"__proto__":{"polluted":1},"actor":{"name":"alice"}}'))
  expect(Object.keys(mapped).sort()).toEqual(['__proto__', 'actor', 'usr'])
  expect(Object.getPrototypeOf(mapped)).toBe(Object.prototype)
})
