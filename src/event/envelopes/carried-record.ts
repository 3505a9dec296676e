import type { JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { parseLogJson } from '../../json/parse-log-json'

/** The JSON object that travels as a text; undefined for any other value. */
export function carriedRecord(value: unknown): JsonObject | undefined {
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return undefined
  try {
    const record = parseLogJson(value)
    return isJsonObject(record) ? record : undefined
  } catch {
    return undefined
  }
}
