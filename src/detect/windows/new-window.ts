import { compilePath } from '../../event/attribute-path'
import type { LogEvent } from '../../event/log-event'
import type { RuleQuery } from '../../rule/rule'
import { compileTuples } from '../group-key'
import type { RuleNotes } from '../rule-notes'
import { CardinalityWindow, CountWindow, MaxWindow, type SlidingWindow, SumWindow } from './sliding-window'

/** Works out which window a query's aggregation needs; answers what makes an empty one. */
export function windowMaker(query: RuleQuery, index: number, notes: RuleNotes): () => SlidingWindow {
  const aggregation = query.aggregation ?? 'count'
  const path = ['queries', index]
  switch (aggregation) {
    case 'count':
    case 'event_count':
      return () => new CountWindow()
    case 'cardinality': {
      const fields = query.distinctFields ?? []
      if (fields.length === 0) notes.mistake('R208', path, 'cardinality needs distinctFields: the values to count')
      const tuplesOf = compileTuples(fields)
      return () => new CardinalityWindow((event) => tuplesOf(event).map((tuple) => JSON.stringify(tuple)))
    }
    case 'sum':
    case 'max': {
      const [metric] = metricsOf(query)
      if (metric === undefined) notes.mistake('R208', path, `${aggregation} needs a metric: the attribute to read`)
      const amountsOf = compileAmounts(metric ?? '')
      return () => (aggregation === 'sum' ? new SumWindow(amountsOf) : new MaxWindow(amountsOf))
    }
    default:
      notes.refuse(`the aggregation ${aggregation} of query ${index + 1} is not known for this detection method`)
      return () => new CountWindow()
  }
}

/** The attributes that a query's aggregation reads, also under the deprecated single key. */
export function metricsOf(query: RuleQuery): readonly string[] {
  if (query.metrics !== undefined && query.metrics.length > 0) return query.metrics
  return query.metric ? [query.metric] : []
}

/** Values that are no numbers do not count (assumed). */
function compileAmounts(metric: string): (event: LogEvent) => readonly number[] {
  const read = compilePath(metric)
  return (event) => read(event).filter((value) => typeof value === 'number')
}
