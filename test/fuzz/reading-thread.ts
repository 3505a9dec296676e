import { parentPort, workerData } from 'node:worker_threads'
import { WorkCounter } from './count-work'
import { growthOf, steadyGrowth } from './growth'
import { mutatedText } from './mutate'
import { checkMistakes, type Reader, withMore } from './reader'

/** What a thread is asked. */
export type Asked = { readonly reader: string } & (
  | { readonly kind: 'batch'; readonly seed: string; readonly from: number; readonly count: number }
  | { readonly kind: 'try'; readonly text: string }
  | { readonly kind: 'growth'; readonly seed: string; readonly from: number; readonly count: number }
)

/** A text that breaks a promise, and how: failures with one sign are one fault. */
export interface Failure {
  readonly text: string
  readonly sign: string
  readonly told: string
}

export interface Answered {
  readonly failures: readonly (Failure & { readonly input: number })[]
  /** The steepest growth that was met, as a ratio of the work of twice a text. */
  readonly steepest: number
}

interface GivenToThread {
  /** Which input is read now, so that others know it if this thread never says another word. */
  readonly at: Int32Array
  readonly counts: boolean
}

/** Reads in a thread what it is asked to, until it is ended. */
export function serve(): void {
  const { at, counts } = workerData as GivenToThread
  const counter = new WorkCounter()
  // Before anything is loaded: it sees functions that nobody has called.
  if (counts) counter.start()
  const { readers } = require('./readers') as typeof import('./readers')
  parentPort?.on('message', (asked: Asked) => {
    const reader = readers[asked.reader]
    if (reader === undefined) throw new Error(`there is no reader ${asked.reader}`)
    void answer(withMore(reader), asked, at, counter).then((answered) => parentPort?.postMessage(answered))
  })
  parentPort?.postMessage('ready')
}

/** What a reader makes of what is asked. `at` is told which input is read, and that another one is. */
export async function answer(reader: Reader, asked: Asked, at: Int32Array, counter: WorkCounter): Promise<Answered> {
  if (asked.kind === 'try') {
    const failure = await failureOf(reader, asked.text)
    return { failures: failure ? [{ ...failure, input: -1 }] : [], steepest: 0 }
  }
  const failures: (Failure & { input: number })[] = []
  let steepest = 0
  for (let input = asked.from; input < asked.from + asked.count; input += 1) {
    Atomics.store(at, 0, input)
    Atomics.add(at, 1, 1)
    if (asked.kind === 'growth') {
      const { ratio, place, text } = await growthOf(reader, `${asked.seed}/${input}`, counter)
      steepest = Math.max(steepest, ratio)
      if (ratio > steadyGrowth)
        failures.push({
          input,
          text,
          sign: `slow: ${place}`,
          told: `${place} ran ${ratio.toFixed(1)} times as often for twice the text`,
        })
      continue
    }
    const failure = await failureOf(reader, mutatedText(reader, `${asked.seed}/${input}`))
    if (failure) failures.push({ ...failure, input })
  }
  return { failures, steepest }
}

const ownNames = Object.getOwnPropertyNames(Object.prototype).length

async function failureOf(reader: Reader, text: string): Promise<Failure | undefined> {
  try {
    checkMistakes(text, await reader.read(text))
    if (Object.getOwnPropertyNames(Object.prototype).length !== ownNames)
      throw new Error('it wrote to Object.prototype')
    return undefined
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? error.message) : `threw ${String(error)}`
    return { text, sign: signOf(told), told }
  }
}

/** The kind of an error and where it was thrown, without what differs from text to text. */
function signOf(told: string): string {
  const [message = ''] = told.split('\n')
  const own = /^\s+at (?!.*node_modules).*[/\\]src[/\\]|^\s+at .*node_modules[/\\](?:yaml|mmdb-lib|csv-parse)[/\\]/
  const frame = told.split('\n').find((line) => own.test(line)) ?? ''
  return `${message.replace(/\d+/g, 'N').slice(0, 60)} ${/[^/\\(]+:\d+/.exec(frame)?.[0] ?? ''}`
}
