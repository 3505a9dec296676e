import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, objectAt } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { isAddress } from '../ip-address'
import type { Profile } from '../profile'

/**
 * AWS CloudTrail. The pipeline of Datadog's integration is not public: what is added follows the queries of Datadog's own
 * rules, its documentation and its forwarder. The README of the event room has the table with its grounds.
 */
export const cloudTrail: Profile = {
  source: 'cloudtrail',
  service: 'cloudtrail',
  marks: ['eventName', 'insightDetails'],
  recognise: (record) => isCall(record) || isInsight(record),
  fits: (record) => isText(record['eventName']) || isInsight(record),
  time: [['eventTime']],
  id: [['eventID']],
  attributes: [
    { name: 'evt.name', from: 'eventName', known: 'observed' },
    { name: 'network.client.ip', from: 'sourceIPAddress', known: 'observed', isOnlyName: true },
    { name: 'network.client.geoip.invalidAddress', from: noAddress, reads: ['sourceIPAddress'], known: 'observed' },
    { name: 'http.useragent', from: 'userAgent', known: 'observed' },
    { name: 'error.kind', from: 'errorCode', known: 'observed', isOnlyName: true },
    { name: 'error.message', from: 'errorMessage', known: 'assumed', isOnlyName: true },
    { name: 'level', from: level, reads: ['errorCode'], known: 'observed' },
    { name: 'usr.name', from: userName, reads: ['userIdentity.userName', 'userIdentity.type'], known: 'assumed' },
    { name: 'usr.id', from: 'userIdentity.principalId', known: 'assumed' },
    { name: 'usr.account_id', from: 'userIdentity.accountId', known: 'observed' },
    { name: 'usr.access_key_id', from: 'userIdentity.accessKeyId', known: 'observed' },
    { name: 'resource', from: 'resources', known: 'observed' },
    { name: 'userIdentity.assumed_role', from: role, reads: ['userIdentity.arn'], known: 'assumed' },
    { name: 'userIdentity.session_name', from: sessionName, reads: ['userIdentity.arn'], known: 'assumed' },
  ],
  from: { status: ({ errorCode }) => (isText(errorCode) ? 'error' : 'info'), host: instance },
  tags: ({ recipientAccountId }) => (isText(recipientAccountId) ? [`aws_account:${recipientAccountId}`] : []),
  completesProcessed: true,
  reads: {
    source: [],
    service: [],
    message: [],
    status: ['errorCode'],
    host: ['userIdentity.arn'],
    tags: ['recipientAccountId'],
  },
  usual: {
    values: ['eventSource', 'eventName'],
    texts: ['eventVersion'],
    // AWS, CloudTrail record contents.
    keys: [
      ...['eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress'],
      ...['userAgent', 'errorCode', 'errorMessage', 'requestParameters', 'responseElements', 'additionalEventData'],
      ...['requestID', 'eventID', 'eventType', 'apiVersion', 'managementEvent', 'readOnly', 'resources'],
      ...['recipientAccountId', 'serviceEventDetails', 'sharedEventID', 'vpcEndpointId', 'vpcEndpointAccountId'],
      ...[
        'eventCategory',
        'addendum',
        'sessionCredentialFromConsole',
        'eventContext',
        'edgeDeviceDetails',
        'tlsDetails',
      ],
    ],
  },
}

function isCall({ eventName, eventSource, eventVersion, eventTime }: JsonObject): boolean {
  return isText(eventName) && isService(eventSource) && (isText(eventVersion) || isText(eventTime))
}

/** An Insight has neither name nor source of its own; Datadog's forwarder sends it with the source of its trail. */
function isInsight({ eventType, eventTime, insightDetails }: JsonObject): boolean {
  return eventType === 'AwsCloudTrailInsight' && isText(eventTime) && isJsonObject(insightDetails)
}

/** A notification of S3 or DynamoDB has the same names, and calls the service `aws:s3`. */
function isService(eventSource: Json | undefined): boolean {
  return isText(eventSource) && !eventSource.startsWith('aws:')
}

function level({ errorCode }: JsonObject): Json | undefined {
  return isText(errorCode) ? 'Error' : undefined
}

/** Root has a name only where the account has an alias. Datadog's own rule groups its logins by name all the same. */
function userName(record: JsonObject): Json | undefined {
  const { userName: name, type } = objectAt(record, 'userIdentity') ?? {}
  return isText(name) ? name : type === 'Root' ? 'root' : undefined
}

/** What stands where an address is expected and is none: `AWS Internal`, the name of a service. */
function noAddress({ sourceIPAddress }: JsonObject): Json | undefined {
  return isText(sourceIPAddress) && !isAddress(sourceIPAddress) ? sourceIPAddress : undefined
}

/** The EC2 instance that made the call: the name of its role session, as Datadog's forwarder reads the host. */
function instance(record: JsonObject): string | undefined {
  const name = roleSession(record)?.name
  return name !== undefined && /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(name) ? name : undefined
}

function role(record: JsonObject): string | undefined {
  return roleSession(record)?.role
}

function sessionName(record: JsonObject): string | undefined {
  return roleSession(record)?.name
}

function roleSession(record: JsonObject): RoleSession | undefined {
  const arn: Json | undefined = objectAt(record, 'userIdentity')?.['arn']
  if (!isText(arn) || !arn.includes(':assumed-role/')) return undefined
  if (arn !== last.arn) last = { arn, session: readRoleSession(arn) }
  return last.session
}

interface RoleSession {
  readonly role: string
  readonly name: string
}

/** Each record is asked for it three times. */
let last: { readonly arn?: string; readonly session?: RoleSession | undefined } = {}

/** Takes `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION` apart. */
function readRoleSession(arn: string): RoleSession | undefined {
  const [kind, ...path] = (arn.split(':', 6)[5] ?? '').split('/')
  const [role, name] = path.slice(-2)
  return kind === 'assumed-role' && role && name ? { role, name } : undefined
}
