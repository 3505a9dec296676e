import { parentPort, type TransferListItem, workerData } from 'node:worker_threads'
import { shareGlanceModule } from '../glance/glance-module'
import { type PassFile, PassWork, type TellNews } from './pass-work'
import type { ThreadStart } from './thread-lane'

// A thread of its own, started by `startThreadLane`.

/** So many messages may wait to be taken. */
const mostUntaken = 4
/** While so many records wait that were handed over, more of them are read in here. */
const mostUntakenRecords = 256

const { untaken, programs, ...task }: ThreadStart = workerData
shareGlanceModule(programs)
const gauge = new Int32Array(untaken)
const tell: TellNews = (news, transferred) => {
  Atomics.add(gauge, 0, 1)
  if (news.kind === 'records') Atomics.add(gauge, 1, news.records.length)
  parentPort?.postMessage(news, transferred as readonly TransferListItem[])
  for (let waiting = Atomics.load(gauge, 0); waiting > mostUntaken; waiting = Atomics.load(gauge, 0)) {
    Atomics.wait(gauge, 0, waiting)
  }
}
const work = new PassWork(task, tell, () => Atomics.load(gauge, 1) < mostUntakenRecords)
let last = Promise.resolve()
parentPort?.on('message', (file: PassFile) => {
  // What goes wrong in here is not told as a trouble of a file: it ends the thread, and the run.
  last = last.then(() => work.read(file))
})
