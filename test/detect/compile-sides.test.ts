import fc from 'fast-check'
import { compileRules, compileSides, type RuleSet } from '../../src/detect/compile-rules'
import { evaluateCompiled } from '../../src/detect/evaluate'
import type { Draft } from '../../src/rule/rule'
import { often, seedOr } from '../random-runs'
import { asDatadog } from './as-datadog'
import { anyRun } from './random-run'

/** One that counts the signals of a rule, and one that counts those of any. */
const readers = (source: Draft): readonly Draft[] =>
  [{ ruleId: source.id ?? '' }, { dataSource: 'security_signals', query: '*' }].map((query, index) => ({
    id: `reader-${index}`,
    name: `Reader ${index}`,
    message: '',
    isEnabled: true,
    type: 'signal_correlation',
    queries: [{ name: 'a', aggregation: 'event_count', ...query }],
    cases: [{ status: 'high', condition: 'a > 0' }],
    options: { evaluationWindow: 600, keepAlive: 600, maxSignalDuration: 600 },
  }))

test('rule sets that run side by side raise what each raises alone, whatever names they share', () => {
  let raised = 0
  fc.assert(
    fc.property(anyRun, (run) => {
      const { rule: source, events, options: given } = asDatadog(run)
      const sets: readonly RuleSet[] = [
        { side: 'before', rules: [source, ...readers(source)], options: given },
        { side: 'after', rules: [...readers(source), { ...source, message: 'other' }] },
      ]
      const { signals, notEvaluated, unheard } = evaluateCompiled(compileSides(sets), events)
      raised += signals.length
      for (const { side, rules, options } of sets) {
        const alone = evaluateCompiled(compileRules(rules, options), events)
        const sided = <Thing extends object>(all: readonly Thing[]) => all.map((one) => ({ ...one, side }))
        const ofSide = <Thing extends object>(all: readonly Thing[]) =>
          all.filter((one) => 'side' in one && one.side === side)
        expect(ofSide(signals)).toEqual(sided(alone.signals))
        expect(ofSide(notEvaluated)).toEqual(sided(alone.notEvaluated))
        expect(ofSide(unheard)).toEqual(sided(alone.unheard.filter(({ kind }) => kind === 'lost')))
      }
    }),
    { numRuns: often(100), seed: seedOr(20261113) },
  )
  expect(raised).toBeGreaterThan(20)
})
