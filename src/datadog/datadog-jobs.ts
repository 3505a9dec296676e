import { WorldError } from '../diagnostic/world-error'
import { asObject, isList, objectsIn } from '../json/json-object'
import { asNumber, isText } from '../json/json-text'
import type { JobRunner, JobState } from '../sync/backtest/job-runner'
import { Call } from './call'
import { type ConnectOptions, sendingTo } from './datadog-remote'
import { routes } from './routes'

/** So many signals come with one request (recorded answers show pages; that as many as of logs may be asked for is assumed). */
const signalsOnPage = '1000'

/** The historical jobs of a tenant (API: Security Monitoring > Run a historical job, in preview). */
export function connectJobs(options: ConnectOptions): JobRunner {
  const call = new Call(options.tenant, sendingTo(options))
  return {
    tenant: options.tenant,
    start: (jobDefinition) => {
      const body = { data: { type: 'historicalDetectionsJobCreate', attributes: { jobDefinition } } }
      return call.one({ route: routes.runJob, body }, (value) => {
        const id = asObject(asObject(value)?.data)?.id
        return isText(id) ? id : undefined
      })
    },
    state: (id) => call.one({ route: routes.getJob, id }, asState),
    cancel: async (id) => {
      try {
        await call.nothing({ route: routes.cancelJob, id })
      } catch (error) {
        // It was over in the meantime (docs: 409).
        if (!(error instanceof WorldError) || error.code !== 'conflict') throw error
      }
    },
    signals: (id, cursor) => {
      const query = { 'page[limit]': signalsOnPage, ...(cursor !== undefined && { 'page[cursor]': cursor }) }
      return call.one({ route: routes.jobSignals, id, query }, asPage)
    },
  }
}

function asState(value: unknown): JobState | undefined {
  const { jobStatus, progressRate } = asObject(asObject(asObject(value)?.data)?.attributes) ?? {}
  const progress = asNumber(progressRate)
  return isText(jobStatus) ? { status: jobStatus, ...(progress !== undefined && { progress }) } : undefined
}

function asPage(value: unknown): Awaited<ReturnType<JobRunner['signals']>> | undefined {
  const { data, meta } = asObject(value) ?? {}
  if (!isList(data)) return undefined
  const { after } = asObject(asObject(meta)?.page) ?? {}
  return { items: objectsIn(data), ...(isText(after) && after !== '' && { next: after }) }
}
