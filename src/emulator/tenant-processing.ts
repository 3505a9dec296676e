import { parseUserAgent } from '../archive/parse-user-agent'
import type { RawProcessing } from '../event/given'
import type { JsonObject } from '../json/json'
import { processWith } from '../pipeline/intake/process-raw'
import { readPipeline } from '../pipeline/read-pipeline'
import type { TenantState } from './store/tenant-state'

/** Compiled once for the same pipelines. */
let last: { readonly pipelines: readonly JsonObject[]; readonly processing: RawProcessing | undefined } | undefined

/** The log pipelines of the tenant at work; undefined where it has none. One that cannot be read is passed over. */
export function tenantProcessing(state: TenantState): RawProcessing | undefined {
  const pipelines = state.all('pipelines')
  const isSame =
    last?.pipelines.length === pipelines.length && pipelines.every((each, at) => each === last?.pipelines[at])
  if (last !== undefined && isSame) return last.processing
  const read = pipelines.flatMap((value) => readPipeline({ value }).pipeline ?? [])
  last = { pipelines, processing: read.length === 0 ? undefined : processWith(read, { parseUserAgent }) }
  return last.processing
}
