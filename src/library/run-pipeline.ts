import { parseUserAgent } from '../archive/parse-user-agent'
import type { Finding } from '../diagnostic/diagnostic'
import type { Pipeline } from '../pipeline/pipeline'
import { readPipeline } from '../pipeline/read-pipeline'
import { type PipelineResult, runSample } from '../pipeline/samples/run-sample'

/** What is said of the log beside its text. */
export interface RunPipelineOptions {
  /** The official service of the log. */
  readonly service?: string
  /** The moment at which the log arrives, epoch milliseconds; the present one without it. */
  readonly nowMs?: number
}

/**
 * What a log pipeline makes of the raw text of a log: the `result` of the public pipelines' tests. The definition has the
 * form of the API or of the public integrations, there with or without the `pipeline:` around it; its own filter is taken
 * as met. Throws a `SyntaxError` for a definition with mistakes.
 */
export function runPipeline(definition: object, sample: string, options: RunPipelineOptions = {}): PipelineResult {
  const { service, nowMs = Date.now() } = options
  const enrichment = { parseUserAgent }
  return runSample(givenPipeline(definition), sample, { nowMs, enrichment, ...(service !== undefined && { service }) })
}

/** A pipeline as a plain object. */
export function givenPipeline(definition: object): Pipeline {
  const { pipeline, findings } = readPipeline({ value: definition ?? null })
  if (pipeline !== undefined) return pipeline
  throw new SyntaxError(findings.flatMap((each) => (each.severity === 'error' ? [toldOf(each)] : [])).join('; '))
}

function toldOf({ code, message, path }: Finding): string {
  return `${code}${path.length > 0 ? ` at ${path.join('.')}` : ''}: ${message}`
}
