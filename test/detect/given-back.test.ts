import fc from 'fast-check'
import { compileRules } from '../../src/detect/compile-rules'
import { OpenEvaluation } from '../../src/detect/evaluate'
import { often, seedOr } from '../random-runs'
import { asDatadog, atMs } from './as-datadog'
import { anyLogs } from './random-logs'
import { anyRun } from './random-run'
import { evaluateByReference } from './reference/evaluate-by-reference'
import type { ReferenceRun } from './reference/model'

/** Runs with logs in which windows lose far more than they hold. `gapOf` says how long each comes after the one before. */
const longRuns = (gapOf: (time: number) => number): fc.Arbitrary<ReferenceRun> =>
  fc.tuple(anyRun, fc.array(anyLogs, { minLength: 3, maxLength: 5 })).map(([run, some]) => {
    let time = 0
    const logs = some.flat().map((log, index) => {
      time += gapOf(2 * log.time) / 2
      return { ...log, time, id: `e${String(index).padStart(3, '0')}` }
    })
    return { ...run, logs, until: undefined }
  })

/** What is over is looked for after so many moments. */
function signalsOf(run: ReferenceRun, between?: number) {
  const { rule, events, options } = asDatadog(run)
  const open = new OpenEvaluation(compileRules([rule], options), { between })
  for (const event of events) open.show(event)
  return open.finish(events.length).signals
}

test('what is given back at every moment is missed by no signal', () => {
  const compared = new Map<string, number>()
  fc.assert(
    fc.property(
      longRuns((halves) => halves % 3),
      (run) => {
        const signals = signalsOf(run, 1)
        expect(signals).toEqual(signalsOf(run))
        const method = run.rules[0]?.method ?? ''
        if (signals.length > 0) compared.set(method, (compared.get(method) ?? 0) + 1)
      },
    ),
    { numRuns: often(200), seed: seedOr(20260102) },
  )
  expect(compared.size).toBe(6)
})

test('long logs are decided as the reference evaluator decides them, which gives nothing back', () => {
  let compared = 0
  fc.assert(
    fc.property(
      longRuns((halves) => 1 + (halves % 2)),
      (run) => {
        const wanted = evaluateByReference(run)
        if (wanted === undefined) return
        compared += 1
        const found = signalsOf(run, 1).map(({ severity, lastSeenMs, suppressedBy, events }) =>
          JSON.stringify([severity, lastSeenMs, suppressedBy, events]),
        )
        const expected = wanted.signals.map(({ severity, lastSeen, suppressedBy, events }) =>
          JSON.stringify([severity, Math.floor(atMs(run, lastSeen) / 1000) * 1000, suppressedBy, events]),
        )
        expect(found.sort()).toEqual(expected.sort())
      },
    ),
    { numRuns: often(120), seed: seedOr(20260103) },
  )
  expect(compared).toBeGreaterThan(often(60))
})
