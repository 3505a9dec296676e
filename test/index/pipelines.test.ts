import type * as Library from 'ddac'

// As a program that has installed ddac would load it.
const { runPipeline, processLogs, evaluate } = require('ddac') as typeof Library

const processors = [
  {
    type: 'grok-parser',
    enabled: true,
    source: 'message',
    grok: { matchRules: 'auth login %{word:usr.name} %{word:level}' },
  },
  { type: 'status-remapper', enabled: true, sources: ['level'] },
  { type: 'date-remapper', enabled: true, sources: ['when'] },
  { type: 'user-agent-parser', enabled: true, sources: ['http.useragent'], target: 'http.useragent_details' },
  { type: 'geo-ip-parser', enabled: true, sources: ['network.client.ip'], target: 'network.client.geoip' },
  {
    type: 'pipeline',
    name: 'own',
    enabled: true,
    filter: { query: 'source:web service:front' },
    processors: [{ type: 'string-builder-processor', enabled: true, template: 'yes', target: 'isFront' }],
  },
]
const web = { name: 'Web', enabled: true, filter: { query: 'source:web' }, processors }

it('runPipeline answers what the public tests call the result', () => {
  expect(runPipeline(web, 'login jane WARN\n', { nowMs: 1 })).toEqual({
    custom: { usr: { name: 'jane' }, level: 'WARN' },
    message: 'login jane WARN',
    status: 'warn',
    tags: ['source:LOGS_SOURCE'],
    timestamp: 1,
  })
  const { custom, ...fields } = runPipeline(
    { facets: [], pipeline: web },
    '{"message":"hello","when":"2026-03-01T00:00:00Z","status":"x","network":{"client":{"ip":"192.0.2.1"}}}',
    { service: 'front', nowMs: 1 },
  )
  expect(custom).toEqual({
    when: '2026-03-01T00:00:00Z',
    status: 'x',
    network: { client: { ip: '192.0.2.1', geoip: {} } },
    isFront: 'yes',
  })
  expect(fields).toEqual({
    message: 'hello',
    service: 'front',
    tags: ['source:LOGS_SOURCE'],
    timestamp: Date.UTC(2026, 2, 1),
  })
})

it('an object under message is laid over the root, and the whole text is the message', () => {
  const text = '{"a":1,"message":{"b":2}}'
  expect(runPipeline({ ...web, processors: [] }, text)).toEqual({
    custom: { a: 1, b: 2 },
    message: text,
    tags: ['source:LOGS_SOURCE'],
  })
})

it('a definition with mistakes throws them, with their places', () => {
  const wrong = { ...web, processors: [{ type: 'status-remapper' }] }
  expect(() => runPipeline(wrong, 'x')).toThrow('G001 at processors.0.sources: a status-remapper needs the key sources')
  expect(() => processLogs([wrong], [])).toThrow(SyntaxError)
})

describe('processLogs', () => {
  const at = '2026-03-01T10:20:30Z'

  it('gives logs as rules see them, in the form that evaluate takes', async () => {
    const processed = processLogs([web], [{ ddsource: 'web', timestamp: at, message: 'login jane ERROR' }], {
      nowMs: 5,
    })
    expect(processed).toMatchObject([
      {
        source: 'web',
        status: 'error',
        timestamp: Date.parse(at),
        attributes: { usr: { name: 'jane' } },
        pipelines: ['Web'],
      },
    ])
    const rule = {
      name: 'Logins',
      type: 'log_detection',
      isEnabled: true,
      message: 'm',
      tags: [],
      queries: [{ query: 'source:web status:error @usr.name:jane', groupByFields: [] }],
      cases: [{ name: 'c', status: 'low', condition: 'a > 0', notifications: [] }],
      options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 300, maxSignalDuration: 300 },
    }
    expect((await evaluate([rule], processed)).signals).toHaveLength(1)
  })

  it('takes raw texts, and what is said of logs for what they lack', () => {
    const [log] = processLogs([web], ['login jane INFO'], { source: 'web', nowMs: 5 })
    expect(log).toMatchObject({ message: 'login jane INFO', status: 'info', timestamp: 5 })
  })

  it('leaves what Datadog processed, and what no pipeline is for', () => {
    const archived = { date: at, source: 'web', message: 'login jane INFO', attributes: { a: 1 } }
    const other = { ddsource: 'other', timestamp: at, a: 1 }
    expect(processLogs([web], [archived, other])).toMatchObject([
      { attributes: { a: 1 }, pipelines: [] },
      { attributes: { a: 1 }, pipelines: [] },
    ])
  })

  it('tells of what is no log', () => {
    const told: string[] = []
    expect(processLogs([web], [3], { onTrouble: (trouble) => told.push(trouble) })).toEqual([])
    expect(told).toEqual(['is a number, not an object'])
    expect(() => processLogs([web], [3])).toThrow('this log is a number, not an object')
  })
})
