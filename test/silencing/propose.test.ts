import fc from 'fast-check'
import { compileRules } from '../../src/detect/compile-rules'
import { evaluateEvents, evaluateTold } from '../../src/detect/evaluate'
import { type WatchedSignal, watchSignal } from '../../src/detect/signals/tell-signal'
import { signalResource } from '../../src/emulator/run-evaluator'
import type { LogEvent } from '../../src/event/log-event'
import { asSuppression } from '../../src/silencing/draft'
import { proposeFor } from '../../src/silencing/propose'
import { readSignals } from '../../src/silencing/read-signals'
import { subjectOf } from '../../src/silencing/signal-fields'
import { often } from '../random-runs'
import { eventsOf, knownSignals, signalsOf } from './known-signals'

const deeds = fc.array(fc.record({ who: fc.nat(3), at: fc.nat(1200), what: fc.nat(2), from: fc.nat(3) }), {
  minLength: 8,
  maxLength: 40,
})

describe.each(knownSignals)('the narrowest proposal for a signal of $about', (known) => {
  it('hides exactly the signals of that rule and principal', () => {
    let found = 0
    fc.assert(
      fc.property(deeds, fc.nat(), (random, pick) => {
        const events = eventsOf(known, random)
        const whoOf = new Map(random.map((deed) => [String(known.log(deed).id), deed.who]))
        const signals = signalsOf(known, events)
        const given = signals[pick % Math.max(1, signals.length)]
        if (given === undefined) return
        found += 1
        const [rule] = known.rules
        const subject = rule && subjectOf(rule, compileRules(known.rules))
        if (subject === undefined) throw new Error('the rule is not evaluated')
        const proposed = proposeFor([{ subject, event: given.event }], [])
        if ('refusal' in proposed) throw new Error(proposed.refusal)
        const [narrowest] = proposed.proposals
        if (narrowest === undefined) throw new Error('nothing is proposed')
        const suppressions = [asSuppression('made', narrowest)]
        // A rule over signals has those for logs: its group says whose they are.
        const principals = ({ signal, logs }: WatchedSignal): string => {
          const whose = new Set(logs.flatMap(({ id }) => whoOf.get(id) ?? []))
          return whose.size > 0 ? [...whose].sort().join() : JSON.stringify(signal.group)
        }
        const told = evaluateTold(compileRules(known.rules, { suppressions }), events, watchSignal).signals
        for (const each of told) {
          const { rule, suppressedBy } = each.signal
          const isMeant = rule === 'watched' && principals(each) === principals(given)
          expect([rule, principals(each), suppressedBy]).toEqual([rule, principals(each), isMeant ? ['made'] : []])
        }
      }),
      { numRuns: often(12) },
    )
    expect(found).toBeGreaterThan(0)
  })
})

/** All that two people do, one after the other, from two addresses. */
const deedsOfTwo = [0, 1].flatMap((who) =>
  [0, 1, 2, 0, 2, 1].map((what, index) => ({ who, at: who * 7 + index * 40, what, from: index % 2 })),
)

it.each(knownSignals)('a signal of $about is told the same way by the API as here', (known) => {
  const events = eventsOf(known, deedsOfTwo)
  const [rule] = known.rules
  const subject = rule && subjectOf(rule, compileRules(known.rules))
  if (subject === undefined) throw new Error('the rule is not evaluated')
  const first = <T extends { readonly rule: string; readonly firstSeenMs: number }>(all: readonly T[]): T => {
    const own = all.filter((each) => each.rule === 'watched').sort((a, b) => a.firstSeenMs - b.firstSeenMs)[0]
    if (own === undefined) throw new Error('nothing fires')
    return own
  }
  const signal = first(evaluateEvents(known.rules, events).signals)
  const group = JSON.stringify(signal.group)
  const here = signalsOf(known, events).find((each) => JSON.stringify(each.signal.group) === group)
  const { signals } = readSignals(
    JSON.stringify(signalResource(signal, { name: 'watched' }, new Map(events.map((each) => [each.id, each])))),
  )
  const [shown] = signals
  if (here === undefined || shown?.kind !== 'shown') throw new Error('it is not read')
  const queriesFor = (event: LogEvent) => {
    const proposed = proposeFor([{ subject, event }], [])
    return 'refusal' in proposed ? proposed : proposed.proposals.map(({ query, rules }) => [query, rules])
  }
  expect(queriesFor(shown.signal.event)).toEqual(queriesFor(here.event))
})
