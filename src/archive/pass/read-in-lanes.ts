import type { SelectedLogs } from '../../detect/hits/hit-selection'
import { WorldError } from '../../diagnostic/world-error'
import type { LaneNews, LaneTask, PassFile, PlacedEvent } from './pass-work'
import type { SentRecords } from './sent-records'

/** A thread that reads files, or what stands for one. */
export interface Lane {
  readonly send: (file: PassFile) => void
  readonly close: () => void
}

export interface LaneEvents {
  readonly onNews: (news: LaneNews) => void
  /** The lane is lost. */
  readonly onError: (error: unknown) => void
}

export type StartLane = (task: LaneTask, events: LaneEvents) => Lane

interface LanesReading {
  readonly task: LaneTask
  readonly lanes: number
  readonly startLane: StartLane
  /** In the order in which they are handed out; their own `order` says which comes first. */
  readonly files: readonly PassFile[]
  readonly abort: AbortSignal | undefined
  readonly onSelected: (selected: SelectedLogs, events: readonly PlacedEvent[]) => void
  readonly onFar: (news: Extract<LaneNews, { kind: 'far' }>) => void
  /** Records of a file that is not read to its end yet. */
  readonly onRecords: (order: number, records: SentRecords) => void
  readonly onRead: (news: Extract<LaneNews, { kind: 'read' }>) => void
  /** A file ends the run; those behind it are left out, those before it are read to their ends. */
  readonly onRefused: (order: number, error: WorldError) => void
}

/** So many files a lane knows of, so that it need not wait for the next one. */
const filesAhead = 2

/** Reads files in several lanes; what is told comes in any order. Rejects where a lane is lost, resolves on `abort`. */
export function readInLanes(reading: LanesReading): Promise<void> {
  const { task, files, startLane, abort, onSelected, onFar, onRecords, onRead, onRefused } = reading
  const waiting = [...files]
  const underWay = new Set<number>()
  const lanes: Lane[] = []
  let firstRefused = Infinity
  return new Promise<void>((resolve, reject) => {
    const end = (error?: unknown): void => {
      abort?.removeEventListener('abort', stop)
      for (const lane of lanes) lane.close()
      if (error === undefined) resolve()
      else reject(error)
    }
    const stop = (): void => end()
    const hand = (lane: Lane): void => {
      const at = waiting.findIndex(({ order }) => order < firstRefused)
      const [next] = at === -1 ? [] : waiting.splice(at, 1)
      if (next === undefined) return
      underWay.add(next.order)
      lane.send(next)
    }
    const endIfRead = (): void => {
      const isLeft = (order: number): boolean => order < firstRefused
      if (![...underWay].some(isLeft) && !waiting.some(({ order }) => isLeft(order))) end()
    }
    const start = (): Lane => {
      const lane = startLane(task, {
        onError: end,
        onNews: (news) => {
          if (news.kind === 'selected') {
            onSelected(news.selected, news.events)
            return
          }
          if (news.kind === 'far') {
            onFar(news)
            return
          }
          if (news.kind === 'records') {
            onRecords(news.order, news.records)
            return
          }
          if (news.kind === 'read' && news.records !== undefined) onRecords(news.order, news.records)
          underWay.delete(news.order)
          if (news.kind === 'read') onRead(news)
          else {
            firstRefused = Math.min(firstRefused, news.order)
            onRefused(news.order, new WorldError('bad-input', news.message, news.help))
          }
          hand(lane)
          endIfRead()
        },
      })
      return lane
    }
    if (abort?.aborted) {
      resolve()
      return
    }
    abort?.addEventListener('abort', stop)
    for (let count = Math.min(reading.lanes, files.length); count > 0; count -= 1) lanes.push(start())
    for (let ahead = 0; ahead < filesAhead; ahead += 1) for (const lane of lanes) hand(lane)
  })
}
