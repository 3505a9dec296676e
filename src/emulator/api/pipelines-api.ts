import { plainError, type Reply } from './api-error'
import type { EmulatorRequest } from './request'

/** Log pipelines, read only: what was seeded, in that order, as a list without anything around it (recorded). */
export function listPipelines({ store }: EmulatorRequest): Reply {
  return { status: 200, body: store.read().all('pipelines') }
}

export function getPipeline({ parameters, store }: EmulatorRequest): Reply {
  const pipeline = store.read().get('pipelines', parameters.id ?? '')
  return pipeline ? { status: 200, body: pipeline } : plainError(404, 'Non existing pipeline')
}

/** `GET …/pipeline-order`: the ids in the order in which logs pass them (API, LogsPipelinesOrder). */
export function pipelineOrder({ store }: EmulatorRequest): Reply {
  const ids = store
    .read()
    .all('pipelines')
    .flatMap(({ id }) => id ?? [])
  return { status: 200, body: { pipeline_ids: ids } }
}
