import type { Signal } from '../../src/detect/signals/signal'
import { makePainter } from '../../src/medium/painter'
import { type EvalOutcome, signalsJson, signalsNdjson } from '../../src/report/signals-json'
import { signalsText } from '../../src/report/signals-text'

const atMs = Date.UTC(2026, 2, 2, 10)
const signal: Signal = {
  rule: 'ses-identity',
  case: 'deleted',
  severity: 'medium',
  title: 'SES identity "x" added, then deleted',
  message: 'Two\nlines',
  group: { '@userIdentity.arn': 'arn:aws:iam::111122223333:user/x' },
  firstSeenMs: atMs,
  lastSeenMs: atMs + 90_500,
  steps: [{ step: 'add', atMs, events: ['e1'] }],
  events: ['e1', 'e2'],
  count: 2,
  tags: ['source:cloudtrail'],
  suppressedBy: ['deploys'],
  notifications: ['@pager'],
  attributes: { secret: 'not part of the contract' },
}
const outcome: EvalOutcome = {
  signals: [signal],
  notEvaluated: [{ rule: 'odd', reason: 'anomaly_detection is not reproducible' }],
  unheard: [],
  mistakes: [],
  summary: () => ({ logs: 9, matched: 2, excluded: 1, signals: 0, suppressed: 1, atEnd: 0, errors: 0, seconds: 0.25 }),
}

describe('eval --format ndjson, which other programs rely on', () => {
  const lines = [...signalsNdjson(outcome)].join('').trimEnd().split('\n')

  it('has one object a line: signals, what was not evaluated, the summary last', () => {
    expect([...signalsNdjson(outcome)].join('').endsWith('\n')).toBe(true)
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual(['signal', 'notEvaluated', 'summary'])
  })

  it('has the keys of the contract, in its order, and no others', () => {
    expect(Object.keys(JSON.parse(lines[0] ?? ''))).toEqual([
      'kind',
      'rule',
      'case',
      'severity',
      'title',
      'message',
      'group',
      'firstSeen',
      'lastSeen',
      'steps',
      'events',
      'count',
      'tags',
      'suppressedBy',
    ])
    expect(Object.keys(JSON.parse(lines[1] ?? ''))).toEqual(['kind', 'rule', 'reason'])
    expect(Object.keys(JSON.parse(lines[2] ?? ''))).toEqual([
      'kind',
      'logs',
      'matched',
      'excluded',
      'signals',
      'suppressed',
      'errors',
      'seconds',
    ])
  })

  it('writes times as ISO in UTC and tells which suppressions acted', () => {
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      firstSeen: '2026-03-02T10:00:00.000Z',
      lastSeen: '2026-03-02T10:01:30.500Z',
      steps: [{ step: 'add', at: '2026-03-02T10:00:00.000Z', events: ['e1'] }],
      suppressedBy: ['deploys'],
    })
  })

  it('is the same as one document with --format json', () => {
    const { signals, notEvaluated, summary } = JSON.parse([...signalsJson(outcome)].join(''))
    expect([...signals, ...notEvaluated, summary]).toEqual(lines.map((line) => JSON.parse(line)))
  })
})

describe('eval for a person', () => {
  const text = [...signalsText(outcome, makePainter(false))].join('')

  it('shows what fired, for whom, when, from what, and what hid it', () => {
    for (const part of [
      signal.title,
      'arn:aws:iam::111122223333:user/x',
      '2026-03-02 10:00:00Z',
      'hidden by deploys',
    ]) {
      expect(text).toContain(part)
    }
  })

  it('tells what was not evaluated, and why', () => {
    expect(text).toContain('odd: anomaly_detection is not reproducible')
  })

  it('has no colour unless asked', () => {
    expect(text).not.toContain('\u001b')
    expect([...signalsText(outcome, makePainter(true))].join('')).toContain('\u001b[')
  })
})

it('signals are told some at a time, so that no text is too long for a string', () => {
  const many = { ...outcome, signals: Array.from({ length: 2000 }, () => signal) }
  for (const parts of [signalsNdjson(many), signalsJson(many), signalsText(many, makePainter(false))]) {
    const lengths = [...parts].map((part) => String(part).length)
    expect(lengths.length).toBeGreaterThan(5)
    expect(Math.max(...lengths)).toBeLessThan(100_000)
  }
})

it.each([0, 1, 2, 300])('the document of %i signals is written as JSON is', (count) => {
  const some = { ...outcome, signals: Array.from({ length: count }, () => signal) }
  const text = [...signalsJson(some)].join('')
  expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`)
})

it.each<[number, string]>([
  [5, 'e1 e2 e3 e4 e5'],
  [6, 'e1 e2 e3 e4 e5 and 1 more'],
])('of the %i events of a step a person sees the first few', (count, shown) => {
  const events = Array.from({ length: count }, (_, index) => `e${index + 1}`)
  const some = { ...outcome, signals: [{ ...signal, steps: [{ step: 'add', atMs, events }] }] }
  const text = [...signalsText(some, makePainter(false))].join('')
  expect(text).toContain(`  ${shown}\n`)
})
