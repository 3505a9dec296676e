import { compileRules } from '../../src/detect/compile-rules'
import { asSuppression } from '../../src/silencing/draft'
import { proposeFor } from '../../src/silencing/propose'
import { subjectOf } from '../../src/silencing/signal-fields'
import { makeSuppressionTest } from '../../src/silencing/suppression-test'
import { type Deed, eventsOf, knownSignals, signalsOf } from './known-signals'

/** All that two people do, one after the other, from two addresses. */
const deeds: readonly Deed[] = [0, 1].flatMap((who) =>
  [0, 1, 2, 0, 2, 1].map((what, index) => ({ who, at: who * 7 + index * 40, what, from: index % 2 })),
)
const nowMs = Date.UTC(2026, 10, 25, 12)
const expiresMs = Date.UTC(2027, 0, 31)

describe.each(knownSignals)('the test of a suppression for a signal of $about', (known) => {
  const events = eventsOf(known, deeds)
  const [rule] = known.rules
  const given = signalsOf(known, events)[0]
  const subject = rule && subjectOf(rule, compileRules(known.rules))
  if (rule === undefined || given === undefined || subject === undefined)
    throw new Error(`${known.about} raises nothing`)
  const proposed = proposeFor([{ subject, event: given.event }], [])
  if ('refusal' in proposed) throw new Error(proposed.refusal)

  it('notices every change of it', () => {
    for (const narrowest of proposed.proposals.slice(0, /new value$|ARN/.test(known.about) ? 4 : 1)) {
      const suppression = { ...asSuppression('made', narrowest), expiresMs }
      const example = { asked: narrowest.alternatives[0] ?? [], rule, logs: [given.logs, events] }
      const made = makeSuppressionTest({
        suppression,
        rules: known.rules,
        namesRules: known.rules.length > 1,
        examples: [example],
        key: 'a key',
        nowMs,
      })
      expect(made).toMatchObject({ mutations: { missed: [] }, notes: [] })
    }
  })
})
