import type { LogFile } from '../archive/log-files'
import { WorldError } from '../diagnostic/world-error'
import { type GivenOfLogs, mergeGiven } from '../event/given'
import { givenOfFile } from '../workspace/samples/given-of-file'
import type { Workspace } from '../workspace/workspace'
import type { StretchOptions } from './times-asked'

/** What options say of the logs that are read, for what these lack. */
export interface GivenOptions {
  readonly source?: string
  readonly service?: string
  readonly timeField?: string
  readonly tag?: readonly string[]
  /** The logs are raw, whatever they look like. */
  readonly raw?: boolean
  /** Datadog has processed the logs, whatever they look like. */
  readonly processed?: boolean
}

/** Which logs are read, from files or from a tenant, and how. */
export interface LogOptions extends GivenOptions, StretchOptions {
  readonly strict?: boolean
  readonly tenantLogs?: boolean
  readonly maxLogs?: number
}

/** What is said of the logs of each file: by the options, which go before, and by `logs:` in `ddac.yaml`; with what time it is. */
export function givenByOptions(
  { source, service, timeField: time, tag: tags, raw, processed }: GivenOptions,
  workspace: Workspace,
  nowMs: number,
): (file: LogFile) => GivenOfLogs | undefined {
  if (raw && processed) {
    throw new WorldError('usage', 'logs cannot be --raw and --processed at once', 'Give one of the two, or neither.')
  }
  const stage = raw ? 'raw' : processed ? 'processed' : undefined
  const byOptions: GivenOfLogs = { source, service, time, tags, stage }
  const isGiven = Object.values(byOptions).some((value) => value !== undefined)
  return ({ path }) => {
    const bySection = givenOfFile(path, workspace)
    const given = isGiven ? mergeGiven(byOptions, bySection ?? {}) : bySection
    return given?.processing === undefined ? given : { ...given, nowMs }
  }
}
