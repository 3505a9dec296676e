import { randomUUID } from 'node:crypto'
import { isoTime } from '../../diagnostic/times'
import type { JsonObject } from '../../json/json'
import { asObject } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { evaluateWireRules, logsBetween, type SignalResource, signalResource } from '../run-evaluator'
import { serverRule } from '../store/server-rule'
import type { TenantState } from '../store/tenant-state'
import { refusalsOf } from '../validate-rule'
import { plainError, type Reply, refusedRule, statusError } from './api-error'
import { type EmulatorRequest, emulatedUser, pageOf } from './request'
import { pageOfSignals, searchIn, searchOf } from './signals-api'

/** How long a job is `pending` (observed right after its creation) before it is `completed` (assumed). */
const jobTimeMs = 1000

/** `POST jobs`: a backtest of a rule of the tenant, or of one in the body, by the real evaluator over the logs sent. */
export function runJob({ body, store, nowMs }: EmulatorRequest): Reply {
  const attributes = asObject(asObject(asObject(body)?.data)?.attributes)
  const fromRule = asObject(attributes?.fromRule)
  const sent = fromRule ?? asObject(attributes?.jobDefinition)
  if (!sent) return statusError(400, { title: 'Generic Error', detail: 'a job definition or a rule is required' })
  const stored = fromRule ? store.read().get('rules', String(fromRule.id)) : undefined
  if (fromRule && !stored) return statusError(404, { title: 'Not Found' })
  if (sent.index !== 'main') {
    return plainError(400, "input_validation_error(Field 'index' is invalid: Invalid index): Index must exist")
  }
  const { from, to } = sent
  if (typeof from !== 'number' || typeof to !== 'number' || from >= to) {
    return statusError(400, { title: 'Generic Error', detail: 'from must be before to, both in milliseconds' })
  }
  const rule = stored ?? sent
  const refusals = refusalsOf(rule)
  if (refusals.length > 0) return refusedRule(refusals)
  const id = randomUUID()
  const created = databaseTime(nowMs)
  const value: JsonObject = {
    id,
    createdMs: nowMs,
    attributes: {
      createdAt: created,
      createdByHandle: emulatedUser.handle,
      createdByName: emulatedUser.name,
      ...(stored && { createdFromRuleId: String(stored.id) }),
      jobDefinition: jobDefinition(rule, from, to),
      jobName: rule.name ?? '',
      jobStatus: 'pending',
      modifiedAt: created,
      signalOutput: attributes?.signalOutput === true,
    },
  }
  store.commit([{ collection: 'jobs', id, value }])
  return { status: 201, body: { data: { id, type: 'historicalDetectionsJob' } } }
}

export function listJobs({ query, store, nowMs }: EmulatorRequest): Reply {
  const wanted = query.get('filter[query]')
  const ids = wanted ? new Set(wanted.split(' OR ').map((part) => part.trim().replace(/^id:/, ''))) : undefined
  const jobs = store
    .read()
    .all('jobs')
    .filter(({ id }) => !ids || ids.has(String(id)))
  return {
    status: 200,
    body: {
      data: pageOf(jobs, query, { size: 10, largest: 100 }).items.map((job) => asRead(job, nowMs)),
      meta: { totalCount: jobs.length },
    },
  }
}

export function getJob({ parameters, store, nowMs }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  if (!isJobId(id)) return statusError(400, { detail: 'invalid jobId' })
  const job = store.read().get('jobs', id)
  return job
    ? { status: 200, body: { data: asRead(job, nowMs) } }
    : statusError(404, { title: 'Not Found', detail: `Job ${id} was not found.` })
}

export function cancelJob({ parameters, store, nowMs }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  if (!isJobId(id)) return statusError(400, { detail: 'invalid jobId' })
  const job = store.read().get('jobs', id)
  if (!job) return statusError(404, { detail: 'Not Found' })
  if (statusOf(job, nowMs) !== 'pending') return statusError(409, { title: 'Conflict', detail: 'the job is over' })
  const attributes = { ...asObject(job.attributes), jobStatus: 'cancelled', modifiedAt: databaseTime(nowMs) }
  store.commit([{ collection: 'jobs', id, value: { ...job, attributes } }])
  return { status: 204 }
}

export function deleteJob({ parameters, store }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  if (!isJobId(id)) return statusError(400, { title: 'Generic Error', detail: 'invalid jobId' })
  if (!store.read().get('jobs', id)) return statusError(404, { detail: 'Not Found' })
  store.commit([{ collection: 'jobs', id, value: null }])
  return { status: 204 }
}

/** `GET jobs/{id}/histsignals`: what the job found. */
export function signalsOfJob({ parameters, query, store, nowMs }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  const job = store.read().get('jobs', id)
  if (!job) return statusError(404, { title: 'Not Found', detail: `Job ${id} was not found.` })
  return pageOfSignals(resultsOf(store.read(), job, nowMs), searchOf(query))
}

/** `GET histsignals`: what all jobs found. */
export function listJobSignals({ query, store, nowMs }: EmulatorRequest): Reply {
  return pageOfSignals(allResults(store.read(), nowMs), searchOf(query))
}

/** `POST histsignals/search`: the same with the filter in the body. */
export function searchJobSignals({ body, store, nowMs }: EmulatorRequest): Reply {
  return pageOfSignals(allResults(store.read(), nowMs), searchIn(body))
}

export function getJobSignal({ parameters, store, nowMs }: EmulatorRequest): Reply {
  const found = allResults(store.read(), nowMs).find(({ id }) => id === parameters.id)
  return found ? { status: 200, body: { data: found } } : plainError(404, 'Not found')
}

/** `POST jobs/signal_convert`: refused as observed; the signals themselves are not kept. */
export function convertJobSignals({ body }: EmulatorRequest): Reply {
  const ids = asObject(asObject(asObject(body)?.data)?.attributes)?.jobResultIds
  const isGood = Array.isArray(ids) && ids.length > 0 && ids.every(isText)
  return isGood ? { status: 204 } : statusError(400, { title: 'Generic Error', detail: 'empty jobResultId provided' })
}

function allResults(state: TenantState, nowMs: number): readonly SignalResource[] {
  return state.all('jobs').flatMap((job) => resultsOf(state, job, nowMs))
}

function resultsOf(state: TenantState, job: JsonObject, nowMs: number): readonly SignalResource[] {
  if (statusOf(job, nowMs) !== 'completed') return []
  const definition = asObject(asObject(job.attributes)?.jobDefinition) ?? {}
  const rule = { ...definition, id: String(asObject(job.attributes)?.createdFromRuleId ?? job.id), isEnabled: true }
  const logs = logsBetween(state, Number(definition.from), Number(definition.to))
  return evaluateWireRules([rule], logs, [], Number(definition.to)).signals.map((signal) =>
    signalResource(signal, rule),
  )
}

function jobDefinition(rule: JsonObject, from: number, to: number): JsonObject {
  const { name, message, tags, queries, cases, options, type, ...rest } = serverRule(rule)
  const { hasExtendedTitle, isEnabled, filters, index, ...further } = rest
  return {
    from,
    to,
    index: 'main',
    name: name ?? '',
    cases: cases ?? [],
    queries: queries ?? [],
    options: options ?? {},
    message: message ?? '',
    tags: tags ?? [],
    type: type ?? 'log_detection',
    ...further,
  }
}

function asRead(job: JsonObject, nowMs: number): JsonObject {
  const attributes = { ...asObject(job.attributes), jobStatus: statusOf(job, nowMs) }
  return { id: job.id ?? '', type: 'historicalDetectionsJob', attributes }
}

function statusOf(job: JsonObject, nowMs: number): string {
  const status = String(asObject(job.attributes)?.jobStatus)
  return status === 'pending' && nowMs - Number(job.createdMs) >= jobTimeMs ? 'completed' : status
}

function isJobId(id: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(id)
}

/** Times of jobs look as a database prints them: `2026-05-26 20:46:03.567462+00` (observed). */
function databaseTime(timeMs: number): string {
  return `${isoTime(timeMs).slice(0, -1).replace('T', ' ')}000+00`
}
