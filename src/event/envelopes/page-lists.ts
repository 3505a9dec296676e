import type { JsonObject } from '../../json/json'
import { isJsonObject, isObjectList, listIn, objectAt } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { recogniseProfile } from '../known-profiles'
import type { ListEnvelope, SealedEnvelope } from './envelope'

type Tells = (first: JsonObject) => boolean

const has =
  (...keys: readonly string[]): Tells =>
  (first) =>
    keys.every((key) => isTold(first[key]))

function isTold(value: unknown): boolean {
  return isText(value) || typeof value === 'number'
}

const azureTimes = ['time', 'eventTimestamp', 'createdDateTime', 'activityDateTime', 'TimeGenerated', 'CreationTime']
const azureNames = ['operationName', 'category', 'correlationId', 'resourceId', 'activityDisplayName', 'Operation']

/** A record of Azure, of Microsoft's Graph or of Microsoft 365: a time of theirs, and what happened. */
const isAzure: Tells = (first) =>
  azureTimes.some((key) => isText(first[key])) &&
  azureNames.some((key) => isText(first[key]) || isJsonObject(first[key]))

/** An event of Google Workspace's reports. */
const isGoogleReport: Tells = ({ id }) => isJsonObject(id) && isText(id['time']) && isText(id['applicationName'])

/** An event of Kubernetes' audit, or one of its cluster. */
const isKubernetes: Tells = ({ kind, auditID, involvedObject, regarding }) =>
  kind === 'Event' && (isText(auditID) || isJsonObject(involvedObject) || isJsonObject(regarding))

/** Keys under which interfaces answer pages of records, and what tells these by the first. */
const pages: Readonly<Record<string, { readonly of: string; readonly tells: readonly Tells[] }>> = {
  records: { of: 'Azure', tells: [isAzure] },
  value: { of: "Azure and Microsoft's Graph", tells: [isAzure, ({ auditData }) => isJsonObject(auditData)] },
  items: {
    of: 'Kubernetes, Google Workspace, 1Password',
    tells: [isKubernetes, isGoogleReport, has('uuid', 'timestamp')],
  },
  entries: {
    of: 'Google Cloud and Slack',
    tells: [has('logName', 'timestamp'), has('logName', 'receiveTimestamp'), has('id', 'date_create', 'action')],
  },
  Findings: {
    of: 'findings of Security Hub and GuardDuty',
    tells: [has('Id', 'SchemaVersion'), has('Id', 'Type'), has('class_uid', 'time')],
  },
  receivedMessages: { of: 'Pub/Sub', tells: [({ ackId, message }) => isText(ackId) && isJsonObject(message)] },
  findings: { of: 'findings of Macie and Inspector', tells: [has('id', 'type', 'createdAt'), has('findingArn')] },
  logs: { of: 'Auth0', tells: [has('log_id', 'date', 'type')] },
  response: { of: 'Duo', tells: [has('timestamp', 'action'), has('timestamp', 'eventtype'), has('timestamp', 'txid')] },
  authlogs: { of: 'Duo', tells: [has('txid')] },
  result: { of: 'Cloudflare', tells: [(first) => isText(first['when']) && isJsonObject(first['action'])] },
  events: { of: 'records that a profile knows', tells: [] },
  data: { of: 'records that a profile knows', tells: [] },
  results: { of: 'Splunk', tells: [has('_raw')] },
}

/** Pages that interfaces answer, each with a list of records. A record that a profile knows tells any of them. */
export const pageEnvelopes: readonly (ListEnvelope | SealedEnvelope)[] = [
  ...Object.entries(pages).map(
    ([key, { of, tells }]): ListEnvelope => ({
      kind: 'list',
      name: `page with ${key}: ${of}`,
      key,
      holds: (first) =>
        isJsonObject(first) && (tells.some((isOne) => isOne(first)) || recogniseProfile(first) !== undefined),
    }),
  ),
  {
    kind: 'sealed',
    name: "answer of Duo's authentication log",
    key: 'response',
    recognise: (document) => isObjectList(objectAt(document, 'response')?.['authlogs']),
    inside: ['authlogs'],
    isNested: true,
    open: (document) => listIn(objectAt(document, 'response')?.['authlogs']),
  },
  {
    kind: 'sealed',
    name: 'answer of an Elasticsearch search',
    key: 'hits',
    recognise: (document) => {
      const hits = objectAt(document, 'hits')?.['hits']
      return isObjectList(hits) && hits.every(isHit)
    },
    open: (document) => listIn(objectAt(document, 'hits')?.['hits']),
  },
  {
    kind: 'sealed',
    name: 'hit of Elasticsearch',
    key: '_source',
    recognise: isHit,
    open: ({ _source }) => [_source],
  },
]

function isHit({ _source, _index, _id }: JsonObject): boolean {
  return isJsonObject(_source) && (isText(_index) || isText(_id))
}
