import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { RulesSource } from '../../detect/compile-rules'
import type { LaneNews, LaneTask, PassFile } from './pass-work'
import type { Lane, LaneEvents, StartLane } from './read-in-lanes'
import { recordsWith } from './sent-records'

/** What a thread is opened with. */
export interface ThreadStart {
  /** How many messages of the thread nobody has taken yet, and how many records nobody has read that it handed over. */
  readonly untaken: SharedArrayBuffer
}

/** What a thread is told: first the rules, then the task, then files. */
export type ThreadMessage =
  | { readonly rules: RulesSource }
  | { readonly task: Omit<LaneTask, 'rules'> }
  | { readonly file: PassFile }

/** What is new in a thread lives for one log: a third of the usual room for it costs no time, and each thread has its own. */
const maxYoungGenerationSizeMb = 16

/** Starts a thread that reads files. It waits while too much of what it told is not taken yet. */
export const startThreadLane: StartLane = (task, events) => openThread().start(task, events)

/** Threads that load their code while it is not known yet what they are to do. */
export interface ReadyThreads {
  /** Has them compile the rules before the task is known. A task with other rules is done by those that it names. */
  readonly prepare: (rules: RulesSource) => void
  readonly startLane: StartLane
  /** Ends those that nobody started. */
  readonly close: () => void
}

export function readyThreads(count: number): ReadyThreads {
  const waiting = Array.from({ length: count }, openThread)
  return {
    prepare: (rules) => {
      for (const thread of waiting) thread.prepare(rules)
    },
    startLane: (task, events) => (waiting.shift() ?? openThread()).start(task, events),
    close: () => {
      for (const thread of waiting.splice(0)) thread.close()
    },
  }
}

interface OpenThread {
  readonly prepare: (rules: RulesSource) => void
  readonly start: (task: LaneTask, events: LaneEvents) => Lane
  readonly close: () => void
}

function openThread(): OpenThread {
  const untaken = new SharedArrayBuffer(8)
  const gauge = new Int32Array(untaken)
  const start: ThreadStart = { untaken }
  const worker = new Worker(join(__dirname, 'start-thread.js'), {
    workerData: start,
    stdin: false,
    resourceLimits: { maxYoungGenerationSizeMb },
  })
  let lost: { readonly error: unknown } | undefined
  let events: LaneEvents | undefined
  worker.on('error', (error) => {
    lost = { error }
    events?.onError(error)
  })
  worker.on('message', (news: LaneNews) => {
    Atomics.sub(gauge, 0, 1)
    Atomics.notify(gauge, 0)
    events?.onNews(news)
    Atomics.sub(gauge, 1, recordsWith(news))
  })
  const send = (message: ThreadMessage): void => worker.postMessage(message)
  const close = (): void => {
    events = undefined
    void worker.terminate()
  }
  let prepared: RulesSource | undefined
  const prepare = (rules: RulesSource): void => {
    prepared = rules
    send({ rules })
  }
  return {
    prepare,
    start: ({ rules, ...task }, told) => {
      events = told
      if (lost !== undefined) {
        const { error } = lost
        setImmediate(() => events?.onError(error))
      }
      if (prepared !== rules) prepare(rules)
      send({ task })
      return { send: (file) => send({ file }), close }
    },
    close,
  }
}
