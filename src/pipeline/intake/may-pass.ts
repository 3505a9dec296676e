import { profiles } from '../../event/known-profiles'
import { sourcesAskedBy } from '../../query/sources-asked'
import type { Pipeline } from '../pipeline'

/** What JSON writes as it is, so that a source of such signs stands in a raw log that names it. */
const plain = /^[A-Za-z0-9._-]+$/

/**
 * A test on the raw text of a log: false only if the log surely passes none of the pipelines. A log is of a source
 * because its text names it, because something outside of the log says so, or because its record is recognised, which no
 * text shows.
 */
export function mayPassOne(pipelines: readonly Pipeline[]): (text: string, source?: string) => boolean {
  const asked = pipelines.map(({ filter }) => sourcesAskedBy(filter))
  const sources = new Set(asked.flatMap((each) => each ?? []))
  const isAny = asked.some((each) => each === undefined || each.some((one) => !plain.test(one) || isRecognised(one)))
  if (isAny) return () => true
  // Tags are read in lower case, so their text may have capitals.
  const named = new RegExp([...sources].map((one) => one.replaceAll('.', '\\.')).join('|'), 'i')
  return (text, source) => (source !== undefined && sources.has(source)) || named.test(text) || text.includes('\\u')
}

/** Whether records of a source are told by what they hold. */
function isRecognised(source: string): boolean {
  return profiles.some(({ source: own, otherSources = [] }) =>
    [own, ...otherSources].some((each) =>
      each.endsWith('*') ? source.startsWith(each.slice(0, -1)) : source === each,
    ),
  )
}
