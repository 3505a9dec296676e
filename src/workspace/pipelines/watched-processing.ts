import type { RawProcessing } from '../../event/given'
import { PipelineWatch } from '../../pipeline/pipeline-watch'
import { readPipeline } from '../../pipeline/read-pipeline'
import type { Workspace } from '../workspace'
import { processingOf } from './pipeline-files'

/** The pipelines of a workspace at work, each processor looked at while it runs. */
export function watchedProcessing({ pipelines, tables, geo }: Workspace): {
  readonly processing: RawProcessing | undefined
  readonly watch: PipelineWatch
} {
  const watch = new PipelineWatch()
  const watched = pipelines.map((file) => ({
    ...file,
    pipeline: file.pipeline && readPipeline(file.document, { decorate: watch.decorate }).pipeline,
  }))
  const processing = processingOf(watched, tables, geo)
  // What is watched stays in this thread.
  return { processing: processing && { ...processing, source: undefined }, watch }
}
