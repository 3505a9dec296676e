import type { JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { isText } from '../../json/json-text'
import type { Profile } from '../profile'

/**
 * 1Password's Events API: sign-in attempts, uses of items, audits. Datadog's default rules tell them apart by
 * `@evt.type`; which field is whose name follows what they ask.
 */
export const onePassword: Profile = {
  source: '1password',
  service: '1password',
  marks: ['uuid', 'actor_uuid'],
  beside: { uuid: ['category', 'item_uuid'], actor_uuid: ['object_type'] },
  recognise: (record) => kindOf(record) !== undefined,
  time: [['timestamp']],
  id: [['uuid']],
  attributes: [
    { name: 'evt.type', from: kindOf, known: 'observed' },
    {
      name: 'evt.name',
      from: (record) => record[kindOf(record) === signIns ? 'type' : 'action'],
      known: 'observed',
      isInText: true,
    },
    {
      name: 'evt.outcome',
      from: (record) => (kindOf(record) === signIns ? record['category'] : undefined),
      known: 'observed',
    },
    {
      name: 'evt.category',
      from: (record) => (kindOf(record) === signIns ? record['category'] : undefined),
      known: 'assumed',
    },
    { name: 'usr.email', from: ['target_user.email', 'user.email', 'actor_details.email'], known: 'assumed' },
    { name: 'usr.name', from: ['target_user.name', 'user.name', 'actor_details.name'], known: 'assumed' },
    { name: 'usr.id', from: ['target_user.uuid', 'user.uuid', 'actor_uuid'], known: 'assumed' },
    { name: 'network.client.ip', from: ['client.ip_address', 'session.ip'], known: 'assumed' },
  ],
}

const signIns = '1password-sign-in-attempts'

function kindOf(record: JsonObject): string | undefined {
  const { uuid, category, target_user: target, item_uuid: item, vault_uuid: vault, action } = record
  if (isText(action) && isText(record['actor_uuid']) && isText(record['object_type'])) return '1password-audit-events'
  if (!isText(uuid)) return undefined
  if (isText(category) && (isJsonObject(target) || isText(record['session_uuid']))) return signIns
  return isText(item) && (isText(vault) || isText(action)) ? '1password-item-usages' : undefined
}
