import type { Json, JsonObject } from '../../json/json'
import { asObject, isJsonObject, isList, objectAt } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { recogniseProfile } from '../known-profiles'
import { carriedRecord } from './carried-record'
import type { ListEnvelope, Opening, SealedEnvelope } from './envelope'

const takeTheLogs = 'give ddac the logs themselves'

const services: Readonly<Record<string, string>> = {
  dynamodb: 'DynamoDB',
  ses: 'SES',
  cf: 'CloudFront',
  codecommit: 'CodeCommit',
}

const firehoseKeys: ReadonlySet<string> = new Set([
  ...['data', 'recordId', 'approximateArrivalTimestamp', 'kinesisRecordMetadata'],
])

/**
 * What AWS hands to functions and queues, record by record. Logs that it carries are taken out; a record that only tells
 * of something else is named.
 */
export const lambdaEventEnvelopes: readonly (ListEnvelope | SealedEnvelope)[] = [
  {
    kind: 'sealed',
    name: 'packed CloudWatch Logs, as functions get them',
    key: 'awslogs',
    recognise: (event) => isText(objectAt(event, 'awslogs')?.['data']),
    open: (event, { unpacked }) => unpacked(objectAt(event, 'awslogs')?.['data']),
    trouble: 'holds awslogs.data that cannot be unpacked',
    help: 'it should be base64 of a gzip',
  },
  {
    kind: 'sealed',
    name: 'record of Kinesis',
    key: 'kinesis',
    recognise: (event) => isText(objectAt(event, 'kinesis')?.['data']),
    open: (event, within) => {
      const { data, approximateArrivalTimestamp: timestamp } = objectAt(event, 'kinesis') ?? {}
      return within.unpacked(data)?.map((document) => delivered(document, { timestamp }, within))
    },
    trouble: 'is a record of Kinesis whose data is no text',
    help: takeTheLogs,
  },
  {
    kind: 'list',
    name: 'records of Firehose',
    key: 'records',
    holds: (first) => isJsonObject(first) && isFirehoseRecord(first),
  },
  {
    kind: 'sealed',
    name: 'record of Firehose',
    key: 'data',
    recognise: isFirehoseRecord,
    inside: [],
    open: ({ data, approximateArrivalTimestamp: timestamp }, within) =>
      within.unpacked(data)?.map((document) => delivered(document, { timestamp }, within)),
    trouble: 'is a record of Firehose whose data is no text',
    help: takeTheLogs,
  },
  {
    kind: 'list',
    name: 'answer of receive-message of SQS',
    key: 'Messages',
    holds: (first) => isJsonObject(first) && isText(first['ReceiptHandle']) && isText(first['Body']),
  },
  {
    kind: 'sealed',
    name: 'message of SQS, as its API answers it',
    key: 'ReceiptHandle',
    recognise: ({ Body, MessageId }) => isText(Body) && isText(MessageId),
    open: ({ Body, MessageId, Attributes }, within) => [
      delivered(carriedRecord(Body) ?? Body, { timestamp: sentAt(Attributes), _id: MessageId }, within),
    ],
  },
  {
    kind: 'sealed',
    name: 'message of SQS, as functions get it',
    key: 'receiptHandle',
    recognise: ({ body, messageId }) => isText(body) && isText(messageId),
    open: ({ body, messageId, attributes }, within) => [
      delivered(carriedRecord(body) ?? body, { timestamp: sentAt(attributes), _id: messageId }, within),
    ],
  },
  {
    kind: 'sealed',
    name: 'notification of SNS, as functions get it',
    key: 'Sns',
    recognise: (event) => isText(objectAt(event, 'Sns')?.['Message']) && !isText(event['ddsource']),
    open: (event, within) => {
      const { Message, MessageId, Timestamp } = objectAt(event, 'Sns') ?? {}
      return [logIn(Message, within) ?? { ...event, ...fromSns(MessageId, Timestamp) }]
    },
  },
  {
    kind: 'sealed',
    name: 'notification of SNS, as queues get it',
    key: 'TopicArn',
    recognise: ({ Type, Message, ddsource }) => Type === 'Notification' && isText(Message) && !isText(ddsource),
    open: (event, within) => {
      const { Message, MessageId, Timestamp } = event
      return [logIn(Message, within) ?? { ...event, ...fromSns(MessageId, Timestamp) }]
    },
  },
  {
    kind: 'sealed',
    name: 'notification of S3',
    key: 's3',
    recognise: ({ s3 }) => isJsonObject(s3) && isJsonObject(s3['bucket']) && isJsonObject(s3['object']),
    open: () => undefined,
    trouble: 'is a notification of S3 about a file, and no log',
    help: 'give ddac the files that it names',
  },
  {
    kind: 'sealed',
    name: 'notification of CloudTrail',
    key: 's3ObjectKey',
    recognise: ({ s3Bucket, s3ObjectKey }) => isText(s3Bucket) && isList(s3ObjectKey),
    open: () => undefined,
    trouble: 'is a notification of CloudTrail about its files, and no log',
    help: 'give ddac the files that it names',
  },
  ...['dynamodb', 'ses', 'cf', 'codecommit'].map(
    (key): SealedEnvelope => ({
      kind: 'sealed',
      name: `record of a Lambda event: ${key}`,
      key,
      recognise: (event) => isJsonObject(event[key]) && isFromAws(event, key),
      open: () => undefined,
      trouble: `is an AWS Lambda event of ${services[key] ?? key}, and no log`,
      help: takeTheLogs,
    }),
  ),
]

function isFromAws({ eventSource, cf }: JsonObject, key: string): boolean {
  return eventSource === `aws:${key}` || isJsonObject(asObject(cf)?.['config'])
}

function isFirehoseRecord(record: JsonObject): boolean {
  return isText(record['data']) && Object.keys(record).every((key) => firehoseKeys.has(key))
}

/** What was delivered, with time and id of its delivery for what it says neither of itself. */
function delivered(
  document: unknown,
  { timestamp, _id }: { readonly timestamp?: Json | undefined; readonly _id?: Json | undefined },
  { isEnvelope }: Opening,
): unknown {
  if (isList(document) || (isJsonObject(document) && isEnvelope(document))) return document
  return {
    message: document,
    ...(timestamp !== undefined && { timestamp }),
    ...(isText(_id) && { _id }),
  }
}

/** Logs in a notification; Datadog's forwarder keeps any other as a log of SNS. */
function logIn(message: Json | undefined, { isEnvelope }: Opening): JsonObject | undefined {
  const record = carriedRecord(message)
  if (record === undefined) return undefined
  return isEnvelope(record) || Object.hasOwn(record, 'detail-type') || recogniseProfile(record) ? record : undefined
}

function fromSns(id: Json | undefined, timestamp: Json | undefined): JsonObject {
  return {
    ddsource: 'sns',
    service: 'sns',
    ...(isText(id) && { _id: id }),
    ...(timestamp !== undefined && { timestamp }),
  }
}

/** SQS writes the milliseconds as a text. */
function sentAt(attributes: Json | undefined): Json | undefined {
  return asObject(attributes)?.['SentTimestamp']
}
