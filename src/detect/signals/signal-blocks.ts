import type { JsonObject } from '../../json/json'
import { caseStatuses } from '../../rule/case-status'
import type { BlockForm } from '../hits/sorted-runs'
import { type ClosedSignal, closedWith, compareSignals } from './closed-signal'
import type { SignalState, SuppressionLook } from './signal-state'

/**
 * Signals as blocks that runs are made of: their numbers one after another, then their texts. Of their events none is
 * held. As JSON, each would cost several times as much to read.
 */
export const signalBlocks: BlockForm<ClosedSignal, Uint8Array> = {
  compare: compareSignals,
  blockOf: (signals) => {
    const writer = new BlockWriter()
    for (const signal of signals) writer.signal(signal)
    return writer.bytes()
  },
  itemsOf: (block) => new BlockReader(block).signals(),
  bytesOf: ({ length }) => length,
  pack: (block) => block,
  unpack: (bytes) => bytes,
}

/** Stands for a value that is not there. */
const none = -1

/** Numbers, texts, and signs of texts; then whether a sign takes two bytes. */
const headLength = 4

class BlockWriter {
  private readonly numbers: number[] = []
  private readonly texts: string[] = []
  private readonly known = new Map<string, number>()

  signal(signal: ClosedSignal): void {
    const { rule, order, atEnd, events, steps, looks } = signal
    this.numbers.push(rule, order, atEnd ? 1 : 0)
    this.state(signal)
    this.numbers.push(events.length)
    for (const { id, timeMs, tiebreaker = Number.NaN, place } of events) {
      this.numbers.push(this.texts.push(id) - 1, timeMs, tiebreaker, place.file, place.offset, place.part)
    }
    this.numbers.push(steps.length)
    for (const step of steps) {
      this.numbers.push(this.textAt(step.step), step.atMs)
      this.list(step.events)
    }
    this.numbers.push(looks.length)
    for (const look of looks) {
      this.numbers.push(look.isAsked ? 1 : 0, look.atMs, look.events)
      this.state(look.state)
    }
  }

  bytes(): Uint8Array {
    const { numbers, texts } = this
    const text = texts.join('')
    // Halves of pairs have to come back as they are: UTF-8 has none.
    const isWide = /[^\0-\xff]/.test(text)
    const endsFrom = headLength * 4 + numbers.length * 8
    const textFrom = endsFrom + texts.length * 4
    const bytes = new Uint8Array(textFrom + text.length * (isWide ? 2 : 1))
    new Uint32Array(bytes.buffer, 0, headLength).set([numbers.length, texts.length, text.length, isWide ? 1 : 0])
    new Float64Array(bytes.buffer, headLength * 4, numbers.length).set(numbers)
    let end = 0
    const ends = new Uint32Array(bytes.buffer, endsFrom, texts.length)
    for (const [index, { length }] of texts.entries()) {
      end += length
      ends[index] = end
    }
    Buffer.from(bytes.buffer).write(text, textFrom, encodingOf(isWide))
    return bytes
  }

  private state({
    openedMs,
    ordinal,
    caseIndex,
    firstSeenMs,
    lastSeenMs,
    severity,
    values,
    matched,
    added,
  }: SignalState): void {
    this.numbers.push(openedMs, ordinal, caseIndex, firstSeenMs, lastSeenMs, caseStatuses.indexOf(severity))
    this.list(values.map((value) => (value === undefined ? none : this.textAt(value))))
    this.list(matched)
    this.numbers.push(Object.keys(added).length === 0 ? none : this.textAt(JSON.stringify(added)))
  }

  private list(numbers: readonly number[]): void {
    this.numbers.push(numbers.length)
    for (const number of numbers) this.numbers.push(number)
  }

  /** The position of a text that several signals may have. */
  private textAt(text: string): number {
    const at = this.known.get(text) ?? this.texts.push(text) - 1
    this.known.set(text, at)
    return at
  }
}

class BlockReader {
  private readonly numbers: Float64Array
  private readonly ends: Uint32Array
  private readonly text: Buffer
  private readonly isWide: boolean
  private readonly known: (string | undefined)[]
  private at = 0

  constructor({ buffer, byteOffset }: Uint8Array) {
    const [numbers = 0, texts = 0, signs = 0, isWide = 0] = new Uint32Array(buffer, byteOffset, headLength)
    const endsFrom = byteOffset + headLength * 4 + numbers * 8
    this.numbers = new Float64Array(buffer, byteOffset + headLength * 4, numbers)
    this.ends = new Uint32Array(buffer, endsFrom, texts)
    this.known = new Array<string | undefined>(texts)
    this.isWide = isWide === 1
    this.text = Buffer.from(buffer, endsFrom + texts * 4, signs * (isWide + 1))
  }

  *signals(): Generator<ClosedSignal> {
    while (this.at < this.numbers.length) yield this.signal()
  }

  private signal(): ClosedSignal {
    const rule = this.next()
    const order = this.next()
    const atEnd = this.next() === 1
    const state = this.state()
    const events: ClosedSignal['events'][number][] = []
    for (let left = this.next(); left > 0; left -= 1) {
      const id = this.textOf(this.next())
      const timeMs = this.next()
      const tiebreaker = this.next()
      events.push({
        id,
        timeMs,
        tiebreaker: Number.isNaN(tiebreaker) ? undefined : tiebreaker,
        place: { file: this.next(), offset: this.next(), part: this.next() },
      })
    }
    const steps: ClosedSignal['steps'][number][] = []
    for (let left = this.next(); left > 0; left -= 1) {
      steps.push({ step: this.knownText(this.next()), atMs: this.next(), events: this.list() })
    }
    const looks: SuppressionLook[] = []
    for (let left = this.next(); left > 0; left -= 1) {
      looks.push({ isAsked: this.next() === 1, atMs: this.next(), events: this.next(), state: this.state() })
    }
    return closedWith(state, { rule, order, events, steps, looks, atEnd })
  }

  private state(): SignalState {
    return {
      openedMs: this.next(),
      ordinal: this.next(),
      caseIndex: this.next(),
      firstSeenMs: this.next(),
      lastSeenMs: this.next(),
      severity: caseStatuses[this.next()] ?? 'info',
      values: this.list().map((at) => (at === none ? undefined : this.knownText(at))),
      matched: this.list(),
      added: this.added(this.next()),
    }
  }

  private added(at: number): JsonObject {
    return at === none ? {} : JSON.parse(this.textOf(at))
  }

  private list(): readonly number[] {
    const numbers: number[] = []
    for (let left = this.next(); left > 0; left -= 1) numbers.push(this.next())
    return numbers
  }

  private next(): number {
    const number = this.numbers[this.at] ?? 0
    this.at += 1
    return number
  }

  private knownText(at: number): string {
    const text = this.known[at] ?? this.textOf(at)
    this.known[at] = text
    return text
  }

  private textOf(at: number): string {
    const width = this.isWide ? 2 : 1
    return this.text.toString(encodingOf(this.isWide), (this.ends[at - 1] ?? 0) * width, (this.ends[at] ?? 0) * width)
  }
}

function encodingOf(isWide: boolean): BufferEncoding {
  return isWide ? 'utf16le' : 'latin1'
}
