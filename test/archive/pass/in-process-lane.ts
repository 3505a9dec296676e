import { type LaneNews, PassWork } from '../../../src/archive/pass/pass-work'
import type { StartLane } from '../../../src/archive/pass/read-in-lanes'
import { compileFrom } from '../../../src/detect/compile-rules'

/** What stands for a thread: the same work, on copies of all that would be sent, with tiny batches. */
export function laneInProcess({
  mostRows,
  mostEvents,
  mayHandOver,
}: {
  readonly mostRows: number
  readonly mostEvents: number
  readonly mayHandOver?: () => boolean
}): StartLane {
  return ({ rules, ...task }, { onNews, onError }) => {
    let isOpen = true
    const tell = (news: LaneNews): void => {
      const sent = structuredClone(news)
      setImmediate(() => isOpen && onNews(sent))
    }
    const work = new PassWork(
      compileFrom(structuredClone(rules)),
      structuredClone({ ...task, mostRows, mostEvents }),
      tell,
      mayHandOver,
    )
    let last = Promise.resolve()
    return {
      send: (file) => {
        last = last.then(() => (isOpen ? work.read(structuredClone(file)) : undefined))
        last.catch(onError)
      },
      close: () => {
        isOpen = false
      },
    }
  }
}
