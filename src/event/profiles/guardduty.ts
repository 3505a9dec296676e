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
  recognise: (record) => isFinding(findingIn(record)) || isFinding(objectIn(record, 'detail')),
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

function isFinding(finding: JsonObject | undefined): boolean {
  if (finding === undefined) return false
  const { type, arn, severity, schemaVersion, service } = finding
  if (!isText(type) || severity === undefined || !isJsonObject(finding['resource'])) return false
  return (isText(arn) && arn.includes(':guardduty:')) || (isText(schemaVersion) && isGuardDuty(service))
}

function isGuardDuty(service: Json | undefined): boolean {
  return isJsonObject(service) && service['serviceName'] === 'guardduty'
}

function finding(record: JsonObject): JsonObject {
  return findingIn(record) ?? objectIn(record, 'detail')
}

/** The finding that a record itself is; the API writes its names with a capital. */
function findingIn(record: JsonObject): JsonObject | undefined {
  if (isText(record['Type']) && isText(record['Arn'])) return objectWithSmallNames(record)
  return isText(record['type']) && isJsonObject(record['resource']) ? record : undefined
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
