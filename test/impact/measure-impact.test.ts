import fc from 'fast-check'
import { compileSides } from '../../src/detect/compile-rules'
import { evaluateCompiled, evaluateEvents } from '../../src/detect/evaluate'
import { findChanges } from '../../src/impact/changed-rules'
import type { Detections } from '../../src/impact/detections'
import { measureImpact, type RaisedSignals } from '../../src/impact/measure-impact'
import { nameOf, type RulePair } from '../../src/impact/pair-rules'
import { changeKinds, signalChanges } from '../../src/impact/pair-signals'
import type { Draft } from '../../src/rule/rule'
import { asDatadog } from '../detect/as-datadog'
import { anyRun } from '../detect/random-run'
import { often, seedOr } from '../random-runs'

/** Signals that are at hand. */
function raised(signals: ReturnType<typeof evaluateCompiled>['signals']): RaisedSignals {
  return { all: () => signals, at: (positions) => signals.filter((_, position) => positions.has(position)) }
}

/** Something is changed of a rule, of which some decides nothing. */
const anyEdit: fc.Arbitrary<(rule: Draft) => Draft> = fc.constantFrom(
  (rule: Draft) => rule,
  (rule: Draft) => ({ ...rule, message: 'other', name: 'other' }),
  (rule: Draft) => ({ ...rule, cases: rule.cases.map((one) => ({ ...one, notifications: ['@slack-soc'] })) }),
  (rule: Draft) => ({ ...rule, isEnabled: false }),
  (rule: Draft) => ({ ...rule, options: { ...rule.options, keepAlive: 0 } }),
  (rule: Draft) => ({ ...rule, cases: rule.cases.map((one) => ({ ...one, status: 'critical' as const })) }),
  (rule: Draft) => ({
    ...rule,
    queries: rule.queries.slice(0, 1),
    cases: [{ status: 'low' as const, condition: 'a > 0' }],
  }),
)

test('counts add up, and what is called unchanged raises the same', () => {
  let [compared, alike] = [0, 0]
  fc.assert(
    fc.property(anyRun, anyEdit, fc.boolean(), fc.boolean(), fc.boolean(), (run, edit, hides, hid, twoRuns) => {
      const { rule, events, options } = asDatadog(run)
      const sideOf = (own: Draft, isHidden: boolean): Detections => ({
        rules: [own],
        unread: [],
        options: isHidden ? options : { ...options, suppressions: [] },
        wayOf: () => '',
      })
      const sides = { before: sideOf(rule, hid), after: sideOf(edit(rule), hides) }
      const shown = (side: Detections) =>
        evaluateEvents(
          side.rules.filter(({ isEnabled }) => isEnabled),
          events,
          side.options,
        ).signals.filter(({ suppressedBy }) => suppressedBy.length === 0)
      const [before, after] = [shown(sides.before), shown(sides.after)]
      const changes = findChanges(sides.before, sides.after)
      const evaluation = evaluateCompiled(compileSides(changes.sets), events)
      const ofSide = (side: 'before' | 'after') => raised(evaluation.signals.filter((signal) => signal.side === side))
      const { totals, days, severities, principals, rules } = measureImpact(
        changes,
        twoRuns ? (['after', 'before'] as const).map(ofSide) : [raised(evaluation.signals)],
        evaluation,
      )
      if (changes.changed.length === 0) {
        alike += before.length
        const told = (signals: typeof before) =>
          signals.map(({ title: _title, message: _message, notifications: _told, ...rest }) => rest)
        expect(told(after)).toEqual(told(before))
        expect(totals).toMatchObject({ before: 0, after: 0 })
        return
      }
      if (rules.some(({ notEvaluated }) => Object.keys(notEvaluated).length > 0)) return
      compared += 1
      expect([totals.before, totals.after]).toEqual([before.length, after.length])
      expect(totals.before + totals.new + totals.unsuppressed - totals.gone - totals.suppressed).toBe(totals.after)
      // Signals that come one by one are paired as those that are all at hand.
      const of = (side: 'before' | 'after', rule: RulePair) =>
        evaluation.signals.filter((signal) => signal.side === side && rule[side] && signal.rule === nameOf(rule[side]))
      for (const { rule: pair, examples, counts } of rules) {
        const paired = signalChanges(of('before', pair), of('after', pair))
        expect(examples).toEqual(changeKinds.flatMap((kind) => paired.find((change) => change.kind === kind) ?? []))
        for (const kind of changeKinds) expect(counts[kind]).toBe(paired.filter((each) => each.kind === kind).length)
      }
      for (const parts of [days, severities, principals]) {
        for (const key of ['before', 'after', 'new', 'gone', 'changed', 'suppressed', 'unsuppressed'] as const) {
          expect([...parts.values()].reduce((sum, counts) => sum + counts[key], 0)).toBe(totals[key])
        }
      }
    }),
    { numRuns: often(120), seed: seedOr(20261114) },
  )
  expect(compared).toBeGreaterThan(5)
  expect(alike).toBeGreaterThan(5)
})
