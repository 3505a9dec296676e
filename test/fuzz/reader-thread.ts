import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { growingText } from './growth'
import { mutatedText } from './mutate'
import { withMore } from './reader'
import { readers } from './readers'
import type { Answered, Asked, Failure } from './reading-thread'

export interface Outcome extends Answered {
  /** How many of the inputs were read. */
  readonly done: number
}

/** Processor time of this process that one input may take: far beyond what any takes on any machine. */
const cpuLimitMs = 20_000
/** What waits for something that never comes takes none. */
const wallLimitMs = 180_000
const mostMegabytes = 1500

/** Who reads what it is asked to. */
export interface Asks {
  /** What has to be loaded is loaded now, and takes nobody's share of the time. */
  begin(): Promise<void>
  ask(asked: Asked, cpuMs?: number): Promise<Outcome>
  end(): Promise<void>
}

/** A thread that reads. One that hangs or dies is a failure of the input at hand, and another takes its place. */
export class ReaderThread implements Asks {
  private worker: Worker | undefined
  /** The input at hand, and how many there have been. */
  private readonly at = new Int32Array(new SharedArrayBuffer(8))

  constructor(private readonly counts: boolean) {}

  async begin(): Promise<void> {
    await this.started()
  }

  async ask(asked: Asked, cpuMs = cpuLimitMs): Promise<Outcome> {
    const worker = await this.started()
    const from = 'from' in asked ? asked.from : -1
    Atomics.store(this.at, 0, from)
    const answer = await this.answerOf(worker, asked, cpuMs)
    if ('failures' in answer) return { ...answer, done: 'count' in asked ? asked.count : 1 }
    const input = Atomics.load(this.at, 0)
    await this.end()
    const failure = { ...answer, input, text: this.textOf(asked, input) }
    return { failures: [failure], steepest: 0, done: input - from + 1 }
  }

  private async answerOf(worker: Worker, asked: Asked, cpuMs: number): Promise<Answered | Omit<Failure, 'text'>> {
    const ended = new AbortController()
    const told = <T>(event: string): Promise<[T]> => once(worker, event, { signal: ended.signal }) as Promise<[T]>
    try {
      worker.postMessage(asked)
      return await Promise.race([
        told<Answered>('message').then(
          ([answered]) => answered,
          (error: Error) => ({
            sign: `died: ${error.message.replace(/\d+/g, 'N').slice(0, 60)}`,
            told: error.stack ?? '',
          }),
        ),
        told('exit').then(() => ({ sign: 'died', told: 'the thread ended' })),
        this.hang(cpuMs, ended.signal),
      ])
    } finally {
      ended.abort()
    }
  }

  async end(): Promise<void> {
    const { worker } = this
    this.worker = undefined
    worker?.on('error', () => {})
    await worker?.terminate()
  }

  /** What it loads first is no work of any input. */
  private async started(): Promise<Worker> {
    if (this.worker) return this.worker
    const worker = new Worker(join(__dirname, 'run.cjs'), {
      workerData: { at: this.at, counts: this.counts },
      resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    })
    await once(worker, 'message')
    this.worker = worker
    return worker
  }

  /** Answers once the input at hand has been there for too long. */
  private async hang(cpuMs: number, signal: AbortSignal): Promise<Omit<Failure, 'text'>> {
    let seen = Atomics.load(this.at, 1)
    let since = { cpuMs: cpuNow(), wallMs: Date.now() }
    while (!signal.aborted) {
      await setTimeout(100)
      const now = Atomics.load(this.at, 1)
      if (now !== seen) {
        seen = now
        since = { cpuMs: cpuNow(), wallMs: Date.now() }
      } else if (cpuNow() - since.cpuMs > cpuMs) {
        return { sign: 'hang', told: `it takes more than ${cpuMs / 1000} s of processor time` }
      } else if (Date.now() - since.wallMs > wallLimitMs) return { sign: 'wait', told: 'it waits and does not end' }
    }
    return { sign: '', told: '' }
  }

  private textOf(asked: Asked, input: number): string {
    const found = readers[asked.reader]
    if (asked.kind === 'try') return asked.text
    if (found === undefined) return ''
    const reader = withMore(found)
    const seed = `${asked.seed}/${input}`
    return asked.kind === 'growth' ? growingText(reader, seed)(10_000) : mutatedText(reader, seed)
  }
}

/** Of all threads of this process; only one works. */
function cpuNow(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
