import { randomUUID } from 'node:crypto'
import { recordsIn } from '../../event/envelopes/envelopes'
import { readLog } from '../../event/read-log'
import type { JsonObject } from '../../json/json'
import { plainError, type Reply } from './api-error'
import type { EmulatorRequest } from './request'

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
  if (store.read().all('logs').length + records.length > mostLogs) {
    return plainError(413, `The emulator keeps at most ${mostLogs} logs`)
  }
  store.commit(
    records.map((log) => {
      const id = randomUUID()
      return { collection: 'logs', id, value: { id, receivedMs: nowMs, log: log as JsonObject } }
    }),
  )
  return { status: 202, body: {} }
}
