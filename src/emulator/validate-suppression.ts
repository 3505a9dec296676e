import type { Json, JsonObject } from '../json/json'
import { isText } from '../json/json-text'
import { parseQuery } from '../query/parse-query'

/**
 * Why the tenant would refuse a suppression: its first complaint, as it words it, or nothing. `sentFields` are the
 * fields of this request: a date that was written earlier is not looked at again, so that a suppression with a past
 * date can still be edited (known from Terraform's provider). The form of the text and the one on `rule_query` are
 * observed, the other reasons are assumed; that a start in the past is refused like an
 * end is known from the same place.
 */
export function suppressionTrouble(
  suppression: JsonObject,
  nowMs: number,
  sentFields: readonly string[],
): string | undefined {
  if (!isText(suppression.name)) return invalid('name', 'name is required')
  if (typeof suppression.enabled !== 'boolean') return invalid('enabled', 'enabled is required')
  if (!isText(suppression.rule_query)) {
    return invalid('rule_query', 'rule query is required')
  }
  if (suppression.suppression_query === '' && suppression.data_exclusion_query === '') {
    return invalid('suppression_query', 'a suppression query or a data exclusion query is required')
  }
  if (!parses(suppression.rule_query)) return invalid('rule_query', 'rule query is invalid')
  if (!parses(suppression.suppression_query)) return invalid('suppression_query', 'suppression query is invalid')
  if (!parses(suppression.data_exclusion_query))
    return invalid('data_exclusion_query', 'data exclusion query is invalid')
  for (const field of ['start_date', 'expiration_date'] as const) {
    const date = suppression[field]
    if (date === undefined || !sentFields.includes(field)) continue
    if (typeof date !== 'number') return invalid(field, 'a date is a number of milliseconds')
    if (field === 'expiration_date' && date <= nowMs) return invalid(field, 'expiration date must be in the future')
    if (field === 'start_date' && date < nowMs) return invalid(field, 'start date must not be in the past')
  }
  const { start_date: start, expiration_date: expiration } = suppression
  if (typeof start === 'number' && typeof expiration === 'number' && start >= expiration) {
    return invalid('expiration_date', 'expiration date must be after start date')
  }
  return undefined
}

function parses(query: Json | undefined): boolean {
  return typeof query === 'string' && parseQuery(query).query !== undefined
}

function invalid(field: string, reason: string): string {
  return `input_validation_error(Field 'data.attributes.${field}' is invalid: ${reason})`
}
