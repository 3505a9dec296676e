import type { Json, JsonObject } from '../../json/json'
import { asObject, listIn } from '../../json/json-object'
import { isPartners } from '../../rule/tenant/provided-rule'
import type { Refusal } from '../api/api-error'

/**
 * What an update makes of a provided rule. It takes enabled, notifications and severity by case, tags beside its own, a
 * query extension, a custom name and message, filters, and the environment option; options may be partial (known from
 * recordings and Terraform's provider). A partner's rule takes enabled and tags (known from datadog-sync-cli). What else
 * is sent is ignored (assumed).
 */
export function mergedProvided(before: JsonObject, sent: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...before }
  if (sent.isEnabled !== undefined) merged.isEnabled = sent.isEnabled
  if (Array.isArray(sent.tags)) merged.tags = [...new Set([...listIn(before.defaultTags), ...sent.tags])]
  if (isPartners(before)) return merged
  if (sent.filters !== undefined) merged.filters = sent.filters
  for (const key of ['customName', 'customMessage'] as const) setOrClear(merged, key, sent[key])
  const options = asObject(sent.options)
  if (options?.decreaseCriticalityBasedOnEnv !== undefined) {
    merged.options = {
      ...asObject(before.options),
      decreaseCriticalityBasedOnEnv: options.decreaseCriticalityBasedOnEnv,
    }
  }
  if (Array.isArray(sent.cases)) {
    const overrides = listIn(sent.cases).map((one) => asObject(one) ?? {})
    merged.cases = listIn(before.cases).map((one, index) => overriddenCase(asObject(one) ?? {}, index, overrides))
  }
  if (Array.isArray(sent.queries)) {
    merged.queries = listIn(before.queries).map((query, index) => {
      const overridden: Record<string, Json> = { ...asObject(query) }
      setOrClear(overridden, 'customQueryExtension', asObject(listIn(sent.queries)[index])?.customQueryExtension)
      return overridden
    })
  }
  return merged
}

/** Why an update of a provided rule is refused. That deprecated rules take none is known, the texts are assumed. */
export function providedRefusals(before: JsonObject, sent: JsonObject): readonly Refusal[] {
  if (before.isDeprecated === true) return [{ message: 'Deprecated rules cannot be updated' }]
  const options = asObject(sent.options)
  const environment = options?.decreaseCriticalityBasedOnEnv
  return [
    ...(environment === true && (before.type ?? 'log_detection') !== 'log_detection'
      ? [{ message: 'Only log detection rules know environments', target: 'decreaseCriticalityBasedOnEnv' }]
      : []),
    ...listIn(sent.cases).flatMap((one, index) => {
      const status = asObject(one)?.customStatus
      return status === undefined || severities.has(status)
        ? []
        : [{ message: 'Unknown custom status', target: `cases[${index}].customStatus` }]
    }),
  ]
}

const severities = new Set<Json>(['info', 'low', 'medium', 'high', 'critical', ''])

/** Cases are matched by status (known from Terraform's provider); of several with one status, the one in its place. */
function overriddenCase(one: JsonObject, index: number, sent: readonly JsonObject[]): JsonObject {
  const inPlace = sent[index]?.status === one.status ? sent[index] : undefined
  const override = inPlace ?? sent.find(({ status }) => status === one.status)
  if (!override) return one
  const { customStatus, ...plain } = one
  const isSet = override.customStatus !== undefined && override.customStatus !== ''
  return {
    ...plain,
    ...(override.notifications !== undefined && { notifications: override.notifications }),
    ...(isSet && { customStatus: override.customStatus }),
  }
}

function setOrClear(target: Record<string, Json>, key: string, value: Json | undefined): void {
  if (value === '' || value === null) delete target[key]
  else if (value !== undefined) target[key] = value
}
