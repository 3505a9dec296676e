import type { JsonObject } from '../../json/json'
import { isScalar } from '../../json/json-object'
import { isText } from '../../json/json-text'
import type { Profile } from '../profile'

/**
 * GitHub's audit log, streamed or asked of its API. Datadog's default rules ask for the action as `@evt.action`, and for
 * actor, repository and visibility below `@github`; their own names stay beside them.
 */
export const gitHubAudit: Profile = {
  source: 'github.audit.streaming',
  otherSources: ['github-telemetry', 'github'],
  service: 'github',
  marks: ['action'],
  beside: { action: ['@timestamp', 'created_at'] },
  values: { action: (action) => isAction({ action }) },
  recognise: (record) => isAction(record) && isWhen(record) && whose.some((key) => Object.hasOwn(record, key)),
  fits: isAction,
  time: [['@timestamp'], ['created_at']],
  id: [['_document_id']],
  attributes: [
    { name: 'evt.action', from: 'action', known: 'observed' },
    { name: 'evt.name', from: 'action', known: 'assumed' },
    { name: 'github.actor', from: 'actor', known: 'observed' },
    { name: 'github.repository', from: ['repo', 'repository'], known: 'observed' },
    { name: 'github.visibility', from: 'visibility', known: 'observed' },
    { name: 'github.org', from: 'org', known: 'assumed' },
    { name: 'github.business', from: 'business', known: 'assumed' },
    { name: 'usr.name', from: 'actor', known: 'assumed' },
    { name: 'usr.id', from: 'actor_id', known: 'assumed' },
    { name: 'network.client.ip', from: 'actor_ip', known: 'assumed' },
    { name: 'http.useragent', from: 'user_agent', known: 'assumed' },
  ],
}

const whose = ['actor', 'org', 'business', 'repo', 'user', '_document_id']

/** `repo.access`, `git.clone`: an area and what was done in it. */
function isAction({ action }: JsonObject): boolean {
  return isText(action) && /^[a-z][a-z0-9_]*\.[a-z0-9_.]+$/.test(action)
}

function isWhen({ '@timestamp': timestamp, created_at: created }: JsonObject): boolean {
  return isScalar(timestamp) || isScalar(created)
}
