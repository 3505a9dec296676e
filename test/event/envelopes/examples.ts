import { gzipSync } from 'node:zlib'
import { timedPageEnvelopes } from '../../../src/event/envelopes/timed-pages'
import type { Json, JsonObject } from '../../../src/json/json'

export const packed = (value: unknown): string => gzipSync(JSON.stringify(value)).toString('base64')
export const plain = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64')

const time = '2026-03-01T10:20:30Z'
export const trail: JsonObject = {
  eventVersion: '1.10',
  eventID: 'e-1',
  eventName: 'StopLogging',
  eventSource: 'cloudtrail.amazonaws.com',
  eventTime: time,
}
const spoken = JSON.stringify(trail)

const delivery: JsonObject = {
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: 'trails',
  logStream: '111122223333_CloudTrail_eu-west-1',
  subscriptionFilters: ['all'],
  logEvents: [{ id: '35', timestamp: 1_772_360_430_000, message: spoken }],
}
const fromStream: JsonObject = {
  logGroup: 'trails',
  logStream: '111122223333_CloudTrail_eu-west-1',
  owner: '111122223333',
}
const delivered: JsonObject = {
  id: '35',
  _id: '35',
  timestamp: 1_772_360_430_000,
  message: spoken,
  ddsource: 'cloudtrail',
  service: 'cloudtrail',
  ddsourcecategory: 'aws',
  host: 'trails',
  aws: { awslogs: fromStream },
}
const answered: JsonObject = { timestamp: 1, message: 'hello', ingestionTime: 2, eventId: '35', logStreamName: 's' }
const answeredLog: JsonObject = {
  id: '35',
  _id: '35',
  timestamp: 1,
  message: 'hello',
  ddsourcecategory: 'aws',
  aws: { awslogs: { logStream: 's' } },
}
const lake = [{ eventName: 'StopLogging' }, { eventTime: time }, { eventSource: 'cloudtrail.amazonaws.com' }]
const finding = { Id: 'f', SchemaVersion: '2018-10-08', Title: 't' }
const s3 = {
  s3: { bucket: { name: 'b' }, object: { key: 'k' } },
  eventSource: 'aws:s3',
  eventVersion: '2.1',
  eventName: 'x',
}
const sns = { Message: 'hello', MessageId: 'm', Timestamp: time }
const graph = { id: '1', createdDateTime: time, category: 'x' }
const pulled = { ackId: 'a', message: { data: plain(trail), messageId: '1' } }
const call = { action: { name: 'bypass_create' }, activity_id: 'a', ts: time }
const mail = {
  CreationTime: '2026-03-01T10:20:30',
  Operation: 'MailItemsAccessed',
  RecordType: 50,
  Workload: 'Exchange',
}
const login = {
  uuid: 'u',
  published: time,
  eventType: 'user.session.start',
  actor: { id: 'a', type: 'User', alternateId: 'ann@example.com' },
  outcome: { result: 'SUCCESS' },
}

interface Example {
  /** A document of the envelope. */
  readonly envelope: JsonObject
  /** Its records; the envelope itself where it is not opened. */
  readonly records: readonly Json[]
  /** A log that is much like it. */
  readonly log: JsonObject
}

const list = (key: string, first: JsonObject, other: JsonObject = { a: 1 }): Example => ({
  envelope: { [key]: [first, { b: 2 }] },
  records: [first, { b: 2 }],
  log: { timestamp: 1, [key]: [other] },
})

const told = (envelope: JsonObject, log: JsonObject): Example => ({ envelope, records: [envelope], log })

/** An example of each envelope by its name. */
export const examples: Readonly<Record<string, Example>> = {
  'CloudTrail file': { envelope: { Records: [{ a: 1 }] }, records: [{ a: 1 }], log: { Records: [1] } },
  'answer of LookupEvents': {
    envelope: { Events: [{ CloudTrailEvent: '{"a":1}' }], NextToken: 'x' },
    records: [{ a: 1 }],
    log: { Events: [{ a: 1 }] },
  },
  "element of LookupEvents' answer": {
    envelope: { EventId: 'x', CloudTrailEvent: '{"a":1}' },
    records: [{ a: 1 }],
    log: { CloudTrailEvent: { a: 1 } },
  },
  "element of LookupEvents' answer without its text": {
    envelope: {
      EventId: 'e-1',
      EventName: 'StopLogging',
      EventTime: 1_772_360_430,
      EventSource: 'cloudtrail.amazonaws.com',
      ReadOnly: 'false',
      Username: 'ann',
      Resources: [{ ResourceType: 'AWS::CloudTrail::Trail', ResourceName: 'trail' }],
    },
    records: [
      {
        eventID: 'e-1',
        eventName: 'StopLogging',
        eventTime: '2026-03-01T10:20:30.000Z',
        eventSource: 'cloudtrail.amazonaws.com',
        readOnly: false,
        userIdentity: { userName: 'ann' },
        resources: [{ type: 'AWS::CloudTrail::Trail', ARN: 'trail' }],
      },
    ],
    log: { EventId: 'x', EventTime: time },
  },
  "page of Datadog's API v2: found logs, audit events, signals": {
    envelope: {
      data: [
        { type: 'log', attributes: {} },
        { type: 'audit', attributes: {} },
      ],
      meta: { page: {} },
    },
    records: [
      { type: 'log', attributes: {} },
      { type: 'audit', attributes: {} },
    ],
    log: { data: [{ type: 'user', attributes: {} }] },
  },
  "answer of Datadog's API v2 with one of these": {
    envelope: { data: { id: 's', type: 'signal', attributes: {} } },
    records: [{ id: 's', type: 'signal', attributes: {} }],
    log: { timestamp: 1, data: { type: 'log' } },
  },
  "page of Datadog's log search, API v1": list('logs', { id: 'a', content: {} }, { content: {} }),
  'delivery of a CloudWatch Logs subscription': {
    envelope: delivery,
    records: [delivered],
    log: { timestamp: 1, logEvents: [{ a: 1 }] },
  },
  'answer of filter-log-events or get-log-events': {
    envelope: { events: [answered], searchedLogStreams: [] },
    records: [answeredLog],
    log: { timestamp: 1, events: [{ type: 'login', name: 'login_failure' }] },
  },
  "element of filter-log-events' answer": {
    envelope: answered,
    records: [answeredLog],
    log: { timestamp: 1, ingestionTime: 2 },
  },
  'answer of a query of Logs Insights': {
    envelope: {
      results: [
        [
          { field: '@timestamp', value: '2026-03-01 10:20:30.000' },
          { field: '@message', value: 'hello' },
          { field: '@log', value: '111122223333:/aws/lambda/f' },
          { field: '@ptr', value: 'p' },
        ],
      ],
      statistics: {},
      status: 'Complete',
    },
    records: [
      {
        id: 'p',
        _id: 'p',
        timestamp: '2026-03-01 10:20:30.000',
        message: 'hello',
        ddsource: 'lambda',
        service: 'lambda',
        ddsourcecategory: 'aws',
        host: '/aws/lambda/f',
        aws: { awslogs: { logGroup: '/aws/lambda/f', owner: '111122223333' } },
      },
    ],
    log: { timestamp: 1, results: [[{ field: 'a' }]] },
  },
  'row of Logs Insights, as its console exports it': {
    envelope: { '@timestamp': '2026-03-01 10:20:30.000', '@message': { a: 1 }, '@logStream': 's' },
    records: [
      {
        timestamp: '2026-03-01 10:20:30.000',
        message: { a: 1 },
        ddsourcecategory: 'aws',
        aws: { awslogs: { logStream: 's' } },
      },
    ],
    log: { timestamp: 1, '@message': 'x' },
  },
  'answer of a query of CloudTrail Lake': {
    envelope: { QueryStatus: 'FINISHED', QueryResultRows: [lake, [{ eventJson: spoken }]] },
    records: [{ eventName: 'StopLogging', eventTime: time, eventSource: 'cloudtrail.amazonaws.com' }, trail],
    log: { timestamp: 1, QueryResultRows: [[{ a: 1 }, { b: 2 }]] },
  },
  'CloudTrail record with names in lower case': {
    envelope: {
      eventname: 'StopLogging',
      eventtime: time,
      eventsource: 'cloudtrail.amazonaws.com',
      sourceipaddress: '198.51.100.7',
      useridentity: {
        arn: 'arn:aws:iam::111122223333:user/ann',
        accountid: '111122223333',
        sessioncontext: { attributes: { mfaauthenticated: 'false' }, sessionissuer: { username: 'role' } },
      },
      requestparameters: '{"username":"ann"}',
      responseelements: { userid: 'x' },
      resources: '[{arn=arn:aws:s3:::b, accountid=111122223333, type=AWS::S3::Bucket}]',
      additionaleventdata: null,
      region: 'eu-west-1',
    },
    records: [
      {
        eventName: 'StopLogging',
        eventTime: time,
        eventSource: 'cloudtrail.amazonaws.com',
        sourceIPAddress: '198.51.100.7',
        userIdentity: {
          arn: 'arn:aws:iam::111122223333:user/ann',
          accountId: '111122223333',
          sessionContext: { attributes: { mfaAuthenticated: 'false' }, sessionIssuer: { userName: 'role' } },
        },
        requestParameters: { username: 'ann' },
        responseElements: { userid: 'x' },
        resources: [{ ARN: 'arn:aws:s3:::b', accountId: '111122223333', type: 'AWS::S3::Bucket' }],
        additionalEventData: null,
        region: 'eu-west-1',
      },
    ],
    log: { eventname: 'click', eventtime: time, page: '/' },
  },
  'CloudTrail record as a text in a column': {
    envelope: { eventJson: spoken },
    records: [trail],
    log: { eventJson: 'x' },
  },
  'EventBridge event of Security Hub': {
    envelope: {
      'detail-type': 'Security Hub Findings - Imported',
      source: 'aws.securityhub',
      id: 'b',
      detail: { findings: [{ Id: '1', Resources: [{ Type: 'AwsEc2Instance', Id: 'i' }] }, { Id: '2' }] },
    },
    records: [
      {
        'detail-type': 'Security Hub Findings - Imported',
        source: 'aws.securityhub',
        id: 'b-1',
        detail: { finding: { Id: '1', resources: { AwsEc2Instance: { Id: 'i' } } } },
      },
      {
        'detail-type': 'Security Hub Findings - Imported',
        source: 'aws.securityhub',
        id: 'b-2',
        detail: { finding: { Id: '2', resources: {} } },
      },
    ],
    log: { 'detail-type': 'x', source: 'aws.inspector2', detail: { findings: [] } },
  },
  'packed CloudWatch Logs, as functions get them': {
    envelope: { awslogs: { data: packed(delivery) } },
    records: [delivered],
    log: { awslogs: { data: 1 } },
  },
  'record of Kinesis': {
    envelope: { kinesis: { data: packed(delivery), approximateArrivalTimestamp: 1 }, eventSource: 'aws:kinesis' },
    records: [delivered],
    log: { timestamp: 1, kinesis: 'stream' },
  },
  'records of Firehose': {
    envelope: {
      invocationId: 'i',
      records: [{ recordId: '1', approximateArrivalTimestamp: 7, data: packed(delivery) }],
    },
    records: [delivered],
    log: { timestamp: 1, records: [{ data: 'x', more: 1 }] },
  },
  'record of Firehose': {
    envelope: { recordId: '1', approximateArrivalTimestamp: 7, data: `${plain({ a: 1 })}` },
    records: [{ message: { a: 1 }, timestamp: 7 }],
    log: { timestamp: 1, data: 'x' },
  },
  'answer of receive-message of SQS': {
    envelope: { Messages: [{ MessageId: 'm', ReceiptHandle: 'r', Body: spoken, Attributes: { SentTimestamp: '7' } }] },
    records: [{ message: trail, timestamp: '7', _id: 'm' }],
    log: { timestamp: 1, Messages: [{ Body: 'x' }] },
  },
  'message of SQS, as its API answers it': {
    envelope: { MessageId: 'm', ReceiptHandle: 'r', Body: 'hello' },
    records: [{ message: 'hello', _id: 'm' }],
    log: { timestamp: 1, ReceiptHandle: 'r' },
  },
  'message of SQS, as functions get it': {
    envelope: { messageId: 'm', receiptHandle: 'r', body: spoken, attributes: { SentTimestamp: '7' } },
    records: [{ message: trail, timestamp: '7', _id: 'm' }],
    log: { timestamp: 1, receiptHandle: 'r' },
  },
  'notification of SNS, as functions get it': {
    envelope: { EventSource: 'aws:sns', Sns: sns },
    records: [{ EventSource: 'aws:sns', Sns: sns, ddsource: 'sns', service: 'sns', _id: 'm', timestamp: time }],
    log: { timestamp: 1, Sns: 'x' },
  },
  'notification of SNS, as queues get it': {
    envelope: { Type: 'Notification', TopicArn: 'arn', MessageId: 'm', Timestamp: time, Message: spoken },
    records: [trail],
    log: { timestamp: 1, TopicArn: 'arn' },
  },
  'notification of S3': told(s3, { timestamp: 1, s3: { bucket: 'b' } }),
  'notification of CloudTrail': told({ s3Bucket: 'b', s3ObjectKey: ['k'] }, { timestamp: 1, s3ObjectKey: 'k' }),
  'record of a Lambda event: dynamodb': told({ dynamodb: {}, eventSource: 'aws:dynamodb' }, { dynamodb: {} }),
  'record of a Lambda event: ses': told({ ses: {}, eventSource: 'aws:ses' }, { ses: {} }),
  'record of a Lambda event: cf': told({ cf: { config: {} } }, { cf: {} }),
  'record of a Lambda event: codecommit': told({ codecommit: {}, eventSource: 'aws:codecommit' }, { codecommit: {} }),
  "line of Splunk's export": {
    envelope: { preview: false, result: { _raw: 'hello', _time: time, host: 'h' } },
    records: [{ message: 'hello', timestamp: time, host: 'h' }],
    log: { timestamp: 1, result: { _raw: 1 } },
  },
  'event of Splunk': {
    envelope: { _raw: '{"a":1}', _time: '1772360430.000', source: '/var/log/a', action: 'x' },
    records: [{ message: { a: 1 }, timestamp: '1772360430.000', action: 'x' }],
    log: { timestamp: 1, _raw: 'x', _time: 1 },
  },
  "event of Splunk's HTTP Event Collector": {
    envelope: { time: '1772360430.5', host: 'h', source: 'Okta', sourcetype: 'a', event: '{"a":1}', fields: { b: 2 } },
    records: [{ b: 2, message: { a: 1 }, timestamp: '1772360430.5', host: 'h' }],
    log: { timestamp: 1, event: 'login', sourcetype: 'a' },
  },
  'push of Loki': {
    envelope: { streams: [{ stream: { app: 'a' }, values: [['1772360430456000000', 'hello', { b: 'c' }]] }] },
    records: [{ b: 'c', app: 'a', message: 'hello', timestamp: '1772360430456000000' }],
    log: { timestamp: 1, streams: [{ id: 7 }] },
  },
  "answer of Loki's queries": {
    envelope: {
      status: 'success',
      data: { resultType: 'streams', result: [{ stream: { app: 'a' }, values: [['1772360430456000000', 'hello']] }] },
    },
    records: [{ app: 'a', message: 'hello', timestamp: '1772360430456000000' }],
    log: { timestamp: 1, data: { result: [{ value: 7 }] } },
  },
  'line of logcli': {
    envelope: { labels: { app: 'a' }, line: 'hello', timestamp: time },
    records: [{ app: 'a', message: 'hello', timestamp: time }],
    log: { timestamp: 1, labels: { app: 'a' } },
  },
  'logs of OpenTelemetry': {
    envelope: {
      resourceLogs: [
        {
          resource: {
            attributes: [
              { key: 'service.name', value: { stringValue: 'web' } },
              { key: 'datadog.log.source', value: { stringValue: 'mysql' } },
            ],
          },
          scopeLogs: [
            {
              logRecords: [
                {
                  timeUnixNano: '1772360430456000000',
                  severityNumber: 17,
                  body: { stringValue: 'hello' },
                  attributes: [
                    { key: 'n', value: { intValue: '7' } },
                    { key: 'l', value: { arrayValue: { values: [{ boolValue: true }] } } },
                    { key: 'o', value: { kvlistValue: { values: [{ key: 'a', value: { doubleValue: 0.5 } }] } } },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
    records: [
      {
        'service.name': 'web',
        'datadog.log.source': 'mysql',
        n: 7,
        l: [true],
        o: { a: 0.5 },
        ddsource: 'mysql',
        service: 'web',
        status: 'error',
        message: 'hello',
        timestamp: '1772360430456000000',
      },
    ],
    log: { timestamp: 1, resourceLogs: 7 },
  },
  "answer of Athena's get-query-results": {
    envelope: {
      ResultSet: {
        Rows: [
          ['eventname', 'eventtime', 'awsregion'],
          ['StopLogging', time, 'eu-west-1'],
        ].map((row) => ({
          Data: row.map((VarCharValue) => ({ VarCharValue })),
        })),
      },
    },
    records: [{ eventName: 'StopLogging', eventTime: time, awsRegion: 'eu-west-1', ddsource: 'cloudtrail' }],
    log: { timestamp: 1, ResultSet: {} },
  },
  "answer of Azure's Log Analytics": {
    envelope: {
      tables: [
        {
          name: 'PrimaryResult',
          columns: [{ name: 'TimeGenerated', type: 'datetime' }, { name: 'Caller', type: 'string' }, { name: 'Empty' }],
          rows: [[time, 'ann', '']],
        },
      ],
    },
    records: [{ TimeGenerated: time, Caller: 'ann' }],
    log: { timestamp: 1, tables: [{ columns: [] }] },
  },
  'page with records: Azure': list('records', { time, operationName: 'Sign-in activity' }, { time, text: 'x' }),
  "page with value: Azure and Microsoft's Graph": list('value', graph, { id: '1' }),
  'page with items: Kubernetes, Google Workspace, 1Password': {
    envelope: { kind: 'EventList', items: [{ kind: 'Event', auditID: 'a' }], metadata: {} },
    records: [{ kind: 'Event', auditID: 'a' }],
    log: { timestamp: 1, items: [{ kind: 'apple', uuid: 'u' }] },
  },
  'page with entries: Google Cloud and Slack': list('entries', { logName: 'l', timestamp: time }, { logName: 'l' }),
  'page with Findings: findings of Security Hub and GuardDuty': list('Findings', finding, { Id: 'f' }),
  'page with receivedMessages: Pub/Sub': {
    envelope: { receivedMessages: [pulled] },
    records: [trail],
    log: { timestamp: 1, receivedMessages: [{ a: 1 }] },
  },
  'page with findings: findings of Macie and Inspector': list('findings', { findingArn: 'arn' }, { id: 'f' }),
  'page with logs: Auth0': list('logs', { log_id: 'l', date: time, type: 's' }, { log_id: 'l' }),
  'page with response: Duo': list('response', { timestamp: 1, action: 'admin_login' }, { timestamp: 1 }),
  'page with authlogs: Duo': list('authlogs', { txid: 't' }),
  'page with result: Cloudflare': list('result', { when: time, action: { type: 'login' } }, { when: time }),
  'page with events: records that a profile knows': list('events', trail),
  'page with data: records that a profile knows': list('data', trail),
  'page with results: Splunk': {
    envelope: { results: [{ _raw: 'hello', _time: time }] },
    records: [{ message: 'hello', timestamp: time }],
    log: { timestamp: 1, results: [{ raw: 'x' }] },
  },
  "answer of Duo's authentication log": {
    envelope: { stat: 'OK', response: { authlogs: [{ txid: 't' }] } },
    records: [{ txid: 't' }],
    log: { timestamp: 1, response: { status: 200 } },
  },
  'answer of an Elasticsearch search': {
    envelope: { took: 1, hits: { total: 1, hits: [{ _index: 'i', _source: { a: 1 } }] } },
    records: [{ a: 1 }],
    log: { timestamp: 1, hits: { hits: 7 } },
  },
  'hit of Elasticsearch': {
    envelope: { _id: 'i', _source: { a: 1 } },
    records: [{ a: 1 }],
    log: { _source: { a: 1 } },
  },
  "answer of Duo's activity, telephony or second authentication log": {
    envelope: { stat: 'OK', response: { items: [call, call], metadata: {} } },
    records: [call, call],
    log: { response: { items: [{ ts: time }] } },
  },
  "row of Microsoft Purview's audit search, the record as text": {
    envelope: { CreationDate: time, Operations: 'MailItemsAccessed', AuditData: JSON.stringify(mail) },
    records: [mail],
    log: { CreationDate: time, AuditData: '{"a":1}' },
  },
  "record of Microsoft Graph's audit search": {
    envelope: { id: 'm', createdDateTime: time, operation: 'MailItemsAccessed', auditData: mail },
    records: [mail],
    log: { createdDateTime: time, auditData: { a: 1 } },
  },
  "call of one of Okta's event hooks": {
    envelope: {
      eventType: 'com.okta.event_hook',
      cloudEventsVersion: '0.1',
      eventTime: time,
      data: { events: [login] },
    },
    records: [login],
    log: { eventTime: time, cloudEventsVersion: '0.1', data: { events: [{ a: 1 }] } },
  },
  'message of Event Hubs, with body': {
    envelope: {
      body: JSON.stringify({ records: [graph] }),
      offset: '4294967296',
      sequenceNumber: 7,
      partitionKey: null,
    },
    records: [graph],
    log: { timestamp: 1, body: { records: [graph] } },
  },
  'message of Event Hubs, with Body': {
    envelope: { Body: { records: [graph] }, Offset: '4294967296', SequenceNumber: 7, EnqueuedTimeUtc: time },
    records: [graph],
    log: { timestamp: 1, Body: 'hello', Offset: 1, SequenceNumber: 2 },
  },
  'message of Pub/Sub, with message': {
    envelope: { message: { data: plain(trail), messageId: '1' }, subscription: 's' },
    records: [trail],
    log: { message: { data: plain(trail) } },
  },
  'message of Pub/Sub, with ackId': {
    envelope: { ackId: 'a', message: { data: plain(trail), messageId: '1' } },
    records: [trail],
    log: { ackId: 'a', message: 'x' },
  },
  'message of Pub/Sub, with subscription': {
    envelope: { subscription: 's', message: { data: plain(trail), message_id: '1' } },
    records: [trail],
    log: { subscription: 's', message: { data: 1, messageId: '1' } },
  },
  ...Object.fromEntries(
    timedPageEnvelopes.map(({ name, key }) => {
      const page = [{ created_at: time }, { b: 2 }]
      return [name, { envelope: { [key]: page }, records: page, log: { [key]: page, published: time } }]
    }),
  ),
  'rule of Datadog': told({ cases: [], queries: [], options: {}, createdAt: 1 }, { timestamp: 1, cases: 7 }),
  'CloudTrail digest': {
    envelope: { digestStartTime: 'x', logFiles: [] },
    records: [],
    log: { digestStartTime: 'x' },
  },
}
