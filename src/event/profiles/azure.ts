import type { Json, JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { carriedRecord } from '../envelopes/carried-record'
import { readMonthFirst } from '../mapping/month-first-time'
import { bareAddress, objectIn, textAt } from '../mapping/record-values'
import type { Profile } from '../profile'
import { kubernetesAudit } from './kubernetes-audit'

/**
 * Azure: activity and resource logs, as Azure's diagnostic settings write them and as its activity log answers them.
 * Source, service and tags are those of Datadog's public Azure forwarder; the names follow the queries of its default
 * rules. The audits of AKS travel as text inside and are opened, for the rules on Kubernetes ask for both.
 */
export const azure: Profile = {
  source: 'azure.*',
  otherSources: ['azure'],
  service: 'azure',
  marks: ['operationName'],
  recognise: (record) => provider(record) !== undefined && isText(operation(record)) && hasKind(record),
  time: [['eventTimestamp'], ['time']],
  readTime: readMonthFirst,
  id: [['eventDataId'], ['_id']],
  widen: (record) => {
    const audit = carriedRecord(objectIn(record, 'properties')['log'])
    return audit !== undefined && kubernetesAudit.recognise(audit) ? { ...audit, ...record } : record
  },
  attributes: [
    { name: 'evt.name', from: operation, known: 'observed' },
    {
      name: 'evt.category',
      from: (record) => textAt(record, 'category', 'category.value'),
      known: 'observed',
      isInText: true,
    },
    { name: 'evt.outcome', from: outcome, known: 'assumed' },
    { name: 'usr.id', from: userId, known: 'assumed' },
    { name: 'usr.name', from: (record) => claim(record, 'name') ?? textAt(record, 'user.username'), known: 'assumed' },
    { name: 'usr.email', from: email, known: 'assumed' },
    { name: 'network.client.ip', from: clientAddress, known: 'assumed', isInText: true },
    ...kubernetesAudit.attributes.filter(({ name }) => name.startsWith('http.')),
  ],
  from: { source: (record) => provider(record) },
  tags: (record) => {
    const parts = resourceOf(record)
    const [, subscription, , group] = isBelowNoGroup(parts) ? parts.slice(0, 2) : parts
    return [...(subscription ? [`subscription_id:${subscription}`] : []), ...(group ? [`resource_group:${group}`] : [])]
  },
}

/** What the settings write has a category, what the activity log answers the time of its event. */
function hasKind({ category, eventTimestamp, eventDataId }: JsonObject): boolean {
  return isText(category) || isText(eventTimestamp) || isText(eventDataId)
}

/** The parts of an id of a resource: `subscriptions`, its id, `resourcegroups`, … */
function resourceOf({ resourceId }: JsonObject): readonly string[] {
  const parts = isText(resourceId) ? resourceId.toLowerCase().replace(/^\//, '').split('/') : []
  return parts[0] === 'subscriptions' ? parts : []
}

/** As Datadog's forwarder has it: `azure.compute` for what belongs to `Microsoft.Compute`, also below no group. */
function provider(record: JsonObject): string | undefined {
  const parts = resourceOf(record)
  if (parts.length === 0) return sourceOf(operation(record)?.toLowerCase().split('/', 2).at(0))
  if (parts.length === 2) return 'azure.subscription'
  if (parts.length === 4 && !isBelowNoGroup(parts)) return 'azure.resourcegroup'
  return sourceOf(parts[5]) ?? (isBelowNoGroup(parts) ? sourceOf(parts[3]) : undefined) ?? 'azure'
}

function sourceOf(part: string | undefined): string | undefined {
  return part?.startsWith('microsoft.') ? part.replace('microsoft.', 'azure.') : undefined
}

function isBelowNoGroup(parts: readonly string[]): boolean {
  return parts[2] === 'providers' && sourceOf(parts[3]) !== undefined
}

/** The activity log answers in mixed case what the settings, and so the tenant, write in capitals. */
function operation(record: JsonObject): string | undefined {
  const asked = textAt(record, 'operationName.value')
  return asked === undefined ? textAt(record, 'operationName') : asked.toUpperCase()
}

const outcomes: Readonly<Record<string, string>> = {
  accepted: 'Accept',
  failed: 'Failure',
  started: 'Start',
  succeeded: 'Success',
}

function outcome(record: JsonObject): Json | undefined {
  const status = textAt(record, 'status.value')
  return status === undefined ? textAt(record, 'resultType') : (outcomes[status.toLowerCase()] ?? status)
}

function claim(record: JsonObject, name: string): string | undefined {
  const claims = isJsonObject(record['claims']) ? record['claims'] : objectIn(record, 'identity.claims')
  const value = claims[name]
  return isText(value) ? value : undefined
}

const upn = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn'
const emailAddress = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress'

function email(record: JsonObject): string | undefined {
  const caller = textAt(record, 'caller')
  return claim(record, upn) ?? claim(record, emailAddress) ?? (caller?.includes('@') ? caller : undefined)
}

function userId(record: JsonObject): string | undefined {
  return email(record) ?? textAt(record, 'caller', 'user.username') ?? claim(record, 'name') ?? claim(record, 'appid')
}

function clientAddress(record: JsonObject): string | undefined {
  const places = ['callerIpAddress', 'httpRequest.clientIpAddress', 'properties.clientIP', 'properties.clientIp']
  return bareAddress(textAt(record, ...places) ?? claim(record, 'ipaddr'))
}
