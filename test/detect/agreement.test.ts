import fc from 'fast-check'
import { evaluateEvents } from '../../src/detect/evaluate'
import type { LogEvent } from '../../src/event/log-event'
import { caseStatuses, type Rule } from '../../src/rule/rule'
import { evaluateByReference, type ReferenceEvent, type ReferenceRule, type ReferenceTest } from './reference-evaluator'

/** Set to run tens of thousands of cases instead of the few of every day. */
const runs = Number(process.env['DDAC_AGREEMENT_RUNS'] ?? 1000)
const seed = Number(process.env['DDAC_AGREEMENT_SEED'] ?? 20260101)

const queryNames = ['a', 'b', 'c']
const startMs = Date.UTC(2026, 0, 1)

const test_ = (max: number): fc.Arbitrary<ReferenceTest> =>
  fc.record({
    join: fc.constantFrom('and', 'or'),
    terms: fc.array(fc.record({ query: fc.nat(2), moreThan: fc.nat(max) }), { minLength: 1, maxLength: 2 }),
  })

const anyCase = fc.record({
  severity: fc.nat(4),
  test: test_(3),
  after: fc.option(test_(1), { nil: undefined }),
})

const anyRule: fc.Arbitrary<ReferenceRule> = fc.record({
  method: fc.constantFrom('threshold', 'sequence'),
  queryCount: fc.constant(3),
  window: fc.constantFrom(0, 1, 2, 5, 10),
  keepAlive: fc.constantFrom(0, 3, 10),
  maxSignal: fc.constantFrom(5, 20),
  cases: fc.array(anyCase, { minLength: 1, maxLength: 3 }),
  steps: fc.array(
    fc.record({ test: test_(2), window: fc.constantFrom(0, 1, 3, 10), transition: fc.constantFrom(0, 1, 3, 10) }),
    { minLength: 1, maxLength: 4 },
  ),
})

const anyEvent = fc.record({
  time: fc.nat(12),
  tiebreaker: fc.option(fc.nat(2), { nil: undefined, freq: 3 }),
  queries: fc.uniqueArray(fc.nat(2), { minLength: 1, maxLength: 3 }),
  groups: fc.constantFrom(['g'], ['g'], ['g'], ['h'], ['g', 'h']),
})

const anyEvents: fc.Arbitrary<readonly ReferenceEvent[]> = fc
  .array(anyEvent, { maxLength: 14 })
  .map((events) => events.map((event, index) => ({ ...event, id: `e${String(index).padStart(2, '0')}` })))

test('the engine agrees with the reference evaluator on random rules and logs', () => {
  let compared = 0
  fc.assert(
    fc.property(anyRule, anyEvents, (rule, events) => {
      const expected = evaluateByReference(rule, events)
      if (expected === undefined) return
      compared += 1
      const hasTies = new Set(events.flatMap(({ time, groups }) => groups.map((group) => `${group} ${time}`))).size
      const everyTimeIsItsOwn = hasTies === events.flatMap(({ groups }) => groups).length
      const isSequence = rule.method === 'sequence'
      const { signals, notEvaluated } = evaluateEvents([asRule(rule)], events.map(asEvent))
      expect(notEvaluated).toEqual([])
      const found = signals.map((signal) => ({
        group: signal.group['@g'],
        severity: caseStatuses.indexOf(signal.severity),
        lastSeen: (signal.lastSeenMs - startMs) / 1000,
        ...(everyTimeIsItsOwn || !isSequence
          ? { firstSeen: (signal.firstSeenMs - startMs) / 1000, events: [...signal.events].sort() }
          : {}),
      }))
      const wanted = expected.map(({ group, severity, lastSeen, firstSeen, events: ids }) => ({
        group,
        severity,
        lastSeen,
        ...(everyTimeIsItsOwn || !isSequence ? { firstSeen, events: ids } : {}),
      }))
      expect(sorted(found)).toEqual(sorted(wanted))
    }),
    { numRuns: runs, seed },
  )
  expect(compared).toBeGreaterThan(runs / 2)
})

test('any order of the input gives the same signals, also among equal timestamps', () => {
  fc.assert(
    fc.property(
      anyRule,
      anyEvents,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (rule, events, keys) => {
        const order = events.map((event) => ({ event, key: keys.next().value })).sort((x, y) => x.key - y.key)
        const shuffled = [...order.map(({ event }) => event), ...events.slice(0, 3)]
        const straight = evaluateEvents([asRule(rule)], events.map(asEvent)).signals
        expect(evaluateEvents([asRule(rule)], shuffled.map(asEvent)).signals).toEqual(straight)
      },
    ),
    { numRuns: Math.ceil(runs / 3), seed },
  )
})

function sorted<Item>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1))
}

function asRule(rule: ReferenceRule): Rule {
  const queries = queryNames.map((name) => ({ name, query: `@k:${name}`, groupByFields: ['@g'] }))
  const options = { evaluationWindow: rule.window, keepAlive: rule.keepAlive, maxSignalDuration: rule.maxSignal }
  const base = { name: 'random', message: '', isEnabled: true, queries }
  const status = (severity: number) => caseStatuses[severity] ?? 'info'
  if (rule.method === 'threshold') {
    return {
      ...base,
      options,
      cases: rule.cases.map(({ severity, test: first, after }) => ({
        status: status(severity),
        condition: after === undefined ? textOf(first) : `(${textOf(first)}) THEN (${textOf(after)})`,
      })),
    }
  }
  const steps = rule.steps.map(({ test: step, window }, index) => ({
    name: `step_${index}`,
    condition: textOf(step),
    evaluationWindow: window,
  }))
  const stepTransitions = rule.steps.slice(1).map(({ transition }, index) => ({
    parent: `step_${index}`,
    child: `step_${index + 1}`,
    evaluationWindow: transition,
  }))
  return {
    ...base,
    options: {
      ...options,
      detectionMethod: 'sequence_detection',
      sequenceDetectionOptions: { steps, stepTransitions },
    },
    cases: [{ status: status(rule.cases[0]?.severity ?? 0), condition: `step_${steps.length - 1} > 0` }],
  }
}

function textOf({ join, terms }: ReferenceTest): string {
  return terms.map(({ query, moreThan }) => `${queryNames[query]} > ${moreThan}`).join(join === 'and' ? ' && ' : ' || ')
}

function asEvent({ id, time, tiebreaker, queries, groups }: ReferenceEvent): LogEvent {
  return {
    id,
    timeMs: startMs + time * 1000,
    ...(tiebreaker !== undefined && { tiebreaker }),
    tags: [],
    attributes: { k: queries.map((query) => queryNames[query] ?? ''), g: groups },
  }
}
