import type { LogEvent } from '../../event/log-event'
import type { Json } from '../../json/json'
import { isCollection } from '../../json/json-object'
import type { Value } from '../query'
import { compileMessageTest } from './message-test'

/**
 * Full text (`*:value`): the message, the reserved fields and every attribute, each searched like a message, the names
 * of attributes left out. Any depth is walked without recursion.
 */
export function compileTextSearch(value: Value): (event: LogEvent) => boolean {
  if (value.kind === 'any') return () => true
  const matches = compileMessageTest(value)
  return (event) => {
    const { message, service, status, host, source } = event
    for (const text of [message, service, status, host, source]) {
      if (text !== undefined && matches(text)) return true
    }
    const pending: Json[] = [event.attributes]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (isCollection(next)) {
        for (const inner of Object.values(next)) pending.push(inner)
      } else if (next !== null && matches(typeof next === 'string' ? next : String(next))) return true
    }
    return false
  }
}
