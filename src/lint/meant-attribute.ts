import { isKnownAttribute, knownAttributes } from '../event/standard-attributes'
import { isOneSlip } from '../shape/nearest-name'
import type { SampleLogs } from './sample-logs'

/**
 * The attribute that a mistyped one was most likely meant to be: one that the sample logs have, or that the house knows.
 * Nothing for a name that they have or that it knows, nor for one that resembles none: logs may well lack what a query
 * asks for.
 */
export function meantAttribute(path: string, samples: SampleLogs): string | undefined {
  if (isKnownAttribute(path) || samples.has(path)) return undefined
  const keys = path.split('.')
  for (const names of [samples.names, knownAttributes]) {
    for (const name of names) if (differsByASlip(keys, name.split('.'))) return name
  }
  return undefined
}

/** Whether two paths have the same keys but for one, and that one is a slip of the pen. */
function differsByASlip(keys: readonly string[], other: readonly string[]): boolean {
  if (keys.length !== other.length) return false
  const differing = keys.flatMap((key, at) => (key === other[at] ? [] : [at]))
  const [at] = differing
  return at !== undefined && differing.length === 1 && isOneSlip(keys[at] ?? '', other[at] ?? '')
}
