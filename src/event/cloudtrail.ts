import type { Json, JsonObject } from '../json/json'
import { objectAt } from '../json/json-object'
import { isText } from '../json/json-text'

/** Tells a raw CloudTrail record by the names that every record carries. */
export function isCloudTrailRecord(raw: JsonObject): boolean {
  const named = isText(raw['eventName']) && isText(raw['eventSource'])
  return named && (isText(raw['eventVersion']) || isText(raw['eventTime']))
}

/**
 * Adds to a CloudTrail record the attributes that Datadog's integration adds, each only where it is missing, so that a
 * log that came through the integration stays as it is. The raw names stay too. The README of this room has the table.
 */
export function withCloudTrailAttributes(record: JsonObject): JsonObject {
  const identity = objectAt(record, 'userIdentity')
  const session = roleSession(record)
  const attributes = laidOut(record)
  add(attributes, 'evt', { name: record['eventName'] })
  addClientAddress(attributes, record['sourceIPAddress'])
  add(attributes, 'http', { useragent: record['userAgent'] })
  add(attributes, 'error', { kind: record['errorCode'], message: record['errorMessage'] })
  add(attributes, 'usr', {
    name: identity?.['userName'],
    id: identity?.['principalId'],
    account_id: identity?.['accountId'],
  })
  if (session) add(attributes, 'userIdentity', { assumed_role: session.role, session_name: session.name })
  if (isText(record['errorCode']) && !Object.hasOwn(record, 'level')) attributes['level'] = 'Error'
  return attributes
}

/** The EC2 instance that made the call: the name of its role session, as Datadog's forwarder reads the host. */
export function cloudTrailHost(record: JsonObject): string | undefined {
  const name = roleSession(record)?.name
  return name !== undefined && /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(name) ? name : undefined
}

/** Tags by which the account of a record is found. */
export function cloudTrailTags(record: JsonObject): readonly string[] {
  const account = record['recipientAccountId']
  return isText(account) ? [`aws_account:${account}`] : []
}

/** Takes `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION` apart. */
function roleSession(record: JsonObject): { readonly role: string; readonly name: string } | undefined {
  const arn = objectAt(record, 'userIdentity')?.['arn']
  if (!isText(arn)) return undefined
  const [kind, ...path] = (arn.split(':', 6)[5] ?? '').split('/')
  const [role, name] = path.slice(-2)
  return kind === 'assumed-role' && role && name ? { role, name } : undefined
}

/**
 * A copy to add to. Most records carry nothing of what is added: to lay theirs out with the new names first costs an
 * engine a tenth of putting the names behind two dozen others.
 */
function laidOut(record: JsonObject): Record<string, Json> {
  const { eventName, sourceIPAddress, userAgent } = record
  const isComplete = isText(eventName) && isText(sourceIPAddress) && isText(userAgent)
  if (!isComplete || additions.some((name) => Object.hasOwn(record, name))) return { ...record }
  return {
    evt: { name: eventName },
    network: { client: { ip: sourceIPAddress } },
    http: { useragent: userAgent },
    ...record,
  }
}

const additions = ['evt', 'evt.name', 'network', 'network.client.ip', 'http', 'http.useragent']

/** Puts those values that are texts under `key`, unless something stands there, nested or under a dotted name. */
function add(attributes: Record<string, Json>, key: string, values: Record<string, Json | undefined>): void {
  const present = Object.hasOwn(attributes, key) ? objectAt(attributes, key) : {}
  if (!present) return
  let merged: Record<string, Json> | undefined
  for (const [name, value] of Object.entries(values)) {
    if (!isText(value) || Object.hasOwn(present, name) || Object.hasOwn(attributes, `${key}.${name}`)) continue
    merged ??= { ...present }
    merged[name] = value
  }
  if (merged) attributes[key] = merged
}

function addClientAddress(attributes: Record<string, Json>, address: Json | undefined): void {
  const network = Object.hasOwn(attributes, 'network') ? objectAt(attributes, 'network') : {}
  if (!isText(address) || !network || Object.hasOwn(attributes, 'network.client.ip')) return
  const changed = { ...network }
  add(changed, 'client', { ip: address })
  if (Object.keys(changed).length > 0) attributes['network'] = changed
}
