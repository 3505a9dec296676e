import { recogniseProfile, recordOfLine } from '../../../src/event/known-profiles'
import type { JsonObject } from '../../../src/json/json'

test.each<[string, JsonObject]>([
  ['okta', { eventType: 'user.session.start', published: '2026-03-01T10:20:30Z', actor: {} }],
  ['guardduty', { type: 'Recon:EC2/Portscan', service: { serviceName: 'guardduty' } }],
  ['guardduty', { type: 'Recon:EC2/Portscan', schemaVersion: '2.0', severity: 5, accountId: '111122223333' }],
  ['azure.*', { operationName: { value: 'Microsoft.Network/publicIPAddresses/write' }, eventTimestamp: '2026-03-01' }],
  ['azure.*', { operationName: 'MICROSOFT.COMPUTE/DISKS/DELETE', category: 'Administrative' }],
  ['azure.activedirectory', { operationName: 'Sign-in activity', category: 'SignInLogs', properties: {} }],
  ['azure.activedirectory', { activityDateTime: '2026-03-01T10:20:30Z', activityDisplayName: 'Delete user' }],
  ['microsoft-365', { CreationTime: '2026-03-01T10:20:30', Operation: 'UserLoggedIn', Workload: 'Exchange' }],
  ['gsuite', { id: { applicationName: 'login', time: '2026-03-01T10:20:30Z' }, events: [] }],
  ['gcp.*', { protoPayload: { methodName: 'SetIamPolicy' }, resource: { type: 'project' } }],
  ['kubernetes.audit', { apiVersion: 'audit.k8s.io/v1', verb: 'get' }],
  ['kubernetes.audit', { auditID: 'a', stage: 'ResponseComplete', verb: 'get' }],
  ['slack', { action: 'user_login', date_create: 1772360430, actor: {} }],
  ['github.audit.streaming', { action: 'org.add_member', '@timestamp': 1772360430000, org: 'example' }],
  ['auth0', { log_id: '1', data: { type: 's', date: '2026-03-01T10:20:30Z' } }],
  ['cisco-duo', { result: 'denied', factor: 'duo_push', txid: 't' }],
  ['1password', { uuid: 'u', category: 'success', target_user: {} }],
  ['windows.events', { Event: { System: { EventID: 4625 } } }],
  ['windows.events', { EventID: '4625', Computer: 'dc1' }],
  ['windows.events', { EventId: 4625, ComputerName: 'dc1', Channel: 'Security' }],
  ['windows.events', { Id: 4625, LogName: 'Security', ProviderName: 'p', MachineName: 'dc1' }],
  ['microsoft-365', { OfficeWorkload: 'Exchange', Operation: 'New-InboxRule' }],
  ['securityhub', { class_uid: 2004, finding_info: {}, metadata: { product: { uid: 'arn:aws:securityhub:x' } } }],
  ['securityhub', { detail: { finding: { class_uid: 2003, finding_info: {} } } }],
  ['vpc', { srcaddr: '203.0.113.7', dstaddr: '10.0.0.5', end: '1772360490', action: 'ACCEPT' }],
  ['vpc', { interface_id: 'eni-0a', srcaddr: '203.0.113.7' }],
  ['securityhub', { ProductArn: 'arn:aws:securityhub:us-east-1::product/aws/inspector', Title: 't' }],
])('little is enough to tell a record of %s: %j', (source, record) => {
  expect(recogniseProfile(record)?.source).toBe(source)
})

test.each<[string, JsonObject]>([
  ['a type of another kind', { type: 'order.created', severity: 5, schemaVersion: '2.0', accountId: '1' }],
  ['an event of a shop', { eventType: 'order.created', published: '2026-03-01T10:20:30Z' }],
  ['a capitalised type of event', { eventType: 'Order', published: '2026-03-01T10:20:30Z', actor: {} }],
  ['an action without an area', { action: 'login', '@timestamp': 1772360430000, org: 'example' }],
  ['an operation of another vendor', { operationName: 'Example.Compute/disks/delete', category: 'Administrative' }],
  ['a category that Entra ID has not', { operationName: 'Sign-in', category: 'Logs', properties: {} }],
  ['an object of Kubernetes', { kind: 'Event', apiVersion: 'v1', verb: 'get' }],
  ['an event number alone', { EventID: 4625 }],
  ['an event number of something else', { EventId: 4625, Channel: 'news' }],
  ['a row of a log without its machine', { Id: 4625, LogName: 'Security', ProviderName: 'p' }],
  ['a finding of another vendor', { class_uid: 2004, finding_info: {}, metadata: { product: { uid: 'p' } } }],
  ['an event in OCSF that is no finding', { detail: { finding: { class_uid: 3002, finding_info: {} } } }],
  ['a flow without a time', { srcaddr: '203.0.113.7', dstaddr: '10.0.0.5', action: 'ACCEPT' }],
  ['an event number in words', { EventID: 'logon', Computer: 'dc1' }],
  ['an interface of another cloud', { interface_id: 'nic-1', srcaddr: '203.0.113.7' }],
  ['a product that is no finding', { ProductArn: 'arn:aws:servicecatalog:us-east-1::product/x', Title: 't' }],
  ['an id and a type', { log_id: '90020260301102030', type: 's' }],
  ['a result alone', { result: 'denied', txid: 't' }],
])('not taken for a record: %s', (_what, record) => {
  expect(recogniseProfile(record)).toBe(undefined)
})

test.each([
  [
    'a line of VPC flow logs',
    '2 111122223333 eni-0a 203.0.113.7 10.0.0.5 50123 22 6 4 320 1772360430 1772360490 ACCEPT OK',
  ],
  ['one without data', '2 111122223333 eni-0a - - - - - - - 1772360430 1772360490 - NODATA'],
])('%s is read', (_what, line) => {
  expect(recogniseProfile({ ...recordOfLine(line, undefined) })?.source).toBe('vpc')
})

test.each([
  [
    'the head of a file',
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end',
  ],
  [
    'a line of another version',
    '5 111122223333 eni-0a 203.0.113.7 10.0.0.5 1 22 6 4 320 1772360430 1772360490 ACCEPT OK',
  ],
  ['a line that is cut off', '2 111122223333 eni-0a 203.0.113.7 10.0.0.5 50123 22 6 4 320 1772360430'],
  ['an access log without its user agent', `${'0'.repeat(64)} b1x [01/Mar/2026:10:20:30 +0000] 203.0.113.7 - R`],
  ['words', 'a plain message of some program'],
])('%s is no line of a source', (_what, line) => {
  expect(recordOfLine(line, undefined)).toBe(undefined)
})
