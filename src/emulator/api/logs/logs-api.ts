import { randomBytes } from 'node:crypto'
import { recordsIn } from '../../../event/envelopes/envelopes'
import { readLog } from '../../../event/read-log'
import type { JsonObject } from '../../../json/json'
import { plainError, type Reply } from '../api-error'
import type { EmulatorRequest } from '../request'

const mostLogs = 100_000

/**
 * `POST /api/v2/logs`, as the log intake: one log or a list of them, and any shape that the evaluator reads (a raw
 * CloudTrail file too). All are taken or none.
 */
export function takeLogs({ body, store, nowMs }: EmulatorRequest): Reply {
  if (body === undefined) return plainError(400, 'Send one log or a list of logs')
  const records = recordsIn(body)
  for (const [index, record] of records.entries()) {
    const read = readLog(record, { defaultTimeMs: nowMs })
    if ('trouble' in read) return plainError(400, `Log ${index} ${read.trouble}`)
  }
  const before = store.read().all('logs').length
  if (before + records.length > mostLogs) {
    return plainError(413, `The emulator keeps at most ${mostLogs} logs`)
  }
  store.commit(
    records.map((log, index) => {
      const id = newLogId(nowMs, before + index)
      return { collection: 'logs', id, value: { id, receivedMs: nowMs, log: log as JsonObject } }
    }),
  )
  return { status: 202, body: {} }
}

/** An id of the tenant's own. Of logs of one time the one that came first has the lesser id, as in recorded signals. */
function newLogId(nowMs: number, place: number): string {
  const order = Buffer.alloc(12)
  order.writeUIntBE(nowMs, 0, 6)
  order.writeUIntBE(place, 6, 6)
  return `AQ${order.toString('hex')}${randomBytes(6).toString('hex')}`
}
