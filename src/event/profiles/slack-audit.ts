import { isJsonObject, isScalar } from '../../json/json-object'
import { isText } from '../../json/json-text'
import type { Profile } from '../profile'

/** Slack's audit logs. Names and the service follow the queries of Datadog's default rules. */
export const slackAudit: Profile = {
  source: 'slack',
  service: 'audit-logs-service',
  marks: ['date_create'],
  recognise: ({ action, date_create: created, actor }) => isText(action) && isScalar(created) && isJsonObject(actor),
  fits: ({ action, actor }) => isText(action) && isJsonObject(actor),
  time: [['date_create']],
  id: [['id']],
  attributes: [
    { name: 'evt.name', from: 'action', known: 'observed' },
    { name: 'usr.email', from: 'actor.user.email', known: 'assumed' },
    { name: 'usr.name', from: 'actor.user.name', known: 'assumed' },
    { name: 'usr.id', from: 'actor.user.id', known: 'assumed' },
    { name: 'network.client.ip', from: 'context.ip_address', known: 'assumed' },
    { name: 'http.useragent', from: 'context.ua', known: 'assumed' },
  ],
}
