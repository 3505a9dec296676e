import type { LogFile } from '../../archive/log-files'
import { readRawLogs } from '../../archive/read-raw-logs'
import { readLog } from '../../event/read-log'
import type { JsonObject } from '../../json/json'
import type { FetchedLog } from '../../sampling/anonymise/anonymise-logs'
import type { Stretch } from './kept-search'

/** The fetched logs of a stretch, each once, in the order of time. */
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
      onTrouble: () => {},
    })
  }
  return [...found.values()].sort((a, b) => a.event.timeMs - b.event.timeMs)
}
