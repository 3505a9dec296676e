import type { Json, JsonObject } from '../../json/json'
import { isList, isObjectList, objectAt, objectsIn } from '../../json/json-object'
import { isText } from '../../json/json-text'
import type { SealedEnvelope } from './envelope'

/**
 * Findings of Security Hub as EventBridge delivers them, several in one event. As Datadog's public forwarder does, each
 * becomes an event of its own with the finding under `detail.finding`, and its resources by their type.
 */
export const securityHubEnvelope: SealedEnvelope = {
  kind: 'sealed',
  name: 'EventBridge event of Security Hub',
  key: 'detail-type',
  recognise: (event) => event['source'] === 'aws.securityhub' && isObjectList(objectAt(event, 'detail')?.['findings']),
  open: (event) => {
    const { findings, ...detail } = objectAt(event, 'detail') ?? {}
    const all = objectsIn(findings)
    return all.map((finding, index) => ({
      ...event,
      // Events of one id are one; the finding has an id, too, which it keeps when it is updated.
      ...(all.length > 1 && isText(event['id']) && { id: `${event['id']}-${index + 1}` }),
      detail: { ...detail, finding: withResourcesByType(finding) },
    }))
  },
}

/** A finding in OCSF lists its resources under a name of its own, and keeps them. */
function withResourcesByType({ Resources, ...finding }: JsonObject): JsonObject {
  if (Resources === undefined && isList(finding['resources'])) return finding as JsonObject
  const resources: Record<string, Json> = {}
  for (const { Type, ...resource } of isList(Resources) ? objectsIn(Resources) : []) {
    if (isText(Type)) resources[Type] = resource as JsonObject
  }
  return { ...(finding as JsonObject), resources }
}
