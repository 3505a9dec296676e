import type { Json, JsonObject } from '../../json/json'
import { asObject, listIn } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { parseQuery } from '../../query/parse-query'
import { newId } from '../store/new-id'
import type { TenantState } from '../store/tenant-state'
import { plainError, type Reply } from './api-error'
import { attributesIn, type EmulatorRequest } from './request'

/** Every organisation has this one (observed). Its exclusions can be set, and it can be disabled (documented). */
const builtInFilter: JsonObject = {
  id: 'bui-lt-in0',
  type: 'security_filters',
  attributes: {
    version: 1,
    name: 'all ingested logs',
    query: '*',
    is_enabled: true,
    exclusion_filters: [],
    filtered_data_type: 'logs',
    is_builtin: true,
  },
}

/** `GET security_filters`: all of them at once, the built-in one first. */
export function listSecurityFilters({ store }: EmulatorRequest): Reply {
  return { status: 200, body: { data: allFilters(store.read()) } }
}

export function getSecurityFilter({ parameters, store }: EmulatorRequest): Reply {
  const found = filterOf(store.read(), parameters.id ?? '')
  return found ? { status: 200, body: { data: found } } : notFound(parameters.id ?? '')
}

export function createSecurityFilter({ body, store }: EmulatorRequest): Reply {
  const sent = attributesIn(body)
  const trouble = filterTrouble(sent ?? {})
  if (trouble) return plainError(400, trouble)
  const id = newId((taken) => store.read().get('securityFilters', taken) !== undefined)
  return stored(store, id, { ...serverFilter(sent ?? {}), version: 1, is_builtin: false })
}

/** `PATCH security_filters/{id}`: what is sent is set. The version it is meant for must be the current one (assumed). */
export function updateSecurityFilter({ parameters, body, store }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  const before = filterOf(store.read(), id)
  if (!before) return notFound(id)
  const held = asObject(before.attributes) ?? {}
  const sent = attributesIn(body) ?? {}
  const isBuiltIn = held.is_builtin === true
  if (isBuiltIn && builtInKept.some((key) => sent[key] !== undefined && sent[key] !== held[key])) return builtInRefused
  if (typeof sent.version === 'number' && sent.version !== held.version) {
    return plainError(409, `conflict(Security filter with id '${id}' is at version ${String(held.version)})`)
  }
  const changed = serverFilter({ ...held, ...sent })
  const trouble = filterTrouble(changed)
  if (trouble) return plainError(400, trouble)
  return stored(store, id, { ...changed, version: Number(held.version ?? 0) + 1, is_builtin: isBuiltIn })
}

export function deleteSecurityFilter({ parameters, store }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  const found = filterOf(store.read(), id)
  if (!found) return notFound(id)
  if (asObject(found.attributes)?.is_builtin === true) return builtInRefused
  store.commit([{ collection: 'securityFilters', id, value: null }])
  return { status: 204 }
}

/** What the documented changes of the built-in filter leave alone; that it cannot be changed or deleted is assumed. */
const builtInKept = ['name', 'query', 'filtered_data_type'] as const
const builtInRefused = plainError(400, 'invalid_argument(The built-in security filter cannot be changed so)')

function allFilters(state: TenantState): readonly JsonObject[] {
  const { id } = builtInFilter
  const isBuiltIn = (filter: JsonObject): boolean => filter.id === id
  const held = state.all('securityFilters')
  return [held.find(isBuiltIn) ?? builtInFilter, ...held.filter((filter) => !isBuiltIn(filter))]
}

function filterOf(state: TenantState, id: string): JsonObject | undefined {
  return allFilters(state).find((filter) => filter.id === id)
}

function stored(store: EmulatorRequest['store'], id: string, attributes: JsonObject): Reply {
  const value: JsonObject = { id, type: 'security_filters', attributes }
  store.commit([{ collection: 'securityFilters', id, value }])
  return { status: 200, body: { data: value } }
}

function serverFilter(sent: JsonObject): JsonObject {
  const { name, query, is_enabled, exclusion_filters, filtered_data_type } = sent
  return {
    name: name ?? '',
    query: query ?? '',
    is_enabled: is_enabled ?? false,
    exclusion_filters: exclusion_filters ?? [],
    filtered_data_type: filtered_data_type ?? 'logs',
  }
}

/** The form of the text is that of suppressions; the reasons are assumed. */
function filterTrouble(filter: JsonObject): string | undefined {
  if (!isText(filter.name)) return invalid('name', 'name is required')
  if (!parses(filter.query)) return invalid('query', 'query is invalid')
  const exclusions = listIn(filter.exclusion_filters)
  const wrong = exclusions.findIndex((exclusion) => !parses(asObject(exclusion)?.query))
  return wrong === -1 ? undefined : invalid(`exclusion_filters[${wrong}].query`, 'query is invalid')
}

function parses(query: Json | undefined): boolean {
  return isText(query) && parseQuery(query).query !== undefined
}

function invalid(field: string, reason: string): string {
  return `input_validation_error(Field 'data.attributes.${field}' is invalid: ${reason})`
}

function notFound(id: string): Reply {
  return plainError(404, `not_found(Security filter with id '${id}' not found)`)
}
