import { isJsonObject } from '../../json/json-object'
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
  recognise: ({ eventType, published, actor, outcome }) =>
    isText(eventType) && isText(published) && isJsonObject(actor) && isJsonObject(outcome),
  fits: ({ eventType, actor }) => isText(eventType) && isJsonObject(actor),
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
