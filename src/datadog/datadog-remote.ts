import type { JsonObject } from '../json/json'
import { asObject, listIn } from '../json/json-object'
import { asNumber } from '../json/json-text'
import { isIdentityTag } from '../rule/tenant/identity-tags'
import type { Remote, RemoteRule, RemoteSetting, RemoteSuppression } from '../sync/remote'
import { canonicalRule } from '../wire/canonical-rule'
import { canonicalSuppression } from '../wire/canonical-suppression'
import { differences } from '../wire/differences'
import { Call } from './call'
import type { Credentials } from './credentials'
import { withinLimits } from './rate-limits'
import { type Pace, type RetryNotice, realPace, withRetries } from './retry'
import { routes } from './routes'
import { openTransport, type Send } from './transport'

/** How a tenant is reached. Without credentials nothing is signed, as the embedded emulator wants it. */
export interface ConnectOptions {
  /** The tenant's name in the workspace, for messages. */
  readonly tenant: string
  readonly baseUrl: string
  readonly credentials?: Credentials
  /** How long one request may take, its body included. */
  readonly timeoutMs?: number
  /** How often one request is sent at most. */
  readonly attempts?: number
  readonly pace?: Pace
  readonly onRetry?: (notice: RetryNotice) => void
}

/** The tenant behind Datadog's API, or behind anything that speaks it. Nothing is loaded or sent before the first call. */
export function connectDatadog(options: ConnectOptions): Remote {
  const { tenant } = options
  const call = new Call(tenant, sendingTo(options))
  return {
    tenant,
    listRules: () => call.pages(routes.listRules, asRule),
    getRule: (id) => call.oneOrNone({ route: routes.getRule, id }, asRule),
    createRule: (body) => call.one({ route: routes.createRule, body }, asRule),
    updateRule: (id, body) =>
      call.unlessDone({ route: routes.updateRule, id, body }, asRule, body.version, async () => {
        const now = await call.oneOrNone({ route: routes.getRule, id }, asRule)
        if (!now || !carriesMarks(now.body, body)) return undefined
        return isSame(canonicalRule(now.body), canonicalRule({ ...now.body, ...body })) ? now : undefined
      }),
    deleteRule: (id) => call.nothing({ route: routes.deleteRule, id }),
    ruleHistory: (id) => call.history({ route: routes.ruleHistory, id }, 'rule'),
    validateRule: (body) => call.verdict({ route: routes.validateRule, body }),
    listSuppressions: () => call.pages(routes.listSuppressions, asSuppression),
    getSuppression: (id) => call.oneOrNone({ route: routes.getSuppression, id }, asSuppressionDocument),
    createSuppression: (attributes) =>
      call.one({ route: routes.createSuppression, body: suppressionBody(attributes) }, asSuppressionDocument),
    updateSuppression: (id, attributes) =>
      call.unlessDone(
        { route: routes.updateSuppression, id, body: suppressionBody(attributes) },
        asSuppressionDocument,
        attributes.version,
        async () => {
          const now = await call.oneOrNone({ route: routes.getSuppression, id }, asSuppressionDocument)
          if (!now || !carriesMarks(now.attributes, attributes)) return undefined
          const wanted = canonicalSuppression({ ...now.attributes, ...attributes })
          return isSame(canonicalSuppression(now.attributes), wanted) ? now : undefined
        },
      ),
    deleteSuppression: (id) => call.nothing({ route: routes.deleteSuppression, id }),
    suppressionHistory: (id) => call.history({ route: routes.suppressionHistory, id }, 'suppression'),
    validateSuppression: (attributes) =>
      call.verdict({ route: routes.validateSuppression, body: suppressionBody(attributes) }),
    // These come all at once: 700 security filters were recorded in one answer, and none of the three has pages.
    listSecurityFilters: () => call.list({ route: routes.listSecurityFilters }, asSetting),
    listSignalNotificationRules: () => call.list({ route: routes.listSignalNotificationRules }, asSetting),
    listCriticalAssets: () => call.list({ route: routes.listCriticalAssets }, asSetting),
  }
}

/** Sends to one tenant, within the limits that it names, and again where that is safe. */
export function sendingTo(options: ConnectOptions): Send {
  const { tenant, baseUrl, credentials, timeoutMs = 60_000, attempts = 6, pace = realPace, onRetry } = options
  const transport = openTransport({ tenant, baseUrl, timeoutMs, ...(credentials && { credentials }) })
  const limited = withinLimits(transport, { pace, ...(onRetry && { onWait: onRetry }) })
  return withRetries(limited, { pace, attempts, ...(onRetry && { onRetry }) })
}

function asRule(value: unknown): RemoteRule | undefined {
  const body = asObject(value)
  if (typeof body?.id !== 'string' || body.id === '') return undefined
  return { id: body.id, version: asNumber(body.version) ?? 0, body }
}

function asSuppressionDocument(value: unknown): RemoteSuppression | undefined {
  return asSuppression(asObject(value)?.data)
}

function asSuppression(value: unknown): RemoteSuppression | undefined {
  const setting = asSetting(value)
  const version = setting?.attributes.version
  return setting && { ...setting, version: asNumber(version) ?? 0 }
}

function asSetting(value: unknown): RemoteSetting | undefined {
  const resource = asObject(value)
  const attributes = asObject(resource?.attributes)
  return typeof resource?.id === 'string' && resource.id !== '' && attributes
    ? { id: resource.id, attributes }
    : undefined
}

function isSame(a: JsonObject, b: JsonObject): boolean {
  return differences(a, b).length === 0
}

/** Whether our own tags are those that were sent: they are no content, so that comparing does not see them. */
function carriesMarks(now: JsonObject, sent: JsonObject): boolean {
  return !('tags' in sent) || marksIn(now.tags) === marksIn(sent.tags)
}

function marksIn(tags: unknown): string {
  const marks = listIn(tags).filter((tag) => typeof tag === 'string' && isIdentityTag(tag))
  return [...marks].sort().join(' ')
}

function suppressionBody(attributes: JsonObject): JsonObject {
  return { data: { type: 'suppressions', attributes } }
}
