import type { Json, JsonObject } from '../../json/json'
import { asObject } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { newId } from '../store/new-id'
import { plainError, type Reply } from './api-error'
import { attributesIn, type EmulatorRequest, emulatedUser } from './request'

/** `GET notification_rules` of signals: all of them at once. */
export function listNotificationRules({ store }: EmulatorRequest): Reply {
  return { status: 200, body: { data: store.read().all('notificationRules') } }
}

export function getNotificationRule({ parameters, store }: EmulatorRequest): Reply {
  const found = store.read().get('notificationRules', parameters.id ?? '')
  return found ? { status: 200, body: { data: found } } : notFound(parameters.id ?? '')
}

/** `POST notification_rules` answers 201, where rules and suppressions answer 200 (observed). */
export function createNotificationRule({ body, store, nowMs }: EmulatorRequest): Reply {
  const sent = attributesIn(body) ?? {}
  const trouble = notificationTrouble(sent)
  if (trouble) return plainError(400, trouble)
  const id = newId((taken) => store.read().get('notificationRules', taken) !== undefined)
  const attributes: JsonObject = {
    ...serverNotification(sent),
    version: 1,
    created_at: nowMs,
    created_by: emulatedUser,
    modified_at: nowMs,
    modified_by: emulatedUser,
  }
  return stored(store, 201, id, attributes)
}

/** `PATCH notification_rules/{id}` must name the version it is meant for (observed); a stale one answers 409 (assumed). */
export function updateNotificationRule({ parameters, body, store, nowMs }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  const before = asObject(store.read().get('notificationRules', id)?.attributes)
  if (!before) return notFound(id)
  const sent = attributesIn(body) ?? {}
  if (typeof sent.version !== 'number' || sent.version === 0) {
    return plainError(400, invalid('version', 'Specify the notification rule version to update, it cannot be 0.'))
  }
  if (sent.version !== before.version) {
    return plainError(409, `conflict(Notification rule with id '${id}' is at version ${String(before.version)})`)
  }
  const changed = serverNotification({ ...before, ...sent })
  const trouble = notificationTrouble(changed)
  if (trouble) return plainError(400, trouble)
  const attributes = { ...before, ...changed, version: sent.version + 1, modified_at: nowMs, modified_by: emulatedUser }
  return stored(store, 200, id, attributes)
}

export function deleteNotificationRule({ parameters, store }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  if (!store.read().get('notificationRules', id)) return notFound(id)
  store.commit([{ collection: 'notificationRules', id, value: null }])
  return { status: 204 }
}

function stored(store: EmulatorRequest['store'], status: number, id: string, attributes: JsonObject): Reply {
  const value: JsonObject = { id, type: 'notification_rules', attributes }
  store.commit([{ collection: 'notificationRules', id, value }])
  return { status, body: { data: value } }
}

/** Without a time of aggregation there is none, which is told as 0 (observed). */
function serverNotification(sent: JsonObject): JsonObject {
  const { name, enabled, selectors, targets, time_aggregation } = sent
  return {
    name: name ?? '',
    enabled: enabled ?? true,
    selectors: selectors ?? {},
    targets: targets ?? [],
    time_aggregation: time_aggregation ?? 0,
  }
}

/** The form of the text is observed, these reasons are assumed. */
function notificationTrouble({ name, selectors, targets }: JsonObject): string | undefined {
  if (!isText(name)) return invalid('name', 'name is required')
  if (typeof asObject(selectors)?.trigger_source !== 'string') {
    return invalid('selectors.trigger_source', 'trigger source is required')
  }
  return isFilledList(targets) ? undefined : invalid('targets', 'at least one target is required')
}

function isFilledList(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0
}

function invalid(field: string, reason: string): string {
  return `input_validation_error(Field 'data.attributes.${field}' is invalid: ${reason})`
}

function notFound(id: string): Reply {
  return plainError(404, `not_found(Notification rule with id '${id}' not found)`)
}
