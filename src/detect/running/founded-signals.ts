import type { LogEvent } from '../../event/log-event'
import { orderByReference } from '../../rule/reference-order'
import { type ClosedSignal, compareSignals } from '../signals/closed-signal'
import type { SignalBoard } from '../signals/signal-board'
import { nameOf } from './outlines'

/** How signals take part in others. */
type Parts = Pick<SignalBoard, 'partOf' | 'signalOf'>

/** Signals that hold each other are gone through so often at most: with too many values to show, there may be no end. */
const mostPasses = 40

/**
 * The signals of rules that look at each other's, with nothing on them that comes from no log and no rule. What an earlier
 * round put on signals that hold each other would stay on them for ever, so each is told anew, after those that it holds.
 * Those that hold each other have at first nothing of the others, then what is on those, until nothing changes. Undefined
 * where they are that already.
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
  const telling = signals.map((signal): Telling => {
    const holds = signal.events.map(({ event }) => {
      const held = heldAs(event)
      return held && positions.get(nameOf(held))
    })
    return { signal, holds, part: nothingOn(signal), text: '' }
  })
  const references = new Map(telling.map(({ holds }, at) => [at, holds.filter((one) => one !== undefined)]))
  for (const together of orderByReference(references).turns) tellTogether(together, telling, parts)
  const isNew = signals.some((signal, at) => textOf(parts.partOf(signal)) !== telling[at]?.text)
  return isNew ? telling.map(({ signal }) => signal) : undefined
}

/** A signal with what is on it as far as it is known. */
interface Telling {
  signal: ClosedSignal
  /** Of each of its events that is a signal, the position of that. */
  readonly holds: readonly (number | undefined)[]
  part: LogEvent
  text: string
}

function tellTogether(positions: readonly number[], telling: readonly Telling[], parts: Parts): void {
  const inTurn = positions.toSorted((a, b) => a - b).flatMap((at) => telling[at] ?? [])
  const holders = new Map(inTurn.map((one) => [one, new Set<Telling>()]))
  for (const one of inTurn) {
    for (const at of one.holds) {
      const held = at === undefined ? undefined : telling[at]
      if (held !== undefined) holders.get(held)?.add(one)
    }
  }
  const due = new Set(inTurn)
  for (let pass = 0; pass < mostPasses && due.size > 0; pass += 1) {
    for (const one of inTurn) {
      if (!due.delete(one) || !tell(one, telling, parts)) continue
      for (const holder of holders.get(one) ?? []) due.add(holder)
    }
    // Later signals hold earlier ones, and at times the other way round.
    inTurn.reverse()
  }
}

/** Answers whether that changed what is on the signal. */
function tell(one: Telling, telling: readonly Telling[], parts: Parts): boolean {
  const events = one.signal.events.map((event, place) => {
    const held = telling[one.holds[place] ?? -1]
    return held === undefined ? event : { ...event, event: held.part }
  })
  const signal = { ...one.signal, events }
  const part = parts.partOf(signal)
  const text = textOf(part)
  if (text === one.text) return false
  Object.assign(one, { signal, part, text })
  return true
}

function nothingOn({ openedMs: timeMs }: ClosedSignal): LogEvent {
  return { id: '', timeMs, tags: [], attributes: {} }
}

function textOf(part: LogEvent): string {
  return JSON.stringify(part)
}
