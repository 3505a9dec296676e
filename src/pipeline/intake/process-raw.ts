import { copyInto } from '../../event/copy-into'
import { carriedRecord } from '../../event/envelopes/carried-record'
import type { ProcessedLog, ProcessingSource, RawLog, RawProcessing } from '../../event/given'
import type { Reserved } from '../../event/log-tags'
import { statusOf } from '../../event/mapping/log-status'
import { reservedNames } from '../../event/mapping/reserved-names'
import { copyObject } from '../../json/copy-object'
import type { JsonObject } from '../../json/json'
import { isJsonObject, objectAt } from '../../json/json-object'
import { sourcesAskedBy } from '../../query/sources-asked'
import { attributePath } from '../attribute-path'
import type { Pipeline } from '../pipeline'
import type { Enrichment } from '../processor-kind'
import { readLogDate } from '../read-log-date'
import { keepTexts, type Slice, sliceOf } from '../slice/slice'
import { fieldsOfQuery, type Touched, touchedByName } from '../slice/touched-fields'
import { textOfValue, WorkingLog } from '../working-log'
import { mayPassOne } from './may-pass'

/**
 * Pipelines at work on raw logs, as a tenant does it: what is JSON becomes attributes, the reserved ones are taken from
 * the attributes that stand for them, and then each pipeline whose filter matches runs, in order. A log may pass several.
 * `source` makes the same in another thread.
 */
export function processWith(
  pipelines: readonly Pipeline[],
  enrichment: Enrichment,
  source?: ProcessingSource,
): RawProcessing {
  const inForce = pipelines.filter(({ isEnabled }) => isEnabled)
  const passed = new Map<string, number>()
  const count = (processed: ProcessedLog | undefined): ProcessedLog | undefined => {
    for (const name of processed?.pipelines ?? []) passed.set(name, (passed.get(name) ?? 0) + 1)
    return processed
  }
  const whole = (raw: RawLog) => passThrough(raw, inForce, enrichment)?.processed
  const all: RawProcessing = {
    process: (raw) => count(whole(raw)),
    processAgain: whole,
    only: (fields) => {
      const slices = slicesFor(inForce, fields)
      const some = (raw: RawLog): ProcessedLog | undefined => {
        const sliced = passThrough(raw, inForce, enrichment, slices)
        if (sliced === undefined) return undefined
        if (sliced.isUncertain) return whole(raw)
        sliced.processed.whole = () => whole(raw)
        return sliced.processed
      }
      return { ...all, process: (raw) => count(some(raw)), processAgain: some }
    },
    mayPass: mayPassOne(inForce),
    asksFor: (source) => inForce.some(({ filter }) => sourcesAskedBy(filter)?.includes(source) ?? true),
    decidedBy: [...new Set(inForce.flatMap(({ filter }) => fieldsOfQuery(filter)))],
    dependsOn: remembered((field) => fieldsBefore(inForce, field)),
    keepsTexts: remembered((path) => {
      const asked = new Set<Touched>([`@${path}`])
      return inForce.toReversed().every(({ parts }) => keepTexts(parts, asked))
    }),
    passed,
    count: (others) => {
      for (const [name, logs] of others) passed.set(name, (passed.get(name) ?? 0) + logs)
    },
    ...(source && { source }),
  }
  return all
}

/** For each pipeline what of it fields need: by their filters all of them, and each log its time. */
function slicesFor(pipelines: readonly Pipeline[], fields: readonly string[]): readonly Slice[] {
  const asked = new Set<Touched>(['time', ...fields.map(touchedByName)])
  const slices = pipelines.toReversed().map(({ parts, filter }) => {
    const slice = sliceOf(parts, asked)
    for (const field of fieldsOfQuery(filter)) asked.add(field)
    return slice
  })
  return slices.reverse()
}

/** Of each field it is asked by many queries, and answered once. */
function remembered<Answer>(answerOf: (field: string) => Answer): (field: string) => Answer {
  const known = new Map<string, { readonly answer: Answer }>()
  return (field) => {
    const found = known.get(field) ?? { answer: answerOf(field) }
    known.set(field, found)
    return found.answer
  }
}

/** The fields before all pipelines on which depends what stands in one behind them. */
function fieldsBefore(pipelines: readonly Pipeline[], field: string): readonly string[] | undefined {
  const asked = new Set<Touched>([touchedByName(field)])
  for (const { parts, filter } of pipelines.toReversed()) {
    sliceOf(parts, asked)
    for (const one of fieldsOfQuery(filter)) asked.add(one)
  }
  return asked.has('all') || asked.has('attributes') || asked.has('time') ? undefined : [...asked]
}

/** Undefined for a log that passes no pipeline. */
function passThrough(
  raw: RawLog,
  pipelines: readonly Pipeline[],
  enrichment: Enrichment,
  slices?: readonly Slice[],
): { readonly processed: ProcessedInParts; readonly isUncertain: boolean } | undefined {
  const log = preprocessed(raw)
  const arrivedMs = log.timeMs
  const nowMs = arrivedMs || (raw.nowMs ?? 0)
  const names: string[] = []
  const passedOver: string[] = []
  const passOver = (type: string) => passedOver.push(type)
  for (const [index, { matches, run, name, unknownTypes }] of pipelines.entries()) {
    if (!matches(log)) continue
    log.enterPipeline()
    run(log, { nowMs, arrivedMs, enrichment, passOver, slice: slices?.[index] })
    names.push(name)
    if (unknownTypes.length > 0) passedOver.push(...unknownTypes)
  }
  // Where keys hold dots, what one part writes may decide how another one finds its way.
  const isUncertain = slices !== undefined && (log.isUncertain || log.at.hasDots)
  if (names.length === 0 && !isUncertain) return undefined
  return { processed: processedFrom(log, names, passedOver), isUncertain }
}

const noTags: readonly string[] = []

type ProcessedInParts = { -readonly [Field in keyof ProcessedLog]: ProcessedLog[Field] }

function processedFrom(log: WorkingLog, pipelines: readonly string[], passedOver: readonly string[]): ProcessedInParts {
  const { message, service, status, host, source, traceId, spanId, tags, timeMs } = log
  // Filled one by one: laid together of parts it costs an engine several times as much.
  const reserved: { -readonly [Field in keyof Reserved]: Reserved[Field] } = { tags: noTags }
  if (message !== undefined) reserved.message = message
  if (service !== undefined) reserved.service = service
  if (status !== undefined) reserved.status = status
  if (host !== undefined) reserved.host = host
  if (source !== undefined) reserved.source = source
  if (traceId !== undefined) reserved.traceId = traceId
  // As Datadog keeps them.
  if (tags.length > 0) reserved.tags = tags.map((tag) => tag.toLowerCase())
  // No log is from the first millisecond of 1970: that is one whose time nobody knows.
  const made: ProcessedInParts = {
    reserved,
    attributes: log.attributes,
    timeMs: timeMs === 0 ? undefined : timeMs,
    pipelines,
    passedOver,
  }
  if (spanId !== undefined) made.spanId = spanId
  return made
}

const reservedPaths = Object.fromEntries(
  Object.entries(reservedNames).map(([field, names]) => [field, names.map(attributePath)]),
)

function preprocessed({ reserved, attributes, timeMs, nowMs = 0 }: RawLog): WorkingLog {
  const spoken = carriedRecord(reserved.message)
  const log = new WorkingLog({ id: '', ...reserved, timeMs }, rootOf(attributes, spoken))
  const first = (field: keyof typeof reservedNames) => {
    for (const path of reservedPaths[field] ?? []) {
      const value = log.at.read(path)
      if (value !== undefined && !isJsonObject(value)) return { path, value }
    }
    return undefined
  }
  const status = reserved.status ?? first('status')?.value
  if (status !== undefined) log.status = statusOf(status)
  const service = first('service')?.value
  if (log.service === undefined && service !== undefined) log.service = textOfValue(service)
  const host = first('host')?.value
  if (log.host === undefined && host !== undefined) log.host = textOfValue(host)
  const trace = first('trace')?.value
  if (log.traceId === undefined && trace !== undefined) log.traceId = textOfValue(trace)
  const message = first('message')
  if (message !== undefined && (log.message === undefined || spoken !== undefined)) {
    log.message = textOfValue(message.value)
    if (message.path.keys[0] === 'message') log.at.remove(message.path)
  }
  const date = first('date')?.value
  if (timeMs === undefined && date !== undefined) log.remappedMs = readLogDate(date, nowMs)
  return log
}

/** The attributes of a log with those of its JSON message, and those of an object under `message`, at the root. */
function rootOf(attributes: JsonObject, spoken: JsonObject | undefined): JsonObject {
  const all = spoken === undefined ? attributes : laidOver(attributes, spoken)
  const inner = objectAt(all, 'message')
  if (inner === undefined) return all
  const { message: _, ...others } = all
  return laidOver(others, inner)
}

function laidOver(object: JsonObject, over: JsonObject): JsonObject {
  const all = copyObject(object)
  copyInto(all, over)
  return all
}
