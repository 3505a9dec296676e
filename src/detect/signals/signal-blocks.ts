import type { JsonObject } from '../../json/json'
import type { CaseStatus } from '../../rule/case-status'
import type { BlockForm } from '../hits/sorted-runs'
import { type ClosedSignal, compareSignals } from './closed-signal'
import type { SignalState } from './signal-state'

const lineFeed = 0x0a

/** Signals as blocks that runs are made of: a JSON text a line. Of their events none is held. */
export const signalBlocks: BlockForm<ClosedSignal, Uint8Array> = {
  compare: compareSignals,
  blockOf: (signals) => Buffer.from(signals.map((signal) => `${JSON.stringify(written(signal))}\n`).join('')),
  itemsOf,
  bytesOf: ({ length }) => length,
  pack: (block) => block,
  unpack: (bytes) => bytes,
}

function* itemsOf(block: Uint8Array): Generator<ClosedSignal> {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.length)
  for (let from = 0; from < bytes.length; ) {
    const to = bytes.indexOf(lineFeed, from)
    yield readSignal(bytes.toString('utf8', from, to))
    from = to + 1
  }
}

/**
 * A signal without the names of its fields: they would be most of it. All times but the first are told from when it opened,
 * for small numbers are read several times as fast.
 */
type WrittenSignal = readonly [
  order: readonly [rule: number, order: number, atEnd: 0 | 1],
  state: WrittenState,
  events: readonly (readonly [id: string, afterMs: number, tiebreaker: number | null, ...place: number[]])[],
  steps: readonly (readonly [step: string, afterMs: number, events: readonly number[]])[],
  looks: readonly (readonly [active: readonly number[], afterMs: number, state: WrittenState, events: number])[],
]

type WrittenState = readonly [
  numbers: readonly number[],
  severity: CaseStatus,
  /** JSON has no other word for a position without a value. */
  values: readonly (string | null)[],
  matched: readonly number[],
  added: JsonObject,
]

type State = Omit<SignalState, 'rule'>

function written({ rule, order, atEnd, events, steps, looks, ...state }: ClosedSignal): WrittenSignal {
  const { openedMs } = state
  return [
    [rule, order, atEnd ? 1 : 0],
    writtenState(state),
    events.map(({ id, timeMs, tiebreaker = null, place: { file, offset, part } }) => [
      id,
      timeMs - openedMs,
      tiebreaker,
      file,
      offset,
      part,
    ]),
    steps.map((step) => [step.step, step.atMs - openedMs, step.events]),
    looks.map((look) => [look.active, look.atMs - openedMs, writtenState(look.state), look.events]),
  ]
}

function writtenState({ values, severity, matched, added, ...numbers }: State): WrittenState {
  const { openedMs, ordinal, caseIndex, firstSeenMs, lastSeenMs } = numbers
  return [
    [openedMs, ordinal, caseIndex, firstSeenMs - openedMs, lastSeenMs - openedMs],
    severity,
    values.map((value) => value ?? null),
    matched,
    added,
  ]
}

function readSignal(text: string): ClosedSignal {
  const whole: WrittenSignal = JSON.parse(text)
  const [[rule, order, atEnd], written, events, steps, looks] = whole
  const state = readState(written)
  const { openedMs } = state
  return {
    ...state,
    rule,
    order,
    atEnd: atEnd === 1,
    events: events.map(([id, afterMs, tiebreaker, file = 0, offset = 0, part = 0]) => ({
      id,
      timeMs: openedMs + afterMs,
      tiebreaker: tiebreaker ?? undefined,
      place: { file, offset, part },
    })),
    steps: steps.map(([step, afterMs, own]) => ({ step, atMs: openedMs + afterMs, events: own })),
    looks: looks.map(([active, afterMs, then, count]) => ({
      active,
      atMs: openedMs + afterMs,
      state: readState(then),
      events: count,
    })),
  }
}

function readState([numbers, severity, values, matched, added]: WrittenState): State {
  const [openedMs = 0, ordinal = 0, caseIndex = 0, first = 0, last = 0] = numbers
  return {
    openedMs,
    ordinal,
    caseIndex,
    firstSeenMs: openedMs + first,
    lastSeenMs: openedMs + last,
    severity,
    values: values.map((value) => value ?? undefined),
    matched,
    added,
  }
}
