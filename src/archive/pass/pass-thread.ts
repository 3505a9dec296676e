import { parentPort, type TransferListItem, workerData } from 'node:worker_threads'
import { shareGlanceModule } from '../glance/glance-module'
import { type PassFile, PassWork } from './pass-work'
import type { ThreadStart } from './thread-lane'

// A thread of its own, started by `startThreadLane`.

/** So many messages may wait to be taken. */
const mostUntaken = 4

const { untaken, programs, ...task }: ThreadStart = workerData
shareGlanceModule(programs)
const gauge = new Int32Array(untaken)
const work = new PassWork(task, (news, transferred) => {
  Atomics.add(gauge, 0, 1)
  parentPort?.postMessage(news, transferred as readonly TransferListItem[])
  for (let waiting = Atomics.load(gauge, 0); waiting > mostUntaken; waiting = Atomics.load(gauge, 0)) {
    Atomics.wait(gauge, 0, waiting)
  }
})
let last = Promise.resolve()
parentPort?.on('message', (file: PassFile) => {
  // What goes wrong in here is not told as a trouble of a file: it ends the thread, and the run.
  last = last.then(() => work.read(file))
})
