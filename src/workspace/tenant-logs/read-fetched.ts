import type { LogFile } from '../../archive/log-files'
import { type LogTrouble, placeOf } from '../../archive/log-trouble'
import { readRawLogs } from '../../archive/read-raw-logs'
import { WorldError } from '../../diagnostic/world-error'
import { readLog } from '../../event/read-log'
import type { JsonObject } from '../../json/json'
import type { FetchedLog } from '../../sampling/anonymise/anonymise-logs'
import type { Stretch } from './kept-search'

/** The fetched logs of a stretch, each once, in the order of time. Throws a WorldError where a file cannot be read whole. */
export async function readFetched(
  files: readonly LogFile[],
  { fromMs, toMs }: Stretch,
): Promise<readonly FetchedLog[]> {
  const found = new Map<string, FetchedLog>()
  for (const file of files) {
    await readRawLogs(file, {
      onLog: (raw) => {
        const read = readLog(raw)
        if ('trouble' in read) return read
        const { event } = read
        if (event.timeMs >= fromMs && event.timeMs <= toMs) found.set(event.id, { raw: raw as JsonObject, event })
        return undefined
      },
      onTrouble: (trouble) => {
        // What has no time is of no stretch; whatever else cannot be read would pass for logs that are not there.
        if (trouble.code !== 'L003') throw unreadable(trouble)
      },
    })
  }
  return [...found.values()].sort((a, b) => a.event.timeMs - b.event.timeMs)
}

function unreadable(trouble: LogTrouble): WorldError {
  const help = `Remove ${trouble.file}, if it is there, and run it again; its logs are fetched anew.`
  return new WorldError('read-failed', `${placeOf(trouble)}: ${trouble.message}`, help)
}
