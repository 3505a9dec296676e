import type { Json, JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { isAddress } from '../ip-address'
import { isPrivateAddress, objectIn, textAt } from '../mapping/record-values'
import type { Profile } from '../profile'

/**
 * Google Cloud's audit logs and its others, as entries of Cloud Logging or below `data`, where Datadog's integration has them. Names
 * follow the queries of its default rules: the source is the kind of the resource (`gcp.gce.instance`), its labels are
 * tags, and who called from where stands in the standard attributes.
 */
export const googleCloud: Profile = {
  source: 'gcp.*',
  otherSources: ['gcp'],
  service: 'gcp',
  marks: ['protoPayload', 'data', 'logName'],
  beside: { data: ['data.protoPayload', 'data.logName'] },
  recognise: (record) => isEntry(record) || isEntry(objectIn(record, 'data')),
  time: [['timestamp'], ['data', 'timestamp'], ['receiveTimestamp'], ['data', 'receiveTimestamp']],
  id: [['insertId'], ['data', 'insertId']],
  attributes: [
    { name: 'data', from: (record) => (isEntry(record) ? record : undefined), known: 'observed', isInText: true },
    { name: 'evt.name', from: (record) => payload(record)['methodName'], known: 'observed', isInText: true },
    {
      name: 'usr.id',
      from: (record) => textAt(payload(record), 'authenticationInfo.principalEmail'),
      known: 'observed',
    },
    { name: 'usr.email', from: email, known: 'assumed' },
    { name: 'network.client.ip', from: callerAddress, known: 'observed', isInText: true },
    { name: 'network.client.geoip.invalidAddress', from: noAddress, known: 'observed' },
    {
      name: 'network.client.is_private_network_ip',
      from: (record) => isPrivateAddress(callerAddress(record)),
      known: 'assumed',
    },
    { name: 'http.useragent', from: userAgent, known: 'observed', isInText: true },
    { name: 'http.method', from: method, known: 'assumed', isInText: true },
  ],
  from: {
    source: (record) => sourceOf(entry(record)),
    service: (record) => textAt(payload(record), 'serviceName'),
    status: (record) => statusOf(entry(record)),
    message: (record) => textAt(payload(record), 'status.message'),
  },
  tags: (record) =>
    Object.entries(objectIn(entry(record), 'resource.labels')).flatMap(([key, value]) =>
      isText(value) ? [`${key}:${value}`.toLowerCase()] : [],
    ),
}

function isEntry(record: JsonObject): boolean {
  const { protoPayload, resource, logName, insertId } = record
  if (isOfLogName(record)) return true
  if (!isJsonObject(protoPayload) || !isText(protoPayload['methodName'])) return false
  return isJsonObject(resource) || isText(logName) || isText(insertId)
}

/** An entry of any log, such as those of flows: its log is named below a project and it says of what it is. */
function isOfLogName({ logName, resource, timestamp, receiveTimestamp }: JsonObject): boolean {
  if (!isText(logName) || !/^(?:projects|organizations|folders|billingAccounts)\/[^/]+\/logs\//.test(logName))
    return false
  return isJsonObject(resource) && isText(resource['type']) && (isText(timestamp) || isText(receiveTimestamp))
}

function entry(record: JsonObject): JsonObject {
  return isEntry(record) ? record : objectIn(record, 'data')
}

function payload(record: JsonObject): JsonObject {
  return objectIn(entry(record), 'protoPayload')
}

function sourceOf(of: JsonObject): string | undefined {
  const type = textAt(of, 'resource.type')
  return type === undefined ? undefined : `gcp.${type.replaceAll('_', '.')}`
}

/** Google's severities in Datadog's words: DEFAULT says nothing. */
function statusOf({ severity }: JsonObject): string | undefined {
  if (!isText(severity)) return undefined
  const word = severity.toLowerCase()
  return word === 'default' ? 'info' : word === 'warning' ? 'warn' : word
}

function email(record: JsonObject): Json | undefined {
  const principal = textAt(payload(record), 'authenticationInfo.principalEmail')
  return principal?.includes('@') ? principal : undefined
}

function callerAddress(record: JsonObject): string | undefined {
  return textAt(payload(record), 'requestMetadata.callerIp')
}

/** What stands where an address is expected and is none: `private`, `gce-internal-ip`. */
function noAddress(record: JsonObject): Json | undefined {
  const address = callerAddress(record)
  return address === undefined || isAddress(address) ? undefined : address
}

function userAgent(record: JsonObject): Json | undefined {
  return textAt(payload(record), 'requestMetadata.callerSuppliedUserAgent')
}

/** The verb at the end of a call to Kubernetes: `create` of `io.k8s.core.v1.pods.create`. */
function method(record: JsonObject): Json | undefined {
  const name = textAt(payload(record), 'methodName')
  return name?.startsWith('io.k8s.') ? name.split('.').at(-1) : undefined
}
