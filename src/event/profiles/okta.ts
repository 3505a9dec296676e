import { isText } from '../../json/json-text'
import { textAt } from '../mapping/record-values'
import type { Profile } from '../profile'

/**
 * Okta's System Log. The pipeline of Datadog's integration is not public: names follow the queries, groups and messages
 * of its default rules, which ask for Okta's event types as `@evt.name` and for its results as `@evt.outcome`.
 */
export const okta: Profile = {
  source: 'okta',
  service: 'okta',
  marks: ['published'],
  recognise: (record) =>
    isText(record['eventType']) &&
    dotted.test(record['eventType']) &&
    isText(record['published']) &&
    whose.some((key) => Object.hasOwn(record, key)),
  fits: ({ eventType }) => isText(eventType),
  time: [['published']],
  id: [['uuid']],
  attributes: [
    { name: 'evt.name', from: 'eventType', known: 'observed' },
    { name: 'evt.outcome', from: 'outcome.result', known: 'observed' },
    { name: 'usr.email', from: 'actor.alternateId', known: 'assumed' },
    { name: 'usr.id', from: 'actor.id', known: 'assumed' },
    { name: 'usr.name', from: 'actor.displayName', known: 'assumed' },
    { name: 'network.client.ip', from: 'client.ipAddress', known: 'assumed' },
    { name: 'http.useragent', from: 'client.userAgent.rawUserAgent', known: 'assumed' },
  ],
  from: {
    message: (record) => textAt(record, 'displayMessage'),
    status: ({ severity }) => (isText(severity) ? severity.toLowerCase() : undefined),
  },
}

/** `user.session.start` */
const dotted = /^[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)+$/

const whose = ['actor', 'outcome', 'uuid', 'displayMessage', 'legacyEventType', 'debugContext']
