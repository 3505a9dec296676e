import fc from 'fast-check'
import { compileRules } from '../../src/detect/compile-rules'
import { OpenEvaluation } from '../../src/detect/evaluate'
import { caseStatuses } from '../../src/rule/case-status'
import { often, seedOr } from '../random-runs'
import { anyEvents, anyRule, asEvent, asRule, asSuppressions, fittingEvents, startMs, unitMs } from './random-rule'
import { evaluateByReference, type ReferenceEvent, type ReferenceRule } from './reference-evaluator'

/** Logs in which windows lose far more than they hold. `gapOf` says how long each comes after the one before. */
const longLogs = (gapOf: (time: number) => number) =>
  fc.array(anyEvents, { minLength: 5, maxLength: 9 }).map((some) => {
    let time = 0
    return some.flat().map((event, index): ReferenceEvent => {
      time += gapOf(event.time)
      return { ...event, time, id: `e${String(index).padStart(3, '0')}` }
    })
  })

/** What is over is looked for after so many moments. */
function signalsOf(rule: ReferenceRule, events: readonly ReferenceEvent[], between?: number) {
  const open = new OpenEvaluation(compileRules([asRule(rule)], { suppressions: asSuppressions(rule) }), { between })
  for (const event of events) open.show(asEvent(rule, event))
  return open.finish(events.length).signals
}

test('what is given back at every moment is missed by no signal', () => {
  const compared = new Map<string, number>()
  fc.assert(
    fc.property(
      anyRule,
      longLogs((time) => time % 3),
      (rule, some) => {
        const events = fittingEvents(rule, some)
        const signals = signalsOf(rule, events, 1)
        expect(signals).toEqual(signalsOf(rule, events))
        if (signals.length > 0) compared.set(rule.method, (compared.get(rule.method) ?? 0) + 1)
      },
    ),
    { numRuns: often(250), seed: seedOr(20260102) },
  )
  expect(compared.size).toBe(6)
})

test('long logs are decided as the reference evaluator decides them, which gives nothing back', () => {
  let compared = 0
  fc.assert(
    fc.property(
      anyRule,
      longLogs((time) => 1 + (time % 2)),
      (rule, some) => {
        const events = fittingEvents(rule, some)
        const wanted = evaluateByReference(rule, events)
        if (wanted === undefined) return
        compared += 1
        const found = signalsOf(rule, events, 1).map(({ severity, lastSeenMs, suppressedBy, events: ids }) =>
          JSON.stringify([
            caseStatuses.indexOf(severity),
            (lastSeenMs - startMs) / unitMs(rule),
            suppressedBy.length > 0,
            [...ids].sort(),
          ]),
        )
        const expected = wanted.map(({ severity, lastSeen, hidden, events: ids }) =>
          JSON.stringify([severity, lastSeen, hidden, ids]),
        )
        expect(found.sort()).toEqual(expected.sort())
      },
    ),
    { numRuns: often(120), seed: seedOr(20260103) },
  )
  expect(compared).toBeGreaterThan(often(60))
})
