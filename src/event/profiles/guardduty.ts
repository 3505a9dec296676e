import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isList } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { objectIn, textAt } from '../mapping/record-values'
import type { Profile } from '../profile'

/**
 * Amazon GuardDuty's findings: EventBridge's events, which Datadog's public forwarder sends as they are; the lines of an
 * export to S3; and the answer of GetFindings. Default rules ask for the type as `@evt.name`, for the finding below
 * `@detail`, and group by the tag `instance-id`.
 */
export const guardDuty: Profile = {
  source: 'guardduty',
  otherSources: ['aws.guardduty'],
  service: 'guardduty',
  marks: ['type', 'Type', 'detail'],
  beside: { type: ['arn', 'service', 'schemaVersion'] },
  values: { type: (type) => isText(type) && findingType.test(type) },
  recognise: (record) => isFinding(finding(record)),
  fits: (record) => isText(finding(record)['type']),
  time: [['detail', 'updatedAt'], ['updatedAt'], ['UpdatedAt']],
  // A finding keeps its id when it is told again.
  id: [],
  attributes: [
    { name: 'detail', from: (record) => findingIn(record), known: 'observed', isInText: true },
    { name: 'evt.name', from: (record) => finding(record)['type'], known: 'observed', isInText: true },
    {
      name: 'usr.name',
      from: (record) => textAt(finding(record), 'resource.accessKeyDetails.userName'),
      known: 'assumed',
    },
    { name: 'network.client.ip', from: (record) => remoteAddress(finding(record)), known: 'assumed', isInText: true },
  ],
  from: { message: (record) => textAt(finding(record), 'title') },
  tags: (record) => {
    const { accountId, region } = finding(record)
    const instance = textAt(finding(record), 'resource.instanceDetails.instanceId')
    return [
      ...(instance === undefined ? [] : [`instance-id:${instance}`]),
      ...(isText(accountId) ? [`aws_account:${accountId}`] : []),
      ...(isText(region) ? [`region:${region}`] : []),
    ]
  },
}

/** `UnauthorizedAccess:EC2/TorClient`: what is done, to what, and how. */
const findingType = /^[A-Za-z]+:[A-Za-z0-9]+\/[A-Za-z0-9.!&-]+$/

function isFinding({ type, arn, severity, schemaVersion, accountId, service }: JsonObject): boolean {
  if (!isText(type) || !findingType.test(type)) return false
  if ((isText(arn) && arn.includes(':guardduty:')) || isGuardDuty(service)) return true
  return isText(schemaVersion) && severity !== undefined && isText(accountId)
}

function isGuardDuty(service: Json | undefined): boolean {
  return isJsonObject(service) && service['serviceName'] === 'guardduty'
}

function finding(record: JsonObject): JsonObject {
  return findingIn(record) ?? objectIn(record, 'detail')
}

/** The finding that a record itself is; the API writes its names with a capital. */
function findingIn(record: JsonObject): JsonObject | undefined {
  const { type, Type } = record
  if (isText(type)) return findingType.test(type) ? record : undefined
  return isText(Type) && findingType.test(Type) ? objectWithSmallNames(record) : undefined
}

function objectWithSmallNames(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key.slice(0, 1).toLowerCase() + key.slice(1),
      withSmallNames(value ?? null),
    ]),
  )
}

function withSmallNames(value: Json): Json {
  if (isList(value)) return value.map(withSmallNames)
  return isJsonObject(value) ? objectWithSmallNames(value) : value
}

function remoteAddress(finding: JsonObject): string | undefined {
  const action = objectIn(finding, 'service.action')
  const kinds = ['awsApiCallAction', 'networkConnectionAction', 'kubernetesApiCallAction', 'rdsLoginAttemptAction']
  return textAt(action, ...kinds.map((kind) => `${kind}.remoteIpDetails.ipAddressV4`))
}
