import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parse } from 'yaml'
import type { LogEvent } from '../../../src/event/log-event'
import { readLog } from '../../../src/event/read-log'
import { processWith } from '../../../src/pipeline/intake/process-raw'
import { readPipeline } from '../../../src/pipeline/read-pipeline'
import { often } from '../../random-runs'

function pipelineOf(filter: string, processors: readonly object[], more: object = {}) {
  const { pipeline, findings } = readPipeline({
    value: { name: filter, is_enabled: true, filter: { query: filter }, processors, ...more },
  })
  expect(findings).toEqual([])
  if (pipeline === undefined) throw new Error('not read')
  return pipeline
}

const remap = (from: string, to: string) => ({
  type: 'attribute-remapper',
  sources: [from],
  target: to,
  preserve_source: true,
})

const statusFrom = (source: string) => ({ type: 'status-remapper', sources: [source] })

function eventOf(
  raw: unknown,
  pipelines: readonly ReturnType<typeof pipelineOf>[],
  given: object = {},
): LogEvent | string {
  const read = readLog(raw, { given: { processing: processWith(pipelines, {}), ...given } })
  return 'event' in read ? read.event : read.trouble
}

const at = '2026-03-01T10:20:30Z'
const atMs = Date.UTC(2026, 2, 1, 10, 20, 30)
const web = pipelineOf('source:web', [remap('user', 'usr.name'), statusFrom('outcome')])

it.each<[string, object]>([
  ['the fields of the intake', { ddsource: 'web', timestamp: at, user: 'jane', outcome: 'error' }],
  [
    'JSON in the message',
    { ddsource: 'web', timestamp: at, message: JSON.stringify({ user: 'jane', outcome: 'error' }) },
  ],
  [
    'JSON in the message of a log whose source is a tag',
    { ddtags: 'source:web', timestamp: at, message: '{"user":"jane","outcome":"error"}' },
  ],
  [
    'an object under message',
    { ddsource: 'web', timestamp: at, message: { message: { user: 'jane', outcome: 'error' } } },
  ],
])('a raw log passes the pipelines whose filter matches: %s', (_, raw) => {
  expect(eventOf(raw, [web])).toMatchObject({
    timeMs: atMs,
    source: 'web',
    status: 'error',
    attributes: { user: 'jane', usr: { name: 'jane' } },
    pipelines: ['source:web'],
  })
})

it('a log may pass several, in their order, each of which decides anew, but of the status', () => {
  const service = (from: string) => ({ type: 'service-remapper', sources: [from] })
  const one = pipelineOf('source:web', [remap('user', 'usr.name'), service('user'), statusFrom('outcome')])
  const all = pipelineOf('*', [remap('usr.name', 'who'), service('second'), statusFrom('second')])
  const raw = { ddsource: 'web', timestamp: at, level: 'warn', user: 'jane', outcome: 'error', second: 'debug' }
  expect(eventOf(raw, [one, all])).toMatchObject({
    status: 'error',
    service: 'debug',
    attributes: { who: 'jane' },
    pipelines: ['source:web', '*'],
  })
  expect(eventOf(raw, [all, one])).toMatchObject({ status: 'debug', service: 'jane', pipelines: ['*', 'source:web'] })
  const { second: _, ...rest } = raw
  expect(eventOf(rest, [all, one])).toMatchObject({ status: 'error' })
})

it('a pipeline that is switched off is as one that is not there', () => {
  const off = pipelineOf('source:web', [remap('user', 'usr.name')], { is_enabled: false })
  const raw = { ddsource: 'web', timestamp: at, user: 'jane' }
  expect(eventOf(raw, [off])).toEqual(eventOf(raw, []))
})

describe('what Datadog has processed passes none', () => {
  const processed = { date: at, source: 'web', attributes: { user: 'jane' }, tags: [] }
  it.each<[string, object]>([
    ['a line of a log archive', processed],
    [
      'an element of the log search',
      { id: '1', type: 'log', attributes: { timestamp: at, tags: ['source:web'], attributes: { user: 'jane' } } },
    ],
  ])('%s', (_, raw) => {
    const event = eventOf(raw, [web])
    expect(event).not.toHaveProperty('pipelines')
    expect(event).toMatchObject({ attributes: { user: 'jane' } })
  })

  it('unless it is said to be raw', () => {
    expect(eventOf(processed, [web], { stage: 'raw' })).toMatchObject({ attributes: { usr: { name: 'jane' } } })
  })

  it('and so does a raw log that is said to be processed', () => {
    const event = eventOf({ ddsource: 'web', timestamp: at, user: 'jane' }, [web], { stage: 'processed' })
    expect(event).not.toHaveProperty('pipelines')
  })
})

it('a source that the house knows is known to filters, and its profile gives way', () => {
  const raw = {
    eventVersion: '1.08',
    eventID: 'e-1',
    eventTime: at,
    eventName: 'DeleteIdentity',
    eventSource: 'ses.amazonaws.com',
    userIdentity: {},
  }
  const own = pipelineOf('source:cloudtrail', [remap('eventName', 'what')])
  const event = eventOf(raw, [own])
  expect(event).toMatchObject({ id: 'e-1', timeMs: atMs, source: 'cloudtrail', attributes: { what: 'DeleteIdentity' } })
  expect(event).not.toHaveProperty('attributes.evt')
  expect(eventOf(raw, [web])).toMatchObject({ attributes: { evt: { name: 'DeleteIdentity' } } })
})

describe('preprocessing takes reserved attributes in their order', () => {
  const any = pipelineOf('*', [])
  it.each<[string, object, object]>([
    ['status before level', { level: 'debug', severity: 'WARN' }, { status: 'warn' }],
    ['the severity of syslog', { syslog: { severity: 3 } }, { status: 'error' }],
    ['the application of syslog', { syslog: { appname: 'sshd', hostname: 'h-1' } }, { service: 'sshd', host: 'h-1' }],
    ['the service that tracers write', { dd: { service: 'web', trace_id: '12' } }, { service: 'web', traceId: '12' }],
    ['msg for a message', { msg: 'hello' }, { message: 'hello', attributes: { msg: 'hello' } }],
    ['a date of syslog', { syslog: { timestamp: '2026-03-01T00:00:00Z' } }, { timeMs: Date.UTC(2026, 2, 1) }],
  ])('%s', (_, said, expected) => {
    const time = 'syslog' in said && 'timestamp' in (said.syslog as object) ? {} : { timestamp: at }
    expect(eventOf({ ddsource: 'web', ...time, message: JSON.stringify(said) }, [any])).toMatchObject(expected)
  })
})

it('a date that cannot be read leaves the time that the log has; a log without any is refused', () => {
  const dated = pipelineOf('*', [{ type: 'date-remapper', sources: ['when'] }])
  expect(eventOf({ ddsource: 'web', timestamp: at, when: 'never' }, [dated])).toMatchObject({ timeMs: atMs })
  expect(eventOf({ ddsource: 'web', when: '2026-03-01T00:00:00Z' }, [dated])).toMatchObject({
    timeMs: Date.UTC(2026, 2, 1),
  })
  expect(eventOf({ ddsource: 'web', when: 'never' }, [dated])).toBe('has no time')
})

/** A raw log, what works on it, and the part of the event that it becomes. */
interface Case {
  readonly name: string
  readonly raw: unknown
  readonly processors?: readonly object[]
  /** What a second pipeline does to it. */
  readonly next?: readonly object[]
  readonly event: Readonly<Record<string, unknown>>
  /** Where the event has nothing. */
  readonly absent?: readonly string[]
}

const { cases }: { cases: readonly Case[] } = parse(
  readFileSync(join(__dirname, '../../conformance/pipeline-intake.yaml'), 'utf8'),
)
it.each(cases.map((row) => [row.name, row] as const))(
  '%s',
  (_, { raw, processors = [], next = [], event, absent = [] }) => {
    const made = eventOf(raw, [pipelineOf('*', processors), pipelineOf('*', next)])
    expect(made).toMatchObject(event)
    for (const path of absent) expect(made).not.toHaveProperty(path)
  },
)

it('running is pure: the log that was given stays, and comes out the same again', () => {
  const busy = pipelineOf('*', [
    remap('a', 'b.c'),
    { type: 'attribute-remapper', sources: ['b'], target: 'd' },
    remap('d.c', 'a.x'),
  ])
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'd'), fc.jsonValue({ maxDepth: 2 })), (said) => {
      const raw = { ddsource: 'web', timestamp: at, ...said }
      const before = JSON.stringify(raw)
      expect(eventOf(raw, [busy])).toEqual(eventOf(raw, [busy]))
      expect(JSON.stringify(raw)).toBe(before)
    }),
    { numRuns: often(100) },
  )
})

it.each([
  ['Mar  1 10:20:30 up', atMs],
  ['Mar  9 10:20:30 up', Date.UTC(2025, 2, 9, 10, 20, 30)],
  // A date that cannot be read is not the time at which a file of logs is looked at.
  ['no date', 'has no time'],
])('the year of a log that says neither year nor arrival is found by what time it is: %s', (message, is) => {
  const grok = { match_rules: 'r %{date("MMM  d HH:mm:ss"):at} %{data}', support_rules: '' }
  const syslog = pipelineOf('source:web', [
    { type: 'grok-parser', source: 'message', grok },
    { type: 'date-remapper', sources: ['at'] },
  ])
  const made = eventOf({ ddsource: 'web', message }, [syslog], { nowMs: atMs })
  expect(typeof made === 'string' ? made : made.timeMs).toBe(is)
  if (typeof is === 'number') expect(eventOf({ ddsource: 'web', message }, [syslog])).toBe('has no time')
})

it('a log whose text a grok rule cannot be tried on in the work that a text may cost says so', () => {
  const grok = { match_rules: 'r (a*)(a*)(a*)\\3\\2\\1b', support_rules: '' }
  const slow = pipelineOf('source:web', [{ type: 'grok-parser', source: 'line', grok }])
  const log = (line: string) => eventOf({ ddsource: 'web', timestamp: at, line }, [slow])
  expect(log('aab')).not.toHaveProperty('passedOver')
  expect(log('a'.repeat(1000))).toMatchObject({ passedOver: ['grok-parser'] })
})
