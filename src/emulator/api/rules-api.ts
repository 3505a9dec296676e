import type { JsonObject } from '../../json/json'
import { asObject, listIn } from '../../json/json-object'
import { asNumber } from '../../json/json-text'
import { isProvided } from '../../rule/tenant/provided-rule'
import { newId } from '../store/new-id'
import { mergedProvided, providedRefusals } from '../store/provided-rule'
import { serverFields, serverRule } from '../store/server-rule'
import { refusalsOf } from '../validate-rule'
import { codedError, plainError, type Refusal, type Reply, refusedRule } from './api-error'
import { fieldHistory } from './field-history'
import { type EmulatorRequest, emulatedUser, emulatedUserId, pageOf } from './request'
import { ruleSearch, sortedThings } from './search-things'
import { historyReply } from './version-history'

/** `GET rules`: pages of ten unless asked otherwise, with totals that mislead in the way the real ones were seen to. */
export function listRules({ query, store }: EmulatorRequest): Reply {
  const all = store.read().all('rules')
  const found = sortedThings(all.filter(ruleSearch(query.get('query'))), query.get('sort'))
  const page = pageOf(found, query, { size: 10, largest: 100 })
  const counted = query.has('page[size]')
    ? { total_count: page.items.length, total_filtered_count: page.items.length, current_page: page.number }
    : { total_count: all.length, total_filtered_count: page.items.length }
  return { status: 200, body: { data: page.items.map(asRead), meta: { page: counted } } }
}

export function getRule({ parameters, store }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  const rule = store.read().get('rules', id)
  return rule ? { status: 200, body: asRead(rule) } : noRule(id)
}

/** As the API has said it since 2026 of a version that is not there (observed); it used to be plain texts. */
function noRule(id: string): Reply {
  return codedError(404, 'NotFound', `Threat detection rule not found: ${id}`)
}

export function createRule({ body, store, nowMs }: EmulatorRequest): Reply {
  const sent = asObject(body)
  const refusals = sent ? refusalsOf(sent) : [{ message: 'A rule must be an object' }]
  if (!sent || refusals.length > 0) return refusedRule(refusals)
  const id = newId((taken) => store.read().get('rules', taken) !== undefined)
  const rule = stamped(serverRule(sent), { id, version: 1, createdAt: nowMs, creationAuthorId: emulatedUserId })
  store.commit([{ collection: 'rules', id, value: rule }])
  return { status: 200, body: asRead(rule) }
}

/** `PUT rules/{id}` merges by top-level field: what is not sent stays (observed). */
export function updateRule({ parameters, body, store, nowMs }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  const before = store.read().get('rules', id)
  if (!before) return noRule(id)
  const sent = asObject(body)
  if (!sent) return refusedRule([{ message: 'A rule must be an object' }])
  if (typeof sent.version === 'number' && sent.version !== before.version) {
    // That a stale version is refused, and how, is assumed.
    return codedError(
      409,
      'Conflict',
      `Rule version ${sent.version} is not the current version ${String(before.version)}`,
    )
  }
  const provided = isProvided(before)
  const merged = provided ? mergedProvided(before, sent) : { ...before, ...sent, type: before.type ?? null }
  const refusals = [
    ...changesRefused(before, sent),
    ...(provided ? providedRefusals(before, sent) : refusalsOf(merged)),
  ]
  if (refusals.length > 0) return refusedRule(refusals)
  const rule = nextVersion(before, provided ? merged : serverRule(merged), nowMs)
  store.commit([{ collection: 'rules', id, value: rule }])
  const { creator, updater, isPartner, ...answered } = asRead(rule)
  return { status: 200, body: answered }
}

export function deleteRule({ parameters, store }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  const rule = store.read().get('rules', id)
  if (!rule) return noRule(id)
  // Documented as refused; the status and the text are assumed.
  if (isProvided(rule)) return plainError(403, 'Default rules cannot be deleted')
  store.commit([{ collection: 'rules', id, value: null }])
  return { status: 204 }
}

export function bulkDeleteRules({ body, store }: EmulatorRequest): Reply {
  const attributes = asObject(asObject(asObject(body)?.data)?.attributes) ?? asObject(body)
  const ids = attributes?.ruleIds ?? attributes?.rule_ids
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) return plainError(400, 'ruleIds is required')
  const state = store.read()
  const unknown = ids.find((id) => !state.get('rules', id))
  if (unknown !== undefined) return plainError(404, `Threat detection rule not found: ${unknown}`)
  if (ids.some((id) => isProvided(state.get('rules', id) ?? {})))
    return plainError(403, 'Default rules cannot be deleted')
  store.commit([...new Set(ids)].map((id) => ({ collection: 'rules', id, value: null })))
  return {
    status: 200,
    body: { data: { type: 'bulk_delete_response', attributes: { deletedRules: ids, failedRules: [] } } },
  }
}

export function validateRule({ body }: EmulatorRequest): Reply {
  const sent = asObject(body)
  const refusals = sent ? refusalsOf(sent) : [{ message: 'A rule must be an object' }]
  return refusals.length === 0 ? { status: 204 } : refusedRule(refusals)
}

/** `GET rules/{id}/version_history`: every version with what it changed, and fewer flags than a rule has (observed). */
export function ruleHistory({ parameters, query, store }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  const versions = store.read().versions('rules', id)
  if (versions.length === 0) return noRule(id)
  const tell = (rule: JsonObject, before: JsonObject | undefined) => ({
    rule: inHistory(rule),
    changes: fieldHistory(
      before,
      rule,
      Object.keys({ ...before, ...rule }).filter((field) => !notTold.has(field)),
    ),
  })
  return historyReply({ id, type: 'GetRuleVersionHistoryResponse', versions, tell }, query)
}

/** `POST rules/{id}/restore/{version}` writes an old version as a new one (observed). */
export function restoreRule({ parameters, store, nowMs }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  const wanted = parameters.version ?? ''
  const before = store.read().get('rules', id)
  const old = store
    .read()
    .versions('rules', id)
    .find((rule) => String(rule.version) === wanted)
  if (!before || !old) return codedError(404, 'NotFound', `Threat detection rule not found: ${id}, version=${wanted}`)
  if (isProvided(before)) return codedError(400, 'InvalidArgument', 'Cannot restore a default rule.')
  if (old === before) return codedError(409, 'AlreadyExists', 'Cannot restore: target version is the current version.')
  const rule = nextVersion(before, old, nowMs)
  store.commit([{ collection: 'rules', id, value: rule }])
  return { status: 200, body: asRead(rule) }
}

interface Stamp {
  readonly id: string
  readonly version: number
  readonly createdAt: number
  readonly creationAuthorId: number
}

function stamped(rule: JsonObject, stamp: Stamp): JsonObject {
  return {
    ...rule,
    ...stamp,
    isDefault: false,
    isPartner: false,
    isBeta: false,
    isDeleted: false,
    isDeprecated: false,
    blocking: rule.type === 'application_security',
    ...dependenciesOf(rule),
    metadata: { entities: null, sources: null },
    creator: emulatedUser,
    updater: { handle: '', name: '' },
  }
}

/** An application-security rule depends on the business events that its queries name (observed once). */
function dependenciesOf(rule: JsonObject): JsonObject {
  if (rule.type !== 'application_security') return {}
  const texts = listIn(rule.queries).map((query) => String(asObject(query)?.query ?? ''))
  const events = texts.flatMap((text) =>
    [...text.matchAll(/@appsec\.security_activity:(business_logic\.[\w.]+)/g)].map(([, event = '']) => event),
  )
  return events.length === 0 ? {} : { dependencies: [...new Set(events)] }
}

function nextVersion(before: JsonObject, content: JsonObject, nowMs: number): JsonObject {
  const kept = Object.fromEntries(keptOverUpdates.flatMap((key) => (key in before ? [[key, before[key] ?? null]] : [])))
  return {
    ...content,
    ...kept,
    ...dependenciesOf(content),
    version: (asNumber(before.version) ?? 0) + 1,
    updatedAt: nowMs,
    updateAuthorId: emulatedUserId,
    updater: emulatedUser,
  }
}

/** What an update makes anew; all else that the server sets stays. */
const renewed = new Set([
  'version',
  'updatedAt',
  'updateAuthorId',
  'updater',
  'findingType',
  'projectedPerQuery',
  'dependencies',
])
const keptOverUpdates = [...serverFields].filter((key) => !renewed.has(key))

/** What a PUT may not change in place (known from Terraform's provider; the text is assumed). */
function changesRefused(before: JsonObject, sent: JsonObject): readonly Refusal[] {
  const method = asObject(sent.options)?.detectionMethod
  const methodBefore = asObject(before.options)?.detectionMethod ?? 'threshold'
  return [
    ...(sent.type !== undefined && sent.type !== before.type
      ? [{ message: 'Rule type cannot be changed', target: 'type' }]
      : []),
    ...(method !== undefined && method !== methodBefore
      ? [{ message: 'Detection method cannot be changed', target: 'detectionMethod' }]
      : []),
  ]
}

/** A rule as GET and lists show it: without the author when that is Datadog itself (observed). */
function asRead(rule: JsonObject): JsonObject {
  if (rule.creationAuthorId !== 0) return rule
  const { creationAuthorId, ...rest } = rule
  return rest
}

function inHistory(rule: JsonObject): JsonObject {
  const { isPartner, isBeta, isDeprecated, blocking, ...told } = asRead(rule)
  return told
}

const notTold = new Set(['version', 'updatedAt', 'updateAuthorId', 'updater'])
