import type { ProcessingSource, RawProcessing } from '../../event/given'
import { processWith } from '../../pipeline/intake/process-raw'
import { readPipeline } from '../../pipeline/read-pipeline'
import { parseUserAgent } from '../parse-user-agent'

/** The pipelines that another thread has at work, made once more of what it made them of. */
export function processingFrom({ definitions, tables }: ProcessingSource): RawProcessing {
  const pipelines = definitions.flatMap((value) => readPipeline({ value }).pipeline ?? [])
  return processWith(pipelines, { parseUserAgent, referenceTables: tables })
}
