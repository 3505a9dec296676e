import type { LogEvent } from '../../event/log-event'
import { type ClosedSignal, compareSignals } from '../signals/closed-signal'
import type { SignalBoard } from '../signals/signal-board'
import { nameOf } from './outlines'

/** How signals take part in others. */
type Parts = Pick<SignalBoard, 'partOf' | 'signalOf'>

/** Signals that hold each other are gone through so often at most: with too many values to show, there may be no end. */
const mostPasses = 40

/**
 * The signals of rules that look at each other's, with nothing on them that comes from no log and no rule. What an earlier
 * round put on signals that hold each other would stay on them for ever, so each is told anew: at first with nothing of the
 * others, then with what is on those, until nothing changes. Undefined where they are that already, and where there is no
 * end.
 */
export function foundedSignals(given: readonly ClosedSignal[], parts: Parts): readonly ClosedSignal[] | undefined {
  const rules = new Set(given.map(({ rule }) => rule))
  const heldAs = (part: LogEvent | undefined): ClosedSignal | undefined => {
    const signal = part && parts.signalOf(part)
    return signal && rules.has(signal.rule) ? signal : undefined
  }
  if (!given.some(({ events }) => events.some(({ event }) => heldAs(event)))) return undefined
  const signals = given.toSorted(compareSignals)
  const positions = new Map(signals.map((signal, at) => [nameOf(signal), at]))
  const within = signals.map(({ events }) =>
    events.map(({ event }) => {
      const signal = heldAs(event)
      return signal && positions.get(nameOf(signal))
    }),
  )
  return toldAnew(signals, within, parts)
}

/** `within`: of each signal's events, the positions of those that are signals. */
function toldAnew(
  signals: readonly ClosedSignal[],
  within: readonly (readonly (number | undefined)[])[],
  parts: Parts,
): readonly ClosedSignal[] | undefined {
  const holders = signals.map(() => new Set<number>())
  for (const [at, own] of within.entries()) for (const one of own) if (one !== undefined) holders[one]?.add(at)
  const told = signals.map((signal) => ({ signal, part: nothingOn(signal), text: '' }))
  const due = new Set(signals.keys())
  const tell = (at: number): void => {
    const signal = signals[at]
    if (signal === undefined || !due.delete(at)) return
    const events = signal.events.map((event, place) => {
      const one = told[within[at]?.[place] ?? -1]
      return one === undefined ? event : { ...event, event: one.part }
    })
    const anew = { ...signal, events }
    const part = parts.partOf(anew)
    const text = textOf(part)
    if (text === told[at]?.text) return
    told[at] = { signal: anew, part, text }
    for (const holder of holders[at] ?? []) due.add(holder)
  }
  // Later signals hold earlier ones, and at times the other way round.
  for (let pass = 0; pass < mostPasses && due.size > 0; pass += 1) {
    for (let at = 0; at < signals.length; at += 1) tell(pass % 2 === 0 ? at : signals.length - 1 - at)
  }
  if (due.size > 0) return undefined
  const isNew = signals.some((signal, at) => textOf(parts.partOf(signal)) !== told[at]?.text)
  return isNew ? told.map(({ signal }) => signal) : undefined
}

function nothingOn({ openedMs: timeMs }: ClosedSignal): LogEvent {
  return { id: '', timeMs, tags: [], attributes: {} }
}

function textOf(part: LogEvent): string {
  return JSON.stringify(part)
}
