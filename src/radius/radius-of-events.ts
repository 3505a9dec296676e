import { compileSides } from '../detect/compile-rules'
import { evaluateTold } from '../detect/evaluate'
import type { LogEvent } from '../event/log-event'
import { RadiusMeter } from './measure-radius'
import type { Radius } from './radius'
import { type RadiusTask, radiusSets } from './radius-sets'
import { tellAsked } from './tell-radius'

/** What suppressions do to the signals that events at hand raise. */
export function radiusOfEvents(task: RadiusTask, events: Iterable<LogEvent>, untilMs?: number): readonly Radius[] {
  const sets = radiusSets(task)
  const { signals, ...beside } = evaluateTold(compileSides(sets), events, tellAsked(task.asked), untilMs)
  const meter = new RadiusMeter(task, sets, beside.variants)
  for (const signal of signals) meter.show(signal)
  return meter.radii(beside)
}
