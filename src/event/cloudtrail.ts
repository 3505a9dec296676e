import { isText, objectAt } from './json-object'
import type { Json, JsonObject } from './log-event'

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
  const attributes = { ...record }
  add(attributes, ['evt', 'name'], record['eventName'])
  add(attributes, ['network', 'client', 'ip'], record['sourceIPAddress'])
  add(attributes, ['http', 'useragent'], record['userAgent'])
  add(attributes, ['error', 'kind'], record['errorCode'])
  add(attributes, ['error', 'message'], record['errorMessage'])
  add(attributes, ['level'], isText(record['errorCode']) ? 'Error' : undefined)
  add(attributes, ['usr', 'name'], identity?.['userName'])
  add(attributes, ['usr', 'id'], identity?.['principalId'])
  add(attributes, ['usr', 'account_id'], identity?.['accountId'])
  add(attributes, ['userIdentity', 'assumed_role'], session?.role)
  add(attributes, ['userIdentity', 'session_name'], session?.name)
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

/** Puts a text at `path`, unless something stands there already, nested or under a dotted name. */
function add(attributes: Record<string, Json>, path: readonly string[], value: Json | undefined): void {
  if (!isText(value) || Object.hasOwn(attributes, path.join('.'))) return
  const last = path.at(-1) ?? ''
  let at = attributes
  for (const key of path.slice(0, -1)) {
    const inner = Object.hasOwn(at, key) ? objectAt(at, key) : {}
    if (!inner) return
    const copy = { ...inner }
    at[key] = copy
    at = copy
  }
  if (!Object.hasOwn(at, last)) at[last] = value
}
