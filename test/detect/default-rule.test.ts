import { evaluateEvents } from '../../src/detect/evaluate'
import type { LogEvent } from '../../src/event/log-event'
import { readLog } from '../../src/event/read-log'
import type { Draft } from '../../src/rule/rule'

/**
 * The detection that Datadog ships for this behavior (def-000-yax) is a THEN over one hour, for long-term keys alone,
 * joined by the address. This is a rule of that shape in our words; the tests say what such a shape cannot see.
 */
const shape: Draft = {
  name: 'Address added, then deleted',
  message: '',
  isEnabled: true,
  type: 'log_detection',
  queries: [
    {
      name: 'added',
      query:
        'source:cloudtrail @eventSource:ses.amazonaws.com @evt.name:VerifyEmailIdentity @userIdentity.accessKeyId:AKIA*',
      groupByFields: ['@requestParameters.emailAddress'],
    },
    {
      name: 'deleted',
      query:
        'source:cloudtrail @eventSource:ses.amazonaws.com @evt.name:DeleteIdentity @userIdentity.accessKeyId:AKIA*',
      groupByFields: ['@requestParameters.identity'],
    },
  ],
  cases: [{ status: 'medium', condition: 'added > 0 THEN deleted > 0' }],
  options: { detectionMethod: 'threshold', evaluationWindow: 3600, keepAlive: 3600, maxSignalDuration: 86_400 },
}

const longTermKey = 'AKIAEXAMPLE111122223'
const temporaryKey = 'ASIAEXAMPLE111122223'

function call(eventName: string, time: string, requestParameters: object, accessKeyId = longTermKey): LogEvent {
  const read = readLog({
    eventVersion: '1.10',
    eventID: `${eventName} ${time}`,
    eventName,
    eventSource: 'ses.amazonaws.com',
    eventTime: `2026-03-01T${time}Z`,
    recipientAccountId: '111122223333',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/mailer', accessKeyId },
    requestParameters,
  })
  if ('trouble' in read) throw new Error(read.trouble)
  return read.event
}

const address = 'billing@example.com'
const added = call('VerifyEmailIdentity', '10:00:00', { emailAddress: address })
const signalsOf = (events: readonly LogEvent[]) => evaluateEvents([shape], events).signals

it('sees an address that one long-term key adds and deletes within the hour, joined under both names', () => {
  const deleted = call('DeleteIdentity', '11:00:00', { identity: address })
  expect(signalsOf([deleted, added])).toMatchObject([
    {
      severity: 'medium',
      group: { '@requestParameters.emailAddress': address, '@requestParameters.identity': address },
      events: ['VerifyEmailIdentity 10:00:00', 'DeleteIdentity 11:00:00'],
    },
  ])
})

it.each<[string, readonly LogEvent[]]>([
  ['a delete one second past the hour', [added, call('DeleteIdentity', '11:00:01', { identity: address })]],
  ['the delete of another address', [added, call('DeleteIdentity', '10:30:00', { identity: 'other@example.com' })]],
  ['a delete before the add', [added, call('DeleteIdentity', '09:30:00', { identity: address })]],
  [
    'temporary keys on both calls',
    [
      call('VerifyEmailIdentity', '10:00:00', { emailAddress: address }, temporaryKey),
      call('DeleteIdentity', '10:30:00', { identity: address }, temporaryKey),
    ],
  ],
  [
    'a temporary key on the delete alone',
    [added, call('DeleteIdentity', '10:30:00', { identity: address }, temporaryKey)],
  ],
  [
    'a whole domain',
    [
      call('VerifyDomainIdentity', '10:00:00', { domain: 'example.com' }),
      call('DeleteIdentity', '10:30:00', { identity: 'example.com' }),
    ],
  ],
  [
    'the calls of the second API version',
    [
      call('CreateEmailIdentity', '10:00:00', { emailIdentity: address }),
      call('DeleteEmailIdentity', '10:30:00', { emailIdentity: address }),
    ],
  ],
])('does not see %s', (_, events) => {
  expect(signalsOf(events)).toEqual([])
})
