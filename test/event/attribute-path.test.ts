import { compilePath, compileReach, reservedField } from '../../src/event/attribute-path'
import type { LogEvent } from '../../src/event/log-event'
import type { Json } from '../../src/json/json'

const event: LogEvent = {
  id: 'e',
  timeMs: 1000,
  message: 'hello',
  service: 'web',
  status: 'error',
  host: 'h1',
  source: 'aws',
  traceId: 't1',
  tags: ['env:prod', 'env:stage', 'team', 'team:x:y'],
  attributes: {
    a: { b: ['x', null, ['y', []], { c: 1 }], d: null, e: [], f: {} },
    'a.b': 'flat',
    'k8s.io/decision': 'allow',
    list: [{ n: 1 }, { n: [2, 3] }, { m: 4 }],
    zero: 0,
    no: false,
    '@type': 't',
  },
}

describe('compilePath', () => {
  it.each<[string, readonly Json[]]>([
    ['@a.b', ['flat', 'x', 'y', { c: 1 }]],
    ['@a.b.c', [1]],
    ['@a.d', []],
    ['@a.e', []],
    ['@a.f', [{}]],
    ['@k8s.io/decision', ['allow']],
    ['@list.n', [1, 2, 3]],
    ['@zero', [0]],
    ['@no', [false]],
    ['@@type', ['t']],
    ['@absent', []],
    ['@constructor', []],
    ['@__proto__.x', []],
    ['@a.b.length', []],
    ['source', ['aws']],
    ['ddsource', ['aws']],
    ['service', ['web']],
    ['status', ['error']],
    ['host', ['h1']],
    ['message', ['hello']],
    ['trace_id', ['t1']],
    ['timestamp', [1000]],
    ['tags', ['env:prod', 'env:stage', 'team', 'team:x:y']],
    ['ddtags', ['env:prod', 'env:stage', 'team', 'team:x:y']],
    ['env', ['prod', 'stage']],
    ['team', ['x:y']],
    ['absent', []],
  ])('%s reaches its values in the order of the log', (path, values) => {
    expect(compilePath(path)(event)).toEqual(values)
  })

  it('finds nothing in a log that has nothing', () => {
    const empty: LogEvent = { id: 'e', timeMs: 0, tags: [], attributes: {} }
    for (const path of ['service', 'status', 'host', 'source', 'message', 'trace_id', 'env', '@a', '@']) {
      expect(compilePath(path)(empty)).toEqual([])
    }
  })

  it('reads keys that JavaScript knows as its own like any other key', () => {
    const attributes = JSON.parse('{"__proto__":{"x":1},"constructor":"c","hasOwnProperty":2}')
    const odd: LogEvent = { id: 'e', timeMs: 0, tags: [], attributes }
    expect(
      ['@__proto__.x', '@constructor', '@hasOwnProperty', '@toString'].map((path) => compilePath(path)(odd)),
    ).toEqual([[1], ['c'], [2], []])
  })
})

describe('compileReach', () => {
  it('stops at the first value that passes', () => {
    const seen: Json[] = []
    const found = compileReach('@list.n')(event, (value) => {
      seen.push(value)
      return value === 2
    })
    expect([found, seen]).toEqual([true, [1, 2]])
  })

  it('follows a path of many segments', () => {
    const segments = Array.from({ length: 300 }, (_, i) => `s${i}`)
    const attributes = segments.reduceRight<Json>((inner, key) => ({ [key]: inner }), 'x') as LogEvent['attributes']
    expect(compilePath(`@${segments.join('.')}`)({ ...event, attributes })).toEqual(['x'])
    expect(compilePath(`@${segments.join('.')}`)({ ...event, attributes: { [segments.join('.')]: 'y' } })).toEqual([
      'y',
    ])
  })
})

describe('reservedField', () => {
  it('resolves aliases and knows no inherited names', () => {
    expect(['ddsource', 'ddtags', 'host', 'env', 'constructor'].map(reservedField)).toEqual([
      'source',
      'tags',
      'host',
      undefined,
      undefined,
    ])
  })
})
