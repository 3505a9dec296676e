import type { JsonObject } from '../json/json'

/**
 * What a wanted suppression asks of a tenant now, as attributes of a create; undefined where it has ended and is not there,
 * so that there is nothing to do. A tenant refuses a date in the past (issue 3203 of Terraform's provider), also one that
 * it took before: so a date that has passed is never asked for. What has ended is disabled and keeps the dates that it has
 * there; where it ended there too, nothing of that is asked. A start that has passed is as good as none, and as any other
 * that has passed.
 */
export function askedSuppression(
  wanted: JsonObject,
  actual: JsonObject | undefined,
  nowMs: number,
): JsonObject | undefined {
  if (isPast(wanted.expiration_date, nowMs)) {
    if (!actual) return undefined
    const endedThere = isPast(actual.expiration_date, nowMs) && typeof actual.enabled === 'boolean'
    const { start_date: _start, expiration_date: _expiration, ...rest } = wanted
    return {
      ...rest,
      enabled: endedThere ? (actual.enabled as boolean) : false,
      ...dateOf('start_date', actual),
      ...dateOf('expiration_date', actual),
    }
  }
  if (typeof wanted.start_date === 'number' && !isPast(wanted.start_date, nowMs)) return wanted
  const { start_date: _start, ...rest } = wanted
  return isPast(actual?.start_date, nowMs) ? { ...rest, ...dateOf('start_date', actual) } : rest
}

/** The same attributes without dates that have passed, as far as the tenant is asked about them and has them not yet. */
export function withoutPastDates(attributes: JsonObject, nowMs: number): JsonObject {
  const { start_date: start, expiration_date: expiration, ...rest } = attributes
  return {
    ...rest,
    ...(start !== undefined && !isPast(start, nowMs) && { start_date: start }),
    ...(expiration !== undefined && !isPast(expiration, nowMs) && { expiration_date: expiration }),
  }
}

function isPast(date: unknown, nowMs: number): boolean {
  return typeof date === 'number' && date <= nowMs
}

function dateOf(field: 'start_date' | 'expiration_date', actual: JsonObject | undefined): JsonObject {
  const date = actual?.[field]
  return typeof date === 'number' ? { [field]: date } : {}
}
