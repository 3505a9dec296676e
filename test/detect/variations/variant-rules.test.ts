import fc from 'fast-check'
import { compileFrom, compileSides } from '../../../src/detect/compile-rules'
import { evaluateCompiled, evaluateEvents, OpenEvaluation } from '../../../src/detect/evaluate'
import { HitSelection } from '../../../src/detect/hits/hit-selection'
import type { Signal } from '../../../src/detect/signals/signal'
import { tellSignal } from '../../../src/detect/signals/tell-signal'
import type { Variation } from '../../../src/detect/variations/variation'
import type { Suppression } from '../../../src/suppression/suppression'
import { often, seedOr } from '../../random-runs'
import { asDatadog } from '../as-datadog'
import { anyRun } from '../random-run'

const side = 'as they are'

const lasting: Suppression = { id: 's', name: 's', enabled: true, rules: [], ruleQuery: '*', tags: [] }

function variationsOf(suppression: Suppression): readonly Variation[] {
  const { startMs: _start, expiresMs: _end, dataExclusionQuery, ...rest } = suppression
  if (dataExclusionQuery === undefined) return []
  const { id } = suppression
  return [
    { kind: 'without', side: `without ${id}`, suppression: { ...rest, enabled: false } },
    { kind: 'allAlong', side: `all along ${id}`, suppression: { ...rest, dataExclusionQuery } },
  ]
}

const without = <Key extends string>(signals: readonly Signal[], ...keys: readonly Key[]) =>
  signals.map((signal) => Object.fromEntries(Object.entries(signal).filter(([key]) => !keys.includes(key as Key))))

test('rules under a variation raise what they raise with that suppression in place of its own, and so do those not named', () => {
  let [told, alike] = [0, 0]
  fc.assert(
    fc.property(anyRun, fc.boolean(), (run, isElsewhere) => {
      // Each is in force on the rule: of one that is not, a variation says nothing.
      const acting = run.suppressions.map((one) => ({ ...one, enabled: true, rules: 'all' as const }))
      const { rule, events, options } = asDatadog({ ...run, suppressions: acting })
      const { suppressions: given, ...beside } = options
      // Those that hide take the logs as well, and one takes the logs of a group.
      const suppressions = [
        ...given.map((one) => ({ ...one, dataExclusionQuery: one.suppressionQuery ?? '@v:1' })),
        {
          ...(given[0] ?? lasting),
          id: 'group',
          suppressionQuery: '@g:g1',
          dataExclusionQuery: '@g:g0',
        },
      ]
      const variations = suppressions.flatMap(variationsOf)
      const compiled = compileSides([{ side, rules: [rule], options: { ...beside, suppressions }, variations }])
      const { signals, variants, exclusions } = isElsewhere
        ? selectedElsewhere(compiled, events)
        : evaluateCompiled(compiled, events)
      const now = signals.filter((one) => one.side === side)
      expect(without(now, 'side')).toEqual(evaluateEvents([rule], events, { ...beside, suppressions }).signals)
      for (const { kind, side: other, suppression } of variations) {
        const varied = suppressions.map((one) => (one.id === suppression.id ? suppression : one))
        const alone = evaluateEvents([rule], events, { ...beside, suppressions: varied })
        const isNamed = variants.some((one) => one.side === other)
        const own = signals.filter((one) => one.side === other)
        if (isNamed) expect(without(own, 'side')).toEqual(alone.signals)
        else {
          expect(own).toEqual([])
          // Only its own query for signals may say something else.
          expect(without(now, 'side', 'suppressedBy')).toEqual(without(alone.signals, 'suppressedBy'))
        }
        if (isNamed) told += 1
        else alike += 1
        if (kind === 'allAlong') {
          const taken = (all: typeof exclusions, of?: string) =>
            all.find((one) => one.suppression === suppression.id && one.side === of)?.logs
          expect(taken(exclusions, other)).toBe(taken(alone.exclusions))
        }
      }
    }),
    { numRuns: often(200), seed: seedOr(20261126) },
  )
  expect(Math.min(told, alike)).toBeGreaterThan(5)
})

/** The same with each half of the logs selected by rules that were compiled from what another thread is sent. */
function selectedElsewhere(compiled: ReturnType<typeof compileSides>, events: Parameters<typeof evaluateEvents>[1]) {
  const all = [...events]
  const open = new OpenEvaluation(compiled, { countsFrom: 0 })
  const selections = [0, 1].map(() => new HitSelection(compileFrom(structuredClone(compiled.source))))
  for (const [offset, event] of all.entries()) selections[offset % 2]?.show(event, { file: 0, offset, part: 0 })
  for (const selection of selections) open.add(selection.take())
  const ran = open.run()
  const eventsOf: Parameters<typeof ran.signals>[0] = ({ events: hits }) =>
    hits.flatMap(({ place }) => all[place.offset] ?? [])
  ran.overSignals(eventsOf)
  return { signals: [...ran.signals(eventsOf, tellSignal)], ...ran.beside() }
}
