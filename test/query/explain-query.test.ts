import type { LogEvent } from '../../src/event/log-event'
import { explainQuery, type Verdict } from '../../src/query/explain-query'
import { parseQuery } from '../../src/query/parse-query'

const event: LogEvent = {
  id: 'e',
  timeMs: 0,
  message: 'Denied by policy',
  service: 'web',
  tags: ['env:prod'],
  attributes: {
    evt: { name: 'DeleteIdentity' },
    usr: { name: ['alice', 'Bob'] },
    port: '443',
    size: 10,
    ip: '192.0.2.1',
    agent: 'cloudformation.amazonaws.com',
    list: [{ a: 1 }, { 'b.C': 2 }],
    many: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
  },
}

function explain(text: string): Verdict {
  const { query } = parseQuery(text)
  if (query === undefined) throw new Error(`not read: ${text}`)
  return explainQuery(query, event)
}

describe('explainQuery', () => {
  it.each([
    ['@absent:x', { kind: 'absent', field: '@absent' }],
    ['@Evt.Name:x', { kind: 'absent', field: '@Evt.Name', near: '@evt.name' }],
    ['CIDR(@IP, 10.0.0.0/8)', { kind: 'absent', field: '@IP', near: '@ip' }],
    ['@list.B.c:x', { kind: 'absent', field: '@list.B.c', near: '@list.b.C' }],
    ['@evt.name:CreateIdentity', { kind: 'other-value', field: '@evt.name', found: ['DeleteIdentity'] }],
    ['@evt.name:deleteidentity', { kind: 'other-case', field: '@evt.name', found: 'DeleteIdentity' }],
    ['@evt.name:delete*', { kind: 'other-case', field: '@evt.name', found: 'DeleteIdentity' }],
    ['@usr.name:bob', { kind: 'other-case', field: '@usr.name', found: 'Bob' }],
    ['@port:>500', { kind: 'other-type', field: '@port', found: '443' }],
    ['@size:>abc', { kind: 'other-type', field: '@size', found: 10 }],
    ['@size:>50', { kind: 'other-value', field: '@size', found: [10] }],
    ['@size:[20 TO 30]', { kind: 'other-value', field: '@size', found: [10] }],
    ['@evt:x', { kind: 'other-type', field: '@evt', found: { name: 'DeleteIdentity' } }],
    ['@many:z', { kind: 'other-value', field: '@many', found: ['a', 'b', 'c', 'd', 'e'] }],
    ['service:Web', { kind: 'other-case', field: 'service', found: 'web' }],
    ['host:x', { kind: 'absent', field: 'host' }],
    ['env:Prod', { kind: 'other-case', field: 'env', found: 'prod' }],
    ['team:x', { kind: 'absent', field: 'team' }],
    ['allowed', { kind: 'other-value', field: 'message', found: ['Denied by policy'] }],
    ['*:allowed', { kind: 'other-value', field: '*', found: [] }],
    ['CIDR(@ip, 10.0.0.0/8)', { kind: 'other-value', field: '@ip', found: ['192.0.2.1'] }],
    ['CIDR(@agent, 10.0.0.0/8)', { kind: 'other-type', field: '@agent', found: 'cloudformation.amazonaws.com' }],
    ['CIDR(@absent, 10.0.0.0/8)', { kind: 'absent', field: '@absent' }],
    ['-@usr.name:alice', { kind: 'excluded', field: '@usr.name', found: ['alice'] }],
    ['-env:prod', { kind: 'excluded', field: 'env', found: ['prod'] }],
    ['-denied', { kind: 'excluded', field: 'message', found: ['Denied by policy'] }],
    ['-CIDR(@ip, 192.0.2.0/24)', { kind: 'excluded', field: '@ip', found: ['192.0.2.1'] }],
  ])('%s did not match because %j', (text, reason) => {
    expect(explain(text)).toMatchObject({ matched: false, reason })
  })

  it.each(['@evt.name:DeleteIdentity', '-@absent:*', 'denied', '*', 'env:prod', '@port:443'])('%s matched', (text) => {
    expect(explain(text)).toMatchObject({ matched: true })
    expect(explain(text).reason).toBeUndefined()
  })

  it('asks every clause, also where the outcome was settled before', () => {
    const verdict = explain('@absent:x (@evt.name:DeleteIdentity OR @usr.name:nobody) -env:prod')
    expect(verdict.matched).toBe(false)
    expect(verdict.parts.map(({ matched }) => matched)).toEqual([false, true, false])
    expect(verdict.parts[1]?.parts.map(({ matched }) => matched)).toEqual([true, false])
  })

  it('keeps the places of the clauses', () => {
    const text = '@evt.name:(CreateUser OR DeleteIdentity)'
    expect(explain(text).parts.map(({ query }) => text.slice(query.start, query.end))).toEqual([
      'CreateUser',
      'DeleteIdentity',
    ])
  })
})
