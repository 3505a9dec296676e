import fc from 'fast-check'
import { evaluateEvents } from '../../src/detect/evaluate'
import { explainRule } from '../../src/explain/explain-rule'
import type { Explanation } from '../../src/explain/explanation'
import type { SequenceOptions } from '../../src/rule/methods/detection-methods'
import type { Draft } from '../../src/rule/rule'
import { often } from '../random-runs'
import { logEvent, missesOf, sequenceOf, thresholdOf } from './room'

const names = ['add', 'use', 'delete'] as const
const groups = ['x', 'y', 'z'] as const

const logsOf = (kinds: readonly string[], maxLength: number, minLength = 0) =>
  fc
    .array(
      fc.record({
        at: fc.integer({ min: 0, max: 400 }),
        k: fc.constantFrom(...kinds),
        g: fc.constantFrom(...groups, undefined),
      }),
      { minLength, maxLength },
    )
    .map((all) => all.map(({ g, ...log }, index) => logEvent({ ...log, ...(g && { g }) }, index)))
const logs = logsOf(names, 14)

const sequences = fc
  .record({
    steps: fc.integer({ min: 1, max: 3 }),
    wait: fc.constantFrom(0, 30, 100),
    window: fc.constantFrom(0, 60),
    needs: fc.constantFrom(0, 1),
  })
  .map(({ steps, ...some }) => sequenceOf(names.slice(0, steps), some))

const thresholds = fc
  .record({
    condition: fc.constantFrom(
      'add > 2',
      'add > 0 && delete > 1',
      'add > 1 || delete > 2',
      'add > 1 THEN delete > 0',
      'delete > add',
    ),
    evaluationWindow: fc.constantFrom(0, 60, 120),
  })
  .map(({ condition, evaluationWindow }) => {
    const queries = names.map((name) => ({ name, query: `@k:${name}`, groupByFields: ['@g'] }))
    return thresholdOf(condition, { queries }, { evaluationWindow })
  })

const cases = fc.tuple(fc.oneof(sequences, thresholds), logs)
const runs = { seed: 20_260_302, numRuns: often(70) }

const groupsOf = (rule: Draft, events: readonly ReturnType<typeof logEvent>[]) =>
  evaluateEvents([rule], events).signals.map(({ group }) => group['@g'])

/** The rule with another window or transition, written in seconds as a user would. */
function widened(rule: Draft, { window, lateMs }: ReturnType<typeof missesOf<'time'>>[number], byMs: number): Draft {
  const seconds = (window.windowMs + lateMs + byMs) / 1000
  const { sequenceDetectionOptions: sequence } = rule.options
  if (!sequence) return { ...rule, options: { ...rule.options, evaluationWindow: seconds } }
  const steps = sequence.steps?.map((step) =>
    window.what === 'window' && step.name === window.of ? { ...step, evaluationWindow: seconds } : step,
  )
  const stepTransitions = sequence.stepTransitions?.map((transition) =>
    window.what === 'transition' && transition.child === window.of
      ? { ...transition, evaluationWindow: seconds }
      : transition,
  )
  return withSequence(rule, { ...(steps && { steps }), ...(stepTransitions && { stepTransitions }) })
}

function withSequence(rule: Draft, sequence: SequenceOptions): Draft {
  return { ...rule, options: { ...rule.options, sequenceDetectionOptions: sequence } }
}

/** The sequence cut off after a step. */
function upTo(rule: Draft, name: string): Draft {
  const { steps = [], stepTransitions = [] } = rule.options.sequenceDetectionOptions ?? {}
  if (steps.length === 0) return rule
  const last = steps.findIndex((step) => step.name === name)
  const sequence = { steps: steps.slice(0, last + 1), stepTransitions: stepTransitions.slice(0, last) }
  return { ...withSequence(rule, sequence), cases: [{ status: 'low', condition: `${name} > 0` }] }
}

describe('an explanation', () => {
  it('has the signals that the engine raises', () => {
    fc.assert(
      fc.property(cases, ([rule, events]) => {
        expect(explainRule(rule, events).signals).toEqual(evaluateEvents([rule], events).signals)
      }),
      runs,
    )
  })

  it('is the same whatever the order of the logs', () => {
    const shuffled = cases.chain(([rule, events]) =>
      fc.tuple(fc.constant(rule), fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
    )
    fc.assert(
      fc.property(shuffled, ([rule, events, others]) => {
        expect(explainRule(rule, others)).toEqual(explainRule(rule, events))
      }),
      runs,
    )
  })

  it('says of each step where a sequence cut off there fires', () => {
    fc.assert(
      fc.property(fc.tuple(sequences, logs), ([rule, events]) => {
        for (const { name, reached, held } of explainRule(rule, events).stages) {
          const fired = new Set(groupsOf(upTo(rule, name), events))
          expect(new Set(reached?.first.map(({ group }) => group['@g']))).toEqual(fired)
          expect(held.total).toBeGreaterThanOrEqual(fired.size)
        }
      }),
      runs,
    )
  })

  it('tells no near miss of a group that fired', () => {
    fc.assert(
      fc.property(cases, ([rule, events]) => {
        const { nearMisses, signals } = explainRule(rule, events)
        const fired = new Set(signals.map(({ group }) => group['@g']))
        for (const miss of nearMisses) if ('group' in miss) expect(fired).not.toContain(miss.group['@g'])
      }),
      runs,
    )
  })

  it('tells by how little a window was too short: so much wider it fires, a millisecond less and it does not', () => {
    let seen = 0
    fc.assert(
      fc.property(cases, ([rule, events]) => {
        for (const miss of missesOf(explainRule(rule, events), 'time')) {
          seen += 1
          const target = upTo(rule, miss.stage.name)
          expect(groupsOf(widened(target, miss, 0), events)).toContain(miss.group['@g'])
          if (miss.lateMs > 1) expect(groupsOf(widened(target, miss, -1), events)).not.toContain(miss.group['@g'])
        }
      }),
      runs,
    )
    expect(seen).toBeGreaterThan(1)
  })

  it('misses no group that a wider window would have let fire', () => {
    fc.assert(
      fc.property(thresholds, logs, (rule, events) => {
        const told = explainRule(rule, events)
        if (told.cuts.length > 0) return
        const fired = new Set(groupsOf(rule, events))
        const wide = groupsOf({ ...rule, options: { ...rule.options, evaluationWindow: 400 } }, events)
        const late = new Set(missesOf(told, 'time').map(({ group }) => group['@g']))
        // `delete > add` may hold in a narrower window than the widest, so only what the widest adds is asked for.
        for (const group of wide) if (!fired.has(group)) expect(late).toContain(group)
      }),
      runs,
    )
  })

  it('tells across which values the logs would have come together', () => {
    let seen = 0
    fc.assert(
      fc.property(cases, ([rule, events]) => {
        for (const miss of missesOf(explainRule(rule, events), 'group')) {
          seen += 1
          const target = upTo(rule, miss.stage.name)
          const ungrouped = { ...target, queries: target.queries.map((query) => ({ ...query, groupByFields: [] })) }
          expect(evaluateEvents([ungrouped], events).signals.length).toBeGreaterThan(0)
          const values = new Set(miss.parts.map((part) => part.values[0]))
          expect(values.size > 1 || values.has(undefined)).toBe(true)
        }
      }),
      runs,
    )
    expect(seen).toBeGreaterThan(1)
  })

  it('tells which step came before its time: the other way round the logs complete the sequence', () => {
    const pairs = fc.tuple(
      fc.constantFrom(sequenceOf(['add', 'delete']), sequenceOf(['add', 'delete'], { wait: 30 })),
      logsOf(['add', 'delete'], 6, 4),
    )
    let seen = 0
    fc.assert(
      fc.property(pairs, ([rule, events]) => {
        const told: Explanation = explainRule(rule, events)
        const wait = rule.options.sequenceDetectionOptions?.stepTransitions?.[0]?.evaluationWindow ?? 0
        for (const miss of missesOf(told, 'order')) {
          seen += 1
          expect(groupsOf(sequenceOf(['delete', 'add'], { wait }), events)).toContain(miss.group['@g'])
          expect(miss.aheadMs).toBeGreaterThan(0)
          expect(miss.aheadMs).toBeLessThanOrEqual(wait * 1000)
        }
      }),
      runs,
    )
    expect(seen).toBeGreaterThan(0)
  })
})
