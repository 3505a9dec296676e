import type { JsonObject } from '../json/json'
import { asObject } from '../json/json-object'
import { isText } from '../json/json-text'
import type { PipelineSource } from '../workspace/pipelines/pipeline-source'
import { Call } from './call'
import { type ConnectOptions, sendingTo } from './datadog-remote'
import { routes } from './routes'

/** The log pipelines of a tenant (API: Logs Pipelines > Get all pipelines), which come all at once and in order (recorded). */
export function connectPipelines(options: ConnectOptions): PipelineSource {
  const call = new Call(options.tenant, sendingTo(options))
  return {
    tenant: options.tenant,
    list: () => call.bareList({ route: routes.listPipelines }, asPipeline),
  }
}

function asPipeline(value: unknown): JsonObject | undefined {
  const pipeline = asObject(value)
  return isText(pipeline?.id) ? pipeline : undefined
}
