import { parentPort, type TransferListItem, workerData } from 'node:worker_threads'
import { type CompiledRules, compileFrom } from '../../detect/compile-rules'
import { glanceModule } from '../glance/programs/glance-module'
import { PassWork, type TellNews } from './pass-work'
import { recordsWith } from './sent-records'
import type { ThreadMessage, ThreadStart } from './thread-lane'

// A thread of its own, opened by `thread-lane.ts`.

/** So many messages may wait to be taken. */
const mostUntaken = 4
/** While so many records wait that were handed over, more of them are read in here. */
const mostUntakenRecords = 256

const { untaken }: ThreadStart = workerData
const gauge = new Int32Array(untaken)
const tell: TellNews = (news, transferred) => {
  Atomics.add(gauge, 0, 1)
  Atomics.add(gauge, 1, recordsWith(news))
  parentPort?.postMessage(news, transferred as readonly TransferListItem[])
  for (let waiting = Atomics.load(gauge, 0); waiting > mostUntaken; waiting = Atomics.load(gauge, 0)) {
    Atomics.wait(gauge, 0, waiting)
  }
}
let rules: CompiledRules | undefined
let work: PassWork | undefined
let last = Promise.resolve()
parentPort?.on('message', (message: ThreadMessage) => {
  if ('rules' in message) {
    rules = compileFrom(message.rules)
    return
  }
  if ('task' in message) {
    work = rules && new PassWork(rules, message.task, tell, () => Atomics.load(gauge, 1) < mostUntakenRecords)
    return
  }
  // What goes wrong in here is not told as a trouble of a file: it ends the thread, and the run.
  last = last.then(() => work?.read(message.file))
})
// Made before anything is asked.
glanceModule()
