import type { Json } from '../../json/json'
import { isScalar } from '../../json/json-object'

/**
 * The status that a value stands for: Syslog's severities from 0 to 7, and words by their beginning, as the docs list
 * them; anything else is info. The words themselves are those of the public tests, which the docs write otherwise.
 */
export function statusOf(value: Json): string {
  const text = isScalar(value) ? String(value).trim().toLowerCase() : ''
  if (/^[0-7]$/.test(text)) return bySeverity[Number(text)] ?? 'info'
  return byBeginning.find(([beginning]) => text.startsWith(beginning))?.[1] ?? 'info'
}

const bySeverity = ['emergency', 'alert', 'critical', 'error', 'warn', 'notice', 'info', 'debug'] as const

/** What a status begins with, without regard to case, most telling first. */
const byBeginning: readonly (readonly [beginning: string, status: string])[] = [
  ['emerg', 'emergency'],
  ['f', 'emergency'],
  ['a', 'alert'],
  ['c', 'critical'],
  ['e', 'error'],
  ['w', 'warn'],
  ['n', 'notice'],
  ['i', 'info'],
  ['d', 'debug'],
  ['t', 'debug'],
  ['v', 'debug'],
  ['o', 'ok'],
  ['s', 'ok'],
]
