import type { JsonObject } from '../../json/json'
import { asObject, listIn } from '../../json/json-object'
import { asNumber } from '../../json/json-text'
import { compileRuleSearch } from '../../suppression/rule-search'
import { newId } from '../store/new-id'
import { refusalsOf } from '../validate-rule'
import { suppressionTrouble } from '../validate-suppression'
import { plainError, type Reply } from './api-error'
import { fieldHistory } from './field-history'
import { attributesIn, type EmulatorRequest, emulatedUser, pageOf } from './request'
import { sortedThings, suppressionSearch } from './search-things'
import { historyReply } from './version-history'

/** `GET suppressions`. Totals are in camelCase and true here, unlike those of rules (observed). */
export function listSuppressions({ query, store }: EmulatorRequest): Reply {
  const all = store.read().all('suppressions')
  const found = sortedThings(all.filter(suppressionSearch(query.get('query'))), query.get('sort'))
  const page = pageOf(found, query, { size: -1 })
  return {
    status: 200,
    body: {
      data: page.items.map(resourceOf),
      meta: { page: { totalCount: found.length, pageSize: page.size, pageNumber: page.number } },
    },
  }
}

export function getSuppression({ parameters, store }: EmulatorRequest): Reply {
  const suppression = store.read().get('suppressions', parameters.id ?? '')
  return suppression ? documentOf(suppression) : plainError(404, 'Not found')
}

export function createSuppression({ body, store, nowMs }: EmulatorRequest): Reply {
  const sent = attributesIn(body)
  if (!sent) return unreadableBody
  const suppression = serverSuppression(sent)
  const trouble = suppressionTrouble(suppression, nowMs, Object.keys(sent))
  if (trouble) return plainError(400, trouble)
  const id = newId((taken) => store.read().get('suppressions', taken) !== undefined)
  const value: JsonObject = {
    ...suppression,
    id,
    version: 1,
    editable: true,
    creation_date: nowMs,
    update_date: nowMs,
    creator: emulatedUser,
    updater: emulatedUser,
  }
  store.commit([{ collection: 'suppressions', id, value }])
  return documentOf(value)
}

/** `PATCH suppressions/{id}`: what is sent is set, null clears; even a change of nothing is a new version (observed). */
export function updateSuppression({ parameters, body, store, nowMs }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  const before = store.read().get('suppressions', id)
  if (!before) return notFound(id)
  const sent = attributesIn(body)
  if (!sent) return unreadableBody
  if (typeof sent.version === 'number' && sent.version !== before.version) {
    // The lock is declared by the client's types; the text is assumed.
    return plainError(
      409,
      `conflict(Suppression with ID ${id} was modified: version ${sent.version} is not the current version)`,
    )
  }
  const changed = serverSuppression({ ...before, ...sent })
  const trouble = suppressionTrouble(changed, nowMs, Object.keys(sent))
  if (trouble) return plainError(400, trouble)
  const value: JsonObject = {
    ...changed,
    id,
    version: (asNumber(before.version) ?? 0) + 1,
    editable: before.editable ?? true,
    creation_date: before.creation_date ?? nowMs,
    creator: before.creator ?? emulatedUser,
    update_date: nowMs,
    updater: emulatedUser,
  }
  store.commit([{ collection: 'suppressions', id, value }])
  return documentOf(value)
}

export function deleteSuppression({ parameters, store }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  if (!store.read().get('suppressions', id)) return notFound(id)
  store.commit([{ collection: 'suppressions', id, value: null }])
  return { status: 204 }
}

export function validateSuppression({ body, nowMs }: EmulatorRequest): Reply {
  const sent = attributesIn(body)
  if (!sent) return unreadableBody
  const trouble = suppressionTrouble(serverSuppression(sent), nowMs, Object.keys(sent))
  return trouble ? plainError(400, trouble) : { status: 204 }
}

export function suppressionHistory({ parameters, query, store }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  const versions = store.read().versions('suppressions', id)
  if (versions.length === 0) return notFound(id)
  const tell = (suppression: JsonObject, before: JsonObject | undefined) => ({
    suppression,
    changes: fieldHistory(before, suppression, [...attributeNames, 'tags']),
  })
  return historyReply({ id, type: 'suppression_version_history', versions, tell }, query)
}

/** `GET suppressions/rules/{rule_id}`: the suppressions whose rule query takes in a rule of the tenant. */
export function suppressionsOfRule({ parameters, store }: EmulatorRequest): Reply {
  const id = parameters.ruleId ?? ''
  const rule = store.read().get('rules', id)
  if (!rule) return plainError(404, `not_found(Threat detection rule not found: ${id})`)
  return affecting(rule, store.read().all('suppressions'))
}

/** `POST suppressions/rules`: the same for a rule that need not exist. */
export function suppressionsOfFutureRule({ body, store }: EmulatorRequest): Reply {
  const rule = asObject(body)
  if (!rule || refusalsOf(rule).length > 0) return plainError(400, 'invalid_argument(Invalid rule configuration)')
  return affecting(rule, store.read().all('suppressions'))
}

/** Every suppression of which the rule query takes the rule in, whether it is in force now or not (assumed). */
function affecting(rule: JsonObject, suppressions: readonly JsonObject[]): Reply {
  const hits = suppressions.filter(({ rule_query: query }) => compileRuleSearch(String(query ?? ''))?.(rule) === true)
  return { status: 200, body: { data: hits.map(resourceOf) } }
}

const unreadableBody = plainError(400, "input_validation_error(Field 'data' is invalid: data is required)")

function notFound(id: string): Reply {
  return plainError(404, `not_found(Suppression with ID ${id} not found)`)
}

function documentOf(suppression: JsonObject): Reply {
  return { status: 200, body: { data: resourceOf(suppression) } }
}

function resourceOf({ id, ...attributes }: JsonObject): JsonObject {
  return { id: id ?? '', type: 'suppressions', attributes }
}

/** Attributes as the server keeps them: both queries always there, tags sorted, cleared dates gone (observed). */
function serverSuppression(sent: JsonObject): JsonObject {
  const kept = Object.fromEntries(
    attributeNames.flatMap((name) => {
      const value = sent[name]
      return value === undefined || value === null ? [] : [[name, value] as const]
    }),
  )
  const tags = [...listIn(sent.tags)].sort()
  return { suppression_query: '', data_exclusion_query: '', ...kept, tags }
}

const attributeNames = [
  'name',
  'enabled',
  'description',
  'rule_query',
  'suppression_query',
  'data_exclusion_query',
  'start_date',
  'expiration_date',
]
