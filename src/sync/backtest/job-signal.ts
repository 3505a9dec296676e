import { groupByOf } from '../../detect/compile-selector'
import type { Signal } from '../../detect/signals/signal'
import { objectAt, objectsIn } from '../../json/json-object'
import { asNumber, asText } from '../../json/json-text'
import { caseStatuses } from '../../rule/case-status'
import type { Draft } from '../../rule/rule'
import { groupValuesOf } from '../../sampling/same-signal'
import type { RemoteSignal } from '../../wire/decode-signal'

/** A signal of a tenant in our shape. Of its logs a tenant shows a few, and of steps nothing. */
export function asOurSignal(remote: RemoteSignal, rule: Draft): Signal {
  const content = remote.event.attributes
  const fields = rule.groupSignalsBy?.length ? rule.groupSignalsBy : groupFieldsOf(rule)
  const severity = caseStatuses.find((status) => status === remote.severity.toLowerCase())
  return {
    rule: rule.id ?? rule.name,
    case: remote.case ?? '',
    severity: severity ?? 'info',
    title: asText(content['title']) ?? remote.ruleName,
    message: remote.event.message ?? '',
    group: Object.fromEntries(
      fields.flatMap((field) =>
        groupValuesOf(remote, field)
          .slice(0, 1)
          .map((value) => [field, value] as const),
      ),
    ),
    firstSeenMs: remote.firstSeenMs,
    lastSeenMs: remote.lastSeenMs,
    steps: [],
    events: objectsIn(content['samples']).flatMap(({ eventId, id }) => asText(eventId) ?? asText(id) ?? []),
    count: asNumber(objectAt(content, 'workflow')?.['events_matched']) ?? 0,
    tags: remote.tags,
    suppressedBy: [],
    notifications: [],
    attributes: {},
  }
}

function groupFieldsOf({ queries }: Draft): readonly string[] {
  return [...new Set(queries.flatMap((query) => groupByOf(query)))]
}
