import fc from 'fast-check'
import { evaluateEvents } from '../../src/detect/evaluate'
import { caseStatuses } from '../../src/rule/case-status'
import type { Draft } from '../../src/rule/rule'
import { often, seedOr } from '../random-runs'
import { anyEvents, anyRule, asEvent, asRule, asSuppressions, fittingEvents, startMs, unitMs } from './random-rule'
import {
  evaluateByReference,
  type ReferenceEvent,
  type ReferenceRule,
  type ReferenceSignal,
} from './reference-evaluator'

const runs = often(500)
const seed = seedOr(20260101)

/** What both evaluators say of a rule and its logs, in one form and order. */
interface Account {
  readonly group: readonly (string | undefined)[]
  readonly severity: number
  readonly hidden: boolean
  readonly lastSeen: number
  readonly firstSeen?: number
  readonly events?: readonly string[]
}

function byEngine(rule: ReferenceRule, events: readonly ReferenceEvent[], others: readonly Draft[] = []) {
  const options = { suppressions: asSuppressions(rule) }
  const evaluation = evaluateEvents(
    [asRule(rule), ...others],
    events.map((event) => asEvent(rule, event)),
    options,
  )
  // Without any log a silence has nothing to begin with, and the rule is not evaluated.
  if (evaluation.stats.matched > 0) expect(evaluation.notEvaluated).toEqual([])
  return evaluation.signals
}

test('the engine agrees with the reference evaluator on random rules and logs', () => {
  const compared = new Map<string, number>()
  fc.assert(
    fc.property(anyRule, anyEvents, (rule, some) => {
      const events = fittingEvents(rule, some)
      const expected = evaluateByReference(rule, events)
      if (expected === undefined) return
      const signals = byEngine(rule, events)
      if (signals.length > 0) compared.set(rule.method, (compared.get(rule.method) ?? 0) + 1)
      // Which of several events of one moment a sequence shows is not for the design to say.
      const everyTimeIsItsOwn = new Set(events.map(({ time }) => time)).size === events.length
      const isShown = rule.method !== 'sequence' || everyTimeIsItsOwn
      const found = signals.map((signal): Account => {
        const { group, severity, suppressedBy, firstSeenMs, lastSeenMs, events: ids } = signal
        const units = (timeMs: number): number => (timeMs - startMs) / unitMs(rule)
        return {
          group: [group['@g'], group['@h']],
          severity: caseStatuses.indexOf(severity),
          hidden: suppressedBy.length > 0,
          lastSeen: units(lastSeenMs),
          ...(isShown && { firstSeen: units(firstSeenMs), events: [...ids].sort() }),
        }
      })
      const wanted = expected.map(({ group: [g, h], severity, hidden, lastSeen, firstSeen, events: ids }): Account => {
        return { group: [g, h], severity, hidden, lastSeen, ...(isShown && { firstSeen, events: ids }) }
      })
      expect(sorted(found)).toEqual(sorted(wanted))
    }),
    { numRuns: runs, seed },
  )
  expect([...compared.keys()].sort()).toEqual([
    'new_value',
    'scheduled',
    'sequence',
    'third_party',
    'threshold',
    'travel',
  ])
  for (const count of compared.values()) expect(count).toBeGreaterThan(runs / 150)
})

test('a rule that counts signals agrees with the reference evaluator run on the signals of the first', () => {
  let compared = 0
  const second = fc.record({
    window: fc.constantFrom(0, 2, 6),
    keepAlive: fc.constantFrom(0, 4),
    moreThan: fc.nat(2),
    source: fc.constantFrom<Pick<Draft, 'type' | 'queries'>>(
      { type: 'signal_correlation', queries: [{ ruleId: 'random', correlatedByFields: ['@g'] }] },
      { queries: [{ ruleId: 'random', groupByFields: ['@g'], aggregation: 'count' }], type: 'log_detection' },
      { queries: [{ query: '*', dataSource: 'security_signals', groupByFields: ['@g'] }] },
    ),
  })
  fc.assert(
    fc.property(anyRule, anyEvents, second, (rule, events, { window, keepAlive, moreThan, source }) => {
      const first = evaluateByReference(rule, events)
      if (first === undefined || rule.groupBy.length === 0 || rule.method === 'third_party') return
      const seconds = (units: number): number => (units * unitMs(rule)) / 1000
      const counting: Draft = {
        name: 'counting',
        message: '',
        isEnabled: true,
        ...source,
        cases: [{ status: 'high', condition: `a > ${moreThan}` }],
        options: { evaluationWindow: seconds(window), keepAlive: seconds(keepAlive), maxSignalDuration: seconds(20) },
      }
      // The suppressions are for all rules; those that are not told to hide the first rule's signals stay out here.
      const plain = { ...rule, suppressions: rule.suppressions.filter(({ what }) => what === 'excludes value') }
      const signals = byEngine(plain, events, [counting]).filter(({ rule: name }) => name === 'counting')
      const wanted = evaluateByReference(
        { ...plain, ...countingRule, window, keepAlive, cases: [{ severity: 3, test: moreThanOf(moreThan) }] },
        (evaluateByReference(plain, events) ?? []).flatMap(asCounted),
      )
      if (signals.length > 0) compared += 1
      const account = ({ group, opened }: Pick<ReferenceSignal, 'group' | 'opened'>) => [group[0], opened]
      const found = signals.map(({ group, lastSeenMs, count }) => [
        group['@g'],
        (lastSeenMs - startMs) / unitMs(rule),
        count,
      ])
      expect(sorted(found)).toEqual(
        sorted((wanted ?? []).map((signal) => [account(signal)[0], signal.lastSeen, signal.events.length])),
      )
    }),
    { numRuns: Math.ceil(runs / 3), seed },
  )
  expect(compared).toBeGreaterThan(runs / 150)
})

const countingRule = {
  method: 'threshold',
  aggregations: ['count'],
  groupBy: ['g'],
  optionalGroups: false,
  signalsByFirstField: false,
  maxSignal: 20,
  decreases: false,
  suppressions: [],
} as const

function moreThanOf(moreThan: number) {
  return { join: 'and', terms: [{ query: 0, moreThan }] } as const
}

function asCounted({ group: [g], opened }: ReferenceSignal, index: number): readonly ReferenceEvent[] {
  const event = { time: opened, queries: [0], h: [], values: [], isDev: false }
  return g === undefined || g === 'N/A' ? [] : [{ ...event, id: `signal ${index}`, g: [g] }]
}

test('any order of the input gives the same signals, also among equal timestamps', () => {
  fc.assert(
    fc.property(
      anyRule,
      anyEvents,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (rule, events, keys) => {
        const order = events.map((event) => ({ event, key: keys.next().value })).sort((x, y) => x.key - y.key)
        const shuffled = [...order.map(({ event }) => event), ...events.slice(0, 3)]
        expect(byEngine(rule, shuffled)).toEqual(byEngine(rule, events))
      },
    ),
    { numRuns: Math.ceil(runs / 3), seed },
  )
})

function sorted<Item>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1))
}
