import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, objectsIn } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { readMonthFirst } from '../mapping/month-first-time'
import { objectIn, textAt, valueAt } from '../mapping/record-values'
import type { Profile } from '../profile'

/**
 * Entra ID (Azure Active Directory): sign-ins and directory audits, as Azure's diagnostic settings write them and as
 * Microsoft Graph answers them. Source, service and tags are those of Datadog's public Azure forwarder; the names follow
 * the queries of its default rules, which ask for Graph's own names below `@properties`.
 */
export const entraId: Profile = {
  source: 'azure.activedirectory',
  service: 'azure',
  marks: ['category', 'createdDateTime', 'activityDateTime'],
  recognise: (record) => isDiagnostic(record) || kindOfGraph(record) !== undefined,
  time: [['createdDateTime'], ['activityDateTime'], ['time']],
  readTime: readMonthFirst,
  id: [['properties', 'id'], ['id']],
  attributes: [
    {
      name: 'properties',
      from: (record) => (isDiagnostic(record) ? undefined : record),
      known: 'observed',
      isInText: true,
    },
    {
      name: 'evt.name',
      from: (record) => textAt(record, 'operationName', 'activityDisplayName') ?? signIn(record),
      known: 'observed',
    },
    { name: 'evt.category', from: (record) => categoryOf(record), known: 'observed' },
    { name: 'evt.outcome', from: outcome, known: 'assumed' },
    { name: 'usr.id', from: userId, known: 'assumed' },
    { name: 'usr.email', from: email, known: 'assumed' },
    { name: 'usr.name', from: userName, known: 'assumed' },
    { name: 'network.client.ip', from: clientAddress, known: 'assumed', isInText: true },
    { name: 'http.useragent', from: userAgent, known: 'assumed', isInText: true },
  ],
  from: { message: (record) => textAt(inner(record), 'status.additionalDetails') },
  tags: ({ resourceId }) => {
    const tenant = isText(resourceId) ? resourceId.toLowerCase().split('/')[2] : undefined
    return tenant ? [`tenant:${tenant}`] : []
  },
}

/** The kinds of logs that Entra ID's diagnostic settings offer. */
const categories =
  /^(?:(?:NonInteractiveUser|ServicePrincipal|ManagedIdentity|ADFS)?SignInLogs|AuditLogs|ProvisioningLogs|Risky(?:Users|ServicePrincipals)|(?:User|ServicePrincipal)RiskEvents)$/

function isDiagnostic({ resourceId, category, operationName, properties }: JsonObject): boolean {
  if (!isText(category) || !isText(operationName)) return false
  if (isText(resourceId)) return /^\/tenants\/[^/]+\/providers\/microsoft\.aadiam/i.test(resourceId)
  return categories.test(category) && isJsonObject(properties)
}

function kindOfGraph(record: JsonObject): 'SignInLogs' | 'AuditLogs' | undefined {
  const { createdDateTime, activityDateTime, activityDisplayName, userPrincipalName, servicePrincipalId } = record
  if (isText(activityDateTime) && isText(activityDisplayName)) return 'AuditLogs'
  const isWhose = isText(userPrincipalName) || isText(servicePrincipalId)
  const isSignIn = ['appId', 'appDisplayName', 'ipAddress', 'clientAppUsed'].some((key) => isText(record[key]))
  return isText(createdDateTime) && isWhose && isSignIn ? 'SignInLogs' : undefined
}

/** What Graph and the settings write alike; the settings put it under `properties`. */
function inner(record: JsonObject): JsonObject {
  return isDiagnostic(record) ? objectIn(record, 'properties') : record
}

function categoryOf(record: JsonObject): string | undefined {
  return isDiagnostic(record) ? textAt(record, 'category') : kindOfGraph(record)
}

/** The name that the diagnostic settings give to each sign-in. */
function signIn(record: JsonObject): string | undefined {
  return kindOfGraph(record) === 'SignInLogs' ? 'Sign-in activity' : undefined
}

/** Audits say it in words; sign-ins by the number of an error, 0 for none. */
function outcome(record: JsonObject): Json | undefined {
  const result = textAt(inner(record), 'result')
  if (result !== undefined) return result.toLowerCase()
  const code = valueAt(inner(record), 'status.errorCode') ?? record['resultType']
  if (code === undefined || code === null) return undefined
  return String(code) === '0' ? 'success' : 'failure'
}

function userId(record: JsonObject): string | undefined {
  return (
    email(record) ??
    textAt(
      inner(record),
      ...['initiatedBy.app.servicePrincipalId', 'initiatedBy.app.appId', 'servicePrincipalId', 'userId'],
    )
  )
}

function email(record: JsonObject): string | undefined {
  return textAt(inner(record), 'userPrincipalName', 'initiatedBy.user.userPrincipalName')
}

function userName(record: JsonObject): string | undefined {
  const names = [
    'userDisplayName',
    'initiatedBy.user.displayName',
    'initiatedBy.app.displayName',
    'servicePrincipalName',
  ]
  return textAt(inner(record), ...names) ?? textAt(record, 'identity')
}

function clientAddress(record: JsonObject): string | undefined {
  return textAt(record, 'callerIpAddress') ?? textAt(inner(record), 'ipAddress', 'initiatedBy.user.ipAddress')
}

function userAgent(record: JsonObject): string | undefined {
  const details = objectsIn(inner(record)['additionalDetails'])
  const detail = details.find(({ key }) => key === 'User-Agent')
  return textAt(inner(record), 'userAgent') ?? (detail && textAt(detail, 'value'))
}
