import fc from 'fast-check'
import { evaluateEvents } from '../../src/detect/evaluate'
import type { LogEvent } from '../../src/event/log-event'
import { signalChanges } from '../../src/impact/pair-signals'
import { radiusOfEvents } from '../../src/radius/radius-of-events'
import type { Draft } from '../../src/rule/rule'
import type { Suppression } from '../../src/suppression/suppression'
import { asDatadog } from '../detect/as-datadog'
import { anyRun } from '../detect/random-run'
import type { ReferenceSuppression } from '../detect/reference/model'
import { often, seedOr } from '../random-runs'

/** Its radius has one kind of effect: it is in force on all rules, and either excludes logs or hides signals. */
function ofOneKind(suppression: ReferenceSuppression): ReferenceSuppression {
  const { excludes, hides } = suppression
  return { ...suppression, enabled: true, rules: 'all', hides: excludes === undefined ? hides : undefined }
}

test('a radius counts what evaluations with, without and all along raise and hide', () => {
  let [hidden, gone, later] = [0, 0, 0]
  fc.assert(
    fc.property(anyRun, (run) => {
      const { rule, events, options } = asDatadog({ ...run, suppressions: run.suppressions.map(ofOneKind) })
      const { suppressions, ...beside } = options
      const raised = (acting: readonly Suppression[]) =>
        evaluateEvents([rule], events, { ...beside, suppressions: acting }).signals
      const radii = radiusOfEvents({ rules: [rule], options: beside, suppressions, asked: suppressions }, events)
      for (const [index, radius] of radii.entries()) {
        const { suppression, totals, exclusion } = radius
        for (const rows of [radius.rules, radius.severities, radius.days, radius.groups]) {
          const sum = (key: keyof typeof totals) => [...rows.values()].reduce((all, counts) => all + counts[key], 0)
          for (const key of ['hidden', 'beside', 'allAlong', 'besideAllAlong'] as const) {
            expect(sum(key)).toBe(totals[key])
          }
          expect([...rows.values()].every((one) => one.signals >= Math.max(one.hidden, one.allAlong, 1))).toBe(true)
        }
        const others = suppressions.filter((one) => one !== suppression)
        const { startMs: _start, expiresMs: _end, ...lasting } = suppression
        if (exclusion) {
          expect(totals.signals).toBe(raised(others).length)
          expect(totals.hidden).toBe(exclusion.gone)
          const all = suppressions.map((one) => (one === suppression ? lasting : one))
          const goneAllAlong = signalChanges(raised(others), raised(all)).filter(({ kind }) => kind === 'gone')
          expect(totals.allAlong).toBe(goneAllAlong.length)
          if (exclusion.gone + exclusion.changed > 0) expect(exclusion.logs).toBeGreaterThan(0)
          gone += exclusion.gone
        } else {
          const now = raised(suppressions)
          expect(totals.signals).toBe(now.length)
          expect(totals.hidden).toBe(now.filter(({ suppressedBy }) => suppressedBy.includes(suppression.id)).length)
          const all = raised(suppressions.map((one) => (one === suppression ? lasting : one)))
          expect(totals.allAlong).toBe(
            all.filter(({ suppressedBy }) => suppressedBy.includes(suppressions[index]?.id ?? '')).length,
          )
          hidden += totals.hidden
          later += totals.allAlong - totals.hidden
        }
      }
    }),
    { numRuns: often(240), seed: seedOr(20261126) },
  )
  expect(Math.min(hidden, gone, later)).toBeGreaterThan(0)
})

const rule = (id: string, more: object = {}): Draft => ({
  id,
  name: id,
  message: '',
  isEnabled: true,
  type: 'log_detection',
  tags: [],
  queries: [
    { name: 'add', query: '@evt.name:Add', groupByFields: ['@usr.id'] },
    { name: 'delete', query: '@evt.name:Delete', groupByFields: ['@usr.id'] },
  ],
  cases: [{ name: '', status: 'medium', condition: 'step_delete > 0' }],
  options: {
    detectionMethod: 'sequence_detection',
    keepAlive: 0,
    maxSignalDuration: 0,
    sequenceDetectionOptions: {
      steps: [
        { name: 'step_add', condition: 'add > 0', evaluationWindow: 300 },
        { name: 'step_delete', condition: 'delete > 0', evaluationWindow: 300 },
      ],
      stepTransitions: [{ parent: 'step_add', child: 'step_delete', evaluationWindow: 3600 }],
    },
  } as never,
  ...more,
})
const noon = Date.UTC(2026, 2, 2, 12)
let serial = 0
const log = (minute: number, name: string, who: string, from = 'office'): LogEvent => ({
  id: `e${serial++}`,
  timeMs: noon + minute * 60_000,
  tags: [],
  attributes: { evt: { name }, usr: { id: who }, from },
})
const suppression = (more: Partial<Suppression>): Suppression => ({
  id: 's',
  name: 's',
  enabled: true,
  rules: ['sequence'],
  tags: [],
  ...more,
})
const pairs = [
  ...[log(0, 'Add', 'a'), log(1, 'Delete', 'a')],
  ...[log(2, 'Add', 'b', 'lab'), log(3, 'Delete', 'b')],
  ...[log(4, 'Add', 'c', 'lab'), log(5, 'Delete', 'c', 'lab')],
]
const radiusOf = (one: Suppression, rules: readonly Draft[] = [rule('sequence')], all = [one]) =>
  radiusOfEvents({ rules, options: {}, suppressions: all, asked: [one] }, pairs)[0]

test('an exclusion tells which signals would not exist, and which step of a sequence loses all its logs', () => {
  const radius = radiusOf(suppression({ dataExclusionQuery: '@from:lab', intends: '@usr.id:c' }))
  expect(radius?.totals).toEqual({ signals: 3, hidden: 2, beside: 1, allAlong: 2, besideAllAlong: 1 })
  expect(radius?.exclusion).toMatchObject({
    logs: 3,
    logsAllAlong: 3,
    gone: 2,
    changed: 0,
    steps: [
      { rule: 'sequence', step: 'step_add', signals: 2 },
      { rule: 'sequence', step: 'step_delete', signals: 1 },
    ],
  })
  expect(radius?.exclusion?.logsOfRule).toEqual(new Map([['sequence', 3]]))
  expect(radius?.lastActedMs).toBe(noon + 5 * 60_000)
  expect(radius?.examples.map(({ signal, isMeant }) => [signal.group['@usr.id'], isMeant])).toEqual([
    ['b', false],
    ['c', true],
  ])
})

test('what a suppression hides beside its purpose comes first, and its end and start are no bounds of all along', () => {
  const radius = radiusOf(
    suppression({ suppressionQuery: '@usr.id:(a OR b)', intends: '@usr.id:a', startMs: noon + 2 * 60_000 }),
  )
  expect(radius?.totals).toEqual({ signals: 3, hidden: 1, beside: 1, allAlong: 2, besideAllAlong: 1 })
  expect([...(radius?.groups.keys() ?? [])]).toEqual(['@usr.id:b', '@usr.id:a'])
  expect(radius?.lastActedMs).toBe(noon + 3 * 60_000)
  expect(radiusOf(suppression({ suppressionQuery: '@usr.id:a' }))).toMatchObject({
    isPurposeStated: false,
    totals: { hidden: 1, beside: 0 },
  })
})

test('two that hide the same overlap, and a disabled one is asked what it would hide', () => {
  const one = suppression({ suppressionQuery: '@usr.id:(a OR b)' })
  const two = suppression({ id: 't', suppressionQuery: '@usr.id:(b OR c)' })
  expect(radiusOf(one, undefined, [one, two])).toMatchObject({ alone: 1, overlaps: new Map([['t', 1]]) })
  const off = { ...one, enabled: false }
  expect(radiusOf(off)?.totals).toMatchObject({ hidden: 0, allAlong: 2 })
})

test('a rule over signals loses what it counted, also beyond the scope of the suppression', () => {
  const counting = rule('counting', {
    type: 'signal_correlation',
    queries: [{ name: 'a', ruleId: 'sequence', aggregation: 'event_count' }],
    cases: [{ status: 'high', condition: 'a > 1' }],
    options: { evaluationWindow: 3600, keepAlive: 3600, maxSignalDuration: 3600 },
  })
  const radius = radiusOf(suppression({ suppressionQuery: '@usr.id:(a OR b)', intends: '@usr.id:(a OR b)' }), [
    rule('sequence'),
    counting,
  ])
  expect(radius?.rules.get('sequence')).toMatchObject({ signals: 3, hidden: 2, beside: 0 })
  expect(radius?.rules.get('counting')).toMatchObject({ signals: 1, hidden: 1, beside: 1 })
})

test('a hundred groups are told apart, those of which most is hidden; all other signals stand in one row', () => {
  const events = Array.from({ length: 104 }, (_, who) => [
    ...[log(who * 2, 'Add', `u${who}`), log(who * 2, 'Delete', `u${who}`)],
    ...(who === 103 ? [log(600, 'Add', 'u103'), log(600, 'Delete', 'u103')] : []),
  ]).flat()
  const groupsOf = (query: string) => {
    const one = suppression({ suppressionQuery: query })
    return radiusOfEvents({ rules: [rule('sequence')], options: {}, suppressions: [one], asked: [one] }, events)[0]
      ?.groups
  }
  // 105 signals of 104 users; those of u0 to u3 are shown.
  const justAll = groupsOf('-@usr.id:(u0 OR u1 OR u2 OR u3)')
  expect(justAll?.size).toBe(100)
  expect(justAll?.has(undefined)).toBe(false)
  const oneMore = groupsOf('-@usr.id:(u0 OR u1 OR u2)')
  expect(oneMore?.size).toBe(101)
  expect(oneMore?.get('@usr.id:u103')).toMatchObject({ signals: 2, hidden: 2 })
  expect(oneMore?.get(undefined)).toMatchObject({ signals: 4, hidden: 1 })
})

test('those that hide the same are told, a hundred of them that share most, and how many signals nothing else hides', () => {
  const both = suppression({ id: 'both', suppressionQuery: '@usr.id:(a OR b)' })
  const many = Array.from({ length: 101 }, (_, at) => suppression({ id: `of-a-${at}`, suppressionQuery: '@usr.id:a' }))
  const task = { rules: [rule('sequence')], options: {}, suppressions: [both, ...many], asked: [both, ...many] }
  const [one, ofA] = radiusOfEvents(task, pairs)
  expect(one).toMatchObject({ alone: 1, moreOverlaps: 1 })
  expect(one?.overlaps.size).toBe(100)
  expect(ofA).toMatchObject({ alone: 0, moreOverlaps: 1 })
  expect(ofA?.overlaps.get('both')).toBe(1)
  const [two] = radiusOfEvents({ ...task, suppressions: [both, ...many.slice(1)], asked: [both] }, pairs)
  expect([two?.overlaps.size, two?.moreOverlaps]).toEqual([100, 0])
})
