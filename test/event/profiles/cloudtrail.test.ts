import fc from 'fast-check'
import { compileAttributes } from '../../../src/event/mapping/add-attributes'
import { cloudTrail } from '../../../src/event/profiles/cloudtrail'
import type { JsonObject } from '../../../src/json/json'
import { often } from '../../random-runs'

const { add: withCloudTrailAttributes } = compileAttributes(cloudTrail.attributes)

const record: JsonObject = {
  eventVersion: '1.10',
  eventName: 'DeleteIdentity',
  eventSource: 'ses.amazonaws.com',
  eventTime: '2026-03-01T10:20:30Z',
  sourceIPAddress: '192.0.2.7',
  userAgent: 'aws-cli/2',
  errorCode: 'AccessDenied',
  errorMessage: 'no',
  userIdentity: { type: 'IAMUser', userName: 'alice', principalId: 'AIDAEXAMPLE', accountId: '111122223333' },
}

const added = {
  evt: { name: 'DeleteIdentity' },
  network: { client: { ip: '192.0.2.7' } },
  http: { useragent: 'aws-cli/2' },
  error: { kind: 'AccessDenied', message: 'no' },
  level: 'Error',
  usr: { name: 'alice', id: 'AIDAEXAMPLE', account_id: '111122223333' },
}

test('a raw record keeps its names and gains those of the integration', () => {
  expect(withCloudTrailAttributes(record)).toEqual({ ...record, ...added })
})

test('mapping a mapped record changes nothing, and the record given is not touched', () => {
  const before = structuredClone(record)
  const once = withCloudTrailAttributes(record)
  expect(withCloudTrailAttributes(once)).toEqual(once)
  expect(record).toEqual(before)
})

test.each([
  ['a nested name', { evt: { name: 'Other', outcome: 'success' } }],
  ['a dotted name', { 'evt.name': 'Other' }],
  ['a dotted address', { 'network.client.ip': '198.51.100.1' }],
  ['a place taken by a text', { http: 'x', usr: null, error: [] }],
  ['another part of a group', { network: { client: { port: 1 }, bytes: 2 }, http: { method: 'GET' } }],
  ['a level', { level: 'Info' }],
])('%s of a processed log stays', (_what, present) => {
  const mapped = withCloudTrailAttributes({ ...record, ...present } as JsonObject)
  expect(mapped).toMatchObject(present)
  if ('evt.name' in present) expect(mapped).not.toHaveProperty('evt')
  if ('network.client.ip' in present) expect(mapped).not.toHaveProperty('network')
})

test('what a record lacks is not made up', () => {
  const { sourceIPAddress: _address, userAgent: _agent, errorCode: _code, errorMessage: _message, ...rest } = record
  const bare = { ...rest, userIdentity: { type: 'AWSService', invokedBy: 'ses.amazonaws.com' } }
  expect(withCloudTrailAttributes(bare)).toEqual({ ...bare, evt: { name: 'DeleteIdentity' } })
  expect(withCloudTrailAttributes({ eventName: 'X', userIdentity: null })).toEqual({
    eventName: 'X',
    userIdentity: null,
    evt: { name: 'X' },
  })
})

test('whatever stands in a record, nothing of it is lost and its own names are kept', () => {
  const keys = fc.constantFrom(
    'evt',
    'evt.name',
    'network',
    'http',
    'error',
    'usr',
    'level',
    'userIdentity',
    '__proto__',
  )
  const values = fc.jsonValue({ maxDepth: 2 })
  fc.assert(
    fc.property(fc.array(fc.tuple(keys, values), { maxLength: 5 }), (pairs) => {
      const given = Object.fromEntries([...Object.entries(record), ...pairs]) as JsonObject
      const mapped = withCloudTrailAttributes(given)
      for (const key of Object.keys(given)) expect(Object.hasOwn(mapped, key)).toBe(true)
      for (const key of ['evt.name', 'level', '__proto__']) {
        if (Object.hasOwn(given, key)) expect(mapped[key]).toEqual(given[key])
      }
      expect(withCloudTrailAttributes(mapped)).toEqual(mapped)
    }),
    { seed: 8, numRuns: often(100) },
  )
})

test('a record is told by its names', () => {
  expect(cloudTrail.recognise(record)).toBe(true)
  expect(cloudTrail.recognise({ eventName: 'X', eventSource: 'y' })).toBe(false)
  expect(cloudTrail.recognise({ eventVersion: '1', eventName: 1, eventSource: 'y' })).toBe(false)
})
