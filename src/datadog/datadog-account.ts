import { WorldError } from '../diagnostic/world-error'
import type { JsonObject } from '../json/json'
import { asObject, listIn } from '../json/json-object'
import { isText, textsIn } from '../json/json-text'
import type { Account, TenantOrg, TenantRight } from '../sync/account'
import { errorForAnswer } from './answer-error'
import { Call } from './call'
import { type ConnectOptions, sendingTo } from './datadog-remote'
import { type Route, routes } from './routes'
import type { ApiRequest } from './transport'

/**
 * Each right by a request that needs it and changes nothing: a listing of one, or a validation of nothing, which is
 * refused for what it is by whoever may ask.
 */
const probes: readonly ApiRequest[] = [
  { route: routes.listRules, query: { 'page[size]': '1' } },
  { route: routes.validateRule, body: {} },
  { route: routes.listSuppressions, query: { 'page[size]': '1' } },
  { route: routes.validateSuppression, body: { data: { type: 'suppressions', attributes: {} } } },
  { route: routes.listSecurityFilters },
  { route: routes.listSignalNotificationRules },
  { route: routes.listCriticalAssets },
  { route: routes.listPipelines },
  { route: routes.searchLogs, body: { filter: { from: 'now-1m' }, page: { limit: 1 } } },
  { route: routes.searchSignals, body: { filter: { from: 'now-1m' }, page: { limit: 1 } } },
]

/**
 * Whose keys a tenant is reached with (docs: Users > Get current user; Key Management > Validate API key, in preview).
 * The user's answer names the organisation and its permissions; where a key may not ask that, the API key tells the
 * organisation.
 */
export function connectAccount(options: ConnectOptions): Account {
  const { tenant, credentials } = options
  const send = sendingTo(options)
  const call = new Call(tenant, send)
  const hasApiKey = credentials?.kind !== 'bearer'
  let asked: Promise<JsonObject> | undefined
  const currentUser = (): Promise<JsonObject> => {
    asked ??= call.one({ route: routes.currentUser }, asDocument)
    return asked
  }

  async function org(): Promise<TenantOrg> {
    try {
      const found = orgOf(await currentUser())
      if (found.ids.length > 0) return found
    } catch (error) {
      if (!(error instanceof WorldError) || error.code === 'unauthorized' || !hasApiKey) throw error
    }
    const { id } = asObject((await call.one({ route: routes.validateApiKey }, asDocument)).data) ?? {}
    return { ids: isText(id) && id !== '' ? [id] : [] }
  }

  async function right(request: ApiRequest, ofUser: ReadonlySet<string> | undefined): Promise<TenantRight> {
    const { permission = '' } = request.route as Route
    const answer = await send(request)
    if (answer.status === 401) throw errorForAnswer(tenant, request.route, answer)
    if (answer.status === 403) return { permission, isHeld: false }
    if (answer.status !== 400 && (answer.status < 200 || answer.status > 299)) {
      return { permission, isHeld: undefined, because: errorForAnswer(tenant, request.route, answer).message }
    }
    if (!ofUser || ofUser.has(permission)) return { permission, isHeld: true }
    return { permission, isHeld: false, because: 'no role of its user has it' }
  }

  return {
    org,
    rights: async () => {
      const user = await unlessForbidden(currentUser())
      const ofUser = user && permissionsOf(user)
      const rights: TenantRight[] = []
      for (const probe of probes) rights.push(await right(probe, ofUser))
      return rights
    },
    apiKey: async () => {
      if (!hasApiKey) return undefined
      const told = await unlessForbidden(call.one({ route: routes.validateApiKey }, asDocument))
      const { valid, api_key_scopes: scopes } = asObject(asObject(told?.data)?.attributes) ?? {}
      return typeof valid === 'boolean' ? { isValid: valid, scopes: textsIn(scopes) } : undefined
    },
    user: async () => {
      const user = await unlessForbidden(currentUser())
      const { handle, email, name } = asObject(asObject(user?.data)?.attributes) ?? {}
      return [handle, email, name].find((each) => isText(each) && each !== '') as string | undefined
    },
  }
}

function asDocument(value: unknown): JsonObject | undefined {
  const document = asObject(value)
  return asObject(document?.data) && document
}

/** What a key may not ask is no trouble; what could not be asked is. */
async function unlessForbidden<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking
  } catch (error) {
    if (error instanceof WorldError && ['forbidden', 'missing', 'rejected', 'bad-answer'].includes(error.code)) {
      return undefined
    }
    throw error
  }
}

function orgOf({ data, included }: JsonObject): TenantOrg {
  const { id } = asObject(asObject(asObject(asObject(data)?.relationships)?.org)?.data) ?? {}
  const orgs = things(included, 'orgs')
  const own = orgs.find((each) => each.id === id) ?? (id === undefined ? orgs[0] : undefined)
  const { name, public_id: publicId } = asObject(own?.attributes) ?? {}
  const ids = [id ?? own?.id, publicId].filter((each): each is string => isText(each) && each !== '')
  return { ids: [...new Set(ids)], ...(isText(name) && name !== '' && { name }) }
}

/** The permissions of the user's roles; undefined where the answer names none. */
function permissionsOf({ included }: JsonObject): ReadonlySet<string> | undefined {
  const names = things(included, 'permissions').flatMap((each) => {
    const { name, name_aliases: aliases } = asObject(each.attributes) ?? {}
    return [...textsIn([name]), ...textsIn(aliases)]
  })
  return names.length > 0 ? new Set(names) : undefined
}

function things(included: unknown, type: string): readonly JsonObject[] {
  return listIn(included).flatMap((each) => {
    const thing = asObject(each)
    return thing?.type === type ? [thing] : []
  })
}
