import fc from 'fast-check'
import type { Json, JsonObject } from '../../src/json/json'

/** Any JSON, with the keys that objects have by birth among the others. */
export const arbitraryJson: fc.Arbitrary<Json> = fc
  .jsonValue({ maxDepth: 4 })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json)

/** Keys of rules that hold what nobody would put there. */
export const hostileRule: fc.Arbitrary<JsonObject> = fc
  .dictionary(
    fc.constantFrom(
      'name',
      'message',
      'isEnabled',
      'type',
      'queries',
      'cases',
      'options',
      'filters',
      'hasExtendedTitle',
      'thirdPartyCases',
      'schedulingOptions',
      'complianceSignalOptions',
      'metadata',
      'aNewerField',
      'constructor',
      'toString',
    ),
    fc.oneof(
      arbitraryJson,
      fc.dictionary(
        fc.constantFrom(
          'detectionMethod',
          'evaluationWindow',
          'anomalyDetectionOptions',
          'thirdPartyRuleOptions',
          'complianceRuleOptions',
          'query',
          'metric',
          'metrics',
          'hasOwnProperty',
        ),
        fc.oneof(arbitraryJson, fc.constantFrom('third_party', 'anomaly_detection', 'graph_walk', 900)),
      ),
      fc.array(
        fc.dictionary(fc.constantFrom('query', 'metric', 'metrics', 'name', 'status', 'dataSource'), arbitraryJson),
        {
          maxLength: 3,
        },
      ),
      fc.constantFrom('cloud_configuration', 'signal_correlation', 'constructor', '__proto__'),
    ),
  )
  .map((rule) => JSON.parse(JSON.stringify(rule)) as JsonObject)

/** The same value with the keys of every object in another order. */
export function withKeysReversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(withKeysReversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, held]) => [key, withKeysReversed(held)]),
  )
}
