import { compilePath } from '../../event/attribute-path'
import type { LogEvent } from '../../event/log-event'
import type { RuleQuery } from '../../rule/rule'
import { compileTuples } from '../group-key'
import type { Reading } from '../hits/hit'
import type { RuleNotes } from '../rule-notes'
import { CardinalityWindow, CountWindow, MaxWindow, type SlidingWindow, SumWindow } from './sliding-window'

/** What a query's aggregation reads of its events, and an empty window for it. */
export interface Aggregation {
  /** Absent where it counts events alone. */
  readonly read?: (event: LogEvent) => Reading | undefined
  readonly newWindow: () => SlidingWindow
  /** The greatest value that a window can have which so many events came into. */
  readonly mostOf: (events: number) => number
}

/** One event can have many values to be told apart, or any number to be added. */
function anyOf(events: number): number {
  return events === 0 ? 0 : Number.POSITIVE_INFINITY
}

function countOf(events: number): number {
  return events
}

/** Works out which window a query's aggregation needs. */
export function aggregationOf(query: RuleQuery, index: number, notes: RuleNotes): Aggregation {
  const aggregation = query.aggregation ?? 'count'
  const path = ['queries', index]
  switch (aggregation) {
    case 'count':
    case 'event_count':
      return { newWindow: () => new CountWindow(), mostOf: countOf }
    case 'cardinality': {
      const fields = query.distinctFields ?? []
      if (fields.length === 0) notes.mistake('R208', path, 'cardinality needs distinctFields: the values to count')
      return { read: compileTexts(fields), newWindow: () => new CardinalityWindow(index), mostOf: anyOf }
    }
    case 'sum':
    case 'max': {
      const [metric] = metricsOf(query)
      if (metric === undefined) notes.mistake('R208', path, `${aggregation} needs a metric: the attribute to read`)
      const read = compileNumbers(metric ?? '')
      const newWindow = () => (aggregation === 'sum' ? new SumWindow(index) : new MaxWindow(index))
      return { read, newWindow, mostOf: anyOf }
    }
    default:
      notes.refuse(`the aggregation ${aggregation} of query ${index + 1} is not known for this detection method`)
      return { newWindow: () => new CountWindow(), mostOf: anyOf }
  }
}

/** The attributes that a query's aggregation reads, also under the deprecated single key. */
export function metricsOf(query: RuleQuery): readonly string[] {
  if (query.metrics !== undefined && query.metrics.length > 0) return query.metrics
  return query.metric ? [query.metric] : []
}

/** Values that are no numbers do not count (assumed). */
function compileNumbers(metric: string): (event: LogEvent) => Reading | undefined {
  const read = compilePath(metric)
  return (event) => {
    const numbers = read(event).filter((value) => typeof value === 'number')
    return numbers.length === 0 ? undefined : { numbers }
  }
}

/** Reads the combinations of values at these paths, one text each. */
export function compileTexts(paths: readonly string[]): (event: LogEvent) => Reading | undefined {
  const tuplesOf = compileTuples(paths)
  return (event) => {
    const tuples = tuplesOf(event)
    return tuples.length === 0 ? undefined : { texts: tuples.map((tuple) => JSON.stringify(tuple)) }
  }
}

/** The values that stand in such a text. */
export function readText(text: string): readonly string[] {
  const values: readonly string[] = JSON.parse(text)
  return values
}
