import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { glanceModule } from '../glance/glance-module'
import type { LaneNews, LaneTask } from './pass-work'
import type { Lane, LaneEvents } from './read-in-lanes'

/** What a thread is started with. */
export interface ThreadStart extends LaneTask {
  /** How many messages of the thread nobody has taken yet, and how many records nobody has read that it handed over. */
  readonly untaken: SharedArrayBuffer
  /** The programs that look at records, compiled. */
  readonly programs: object
}

/** What is new in a thread lives for one log: a third of the usual room for it costs no time, and each thread has its own. */
const maxYoungGenerationSizeMb = 16

/** Starts a thread that reads files. It waits while too much of what it told is not taken yet. */
export function startThreadLane(task: LaneTask, { onNews, onError }: LaneEvents): Lane {
  const untaken = new SharedArrayBuffer(8)
  const gauge = new Int32Array(untaken)
  const start: ThreadStart = { ...task, untaken, programs: glanceModule() }
  const worker = new Worker(join(__dirname, 'pass-thread.js'), {
    workerData: start,
    stdin: false,
    resourceLimits: { maxYoungGenerationSizeMb },
  })
  let isOpen = true
  worker.on('error', (error) => isOpen && onError(error))
  worker.on('message', (news: LaneNews) => {
    Atomics.sub(gauge, 0, 1)
    Atomics.notify(gauge, 0)
    if (isOpen) onNews(news)
    if (news.kind === 'records') Atomics.sub(gauge, 1, news.records.length)
  })
  return {
    send: (file) => worker.postMessage(file),
    close: () => {
      isOpen = false
      void worker.terminate()
    },
  }
}
