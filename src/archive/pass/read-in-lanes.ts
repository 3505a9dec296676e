import type { SelectedLogs } from '../../detect/hits/hit-selection'
import { WorldError } from '../../diagnostic/world-error'
import type { LaneNews, LaneTask, PassFile } from './pass-work'

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

export interface LanesReading {
  readonly task: LaneTask
  readonly lanes: number
  readonly startLane: StartLane
  /** In the order in which they are handed out; `number` says which comes first. */
  readonly files: readonly PassFile[]
  readonly onSelected: (selected: SelectedLogs) => void
  readonly onRead: (news: Extract<LaneNews, { kind: 'read' }>) => void
}

/** So many files a lane knows of, so that it need not wait for the next one. */
const filesAhead = 2

/**
 * Reads files in several lanes. What is told comes in any order; with `isStrict`, what ends the run is the first trouble
 * in the order of files all the same.
 */
export function readInLanes(reading: LanesReading): Promise<void> {
  const { task, files, startLane, onSelected, onRead } = reading
  const waiting = [...files]
  const underWay = new Set<number>()
  const lanes: Lane[] = []
  let refused: Extract<LaneNews, { kind: 'refused' }> | undefined
  return new Promise<void>((resolve, reject) => {
    const end = (error?: unknown): void => {
      for (const lane of lanes) lane.close()
      if (error === undefined) resolve()
      else reject(error)
    }
    const isWanted = ({ number }: Pick<PassFile, 'number'>): boolean => refused === undefined || number < refused.number
    const hand = (lane: Lane): void => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        if (!isWanted(next)) continue
        underWay.add(next.number)
        lane.send(next)
        return
      }
    }
    const endIfRead = (): void => {
      if ([...underWay].some((number) => isWanted({ number })) || waiting.some(isWanted)) return
      end(refused && new WorldError('bad-input', refused.message, refused.help))
    }
    const start = (): Lane => {
      const lane = startLane(task, {
        onError: end,
        onNews: (news) => {
          if (news.kind === 'selected') {
            onSelected(news.selected)
            return
          }
          underWay.delete(news.number)
          if (news.kind === 'read') onRead(news)
          else if (isWanted(news)) refused = news
          hand(lane)
          endIfRead()
        },
      })
      return lane
    }
    for (let count = Math.min(reading.lanes, files.length); count > 0; count -= 1) lanes.push(start())
    for (let ahead = 0; ahead < filesAhead; ahead += 1) for (const lane of lanes) hand(lane)
    endIfRead()
  })
}
