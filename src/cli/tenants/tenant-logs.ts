import { join } from 'node:path'
import type { FoundLogFiles, LogFile } from '../../archive/log-files'
import type { CompiledRules } from '../../detect/compile-rules'
import { lapseText } from '../../diagnostic/times'
import { WorldError } from '../../diagnostic/world-error'
import { terminal } from '../../medium/terminal-text'
import { fetchLogs } from '../../workspace/tenant-logs/fetch-logs'
import type { LogSearch, LogSource } from '../../workspace/tenant-logs/log-source'
import { ownFolder } from '../../workspace/tenant-logs/own-folder'
import { queriesOfRules } from '../../workspace/tenant-logs/rule-queries'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { tenantNames } from '../open-workspace'
import { stretchAsked, type timesAsked } from '../times-asked'
import { progressLine } from '../write-diagnostics'
import { type OpenTenant, openTenant } from './open-tenant'

/** So many logs are fetched unless more are allowed. */
const usualMaxLogs = 100_000

/** The one tenant whose logs are asked for, open for as long as the work takes. */
export async function withTenant<T>(
  workspace: Workspace,
  context: CliContext,
  globals: GlobalOptions,
  work: (tenant: OpenTenant) => Promise<T>,
): Promise<T> {
  const [name = '', ...more] = tenantNames(workspace, context, globals)
  if (more.length > 0) {
    throw new WorldError('usage', 'logs come from one tenant at a time', `Name one: --tenant ${name}.`)
  }
  const tenant = await openTenant(workspace, name, context, globals)
  try {
    return await work(tenant)
  } finally {
    await tenant.close()
  }
}

/** What to fetch of a tenant's logs. */
interface Wanted {
  readonly searches: readonly LogSearch[]
  readonly maxLogs: number | undefined
}

/**
 * Fetches logs of a tenant into the workspace's own folder and answers the files. Says on stderr beforehand how many there
 * are and what it takes.
 */
export async function fetchTenantLogs(
  { root }: Workspace,
  source: LogSource,
  { searches, maxLogs = usualMaxLogs }: Wanted,
  context: CliContext,
  globals: GlobalOptions,
): Promise<ReadonlyMap<string, LogFile>> {
  const { stderr } = context
  const progress = progressLine(stderr, globals.quiet)
  const { files } = await fetchLogs({
    source,
    folder: join(ownFolder(root), 'logs', source.tenant),
    searches,
    maxLogs,
    sleep: context.sleep,
    onPlan: ({ searches: count, logs, requests, ms }) => {
      if (globals.quiet) return
      const cost = logs === 0 ? 'nothing new is there' : `${requests} requests, about ${lapseText(ms)}`
      stderr.write(terminal`${source.tenant}: ${logs} logs to fetch for ${count} searches; ${cost}\n`)
    },
    onProgress: ({ logs, of }) => progress.show(`${logs}/${of} logs`),
    onWarning: (warning) => stderr.write(terminal`${source.tenant}: ${warning}\n`),
  }).finally(() => progress.clear())
  return files
}

/** The stretch of a tenant's logs. Throws a `usage` WorldError for log files beside it. */
export function tenantTimes(
  [file]: readonly string[],
  options: Parameters<typeof stretchAsked>[0],
  nowMs: number,
): ReturnType<typeof timesAsked> {
  if (file !== undefined) {
    throw new WorldError('usage', `--tenant-logs and ${file} are two kinds of logs`, 'Give one of them.')
  }
  const { fromMs, toMs } = stretchAsked(options, nowMs)
  return { fromMs, toMs, isAsked: (timeMs) => timeMs >= fromMs && timeMs <= toMs }
}

/** Throws a `usage` WorldError where there are no logs, or options that are for those of a tenant. */
export function refuseWithoutTenant(logs: readonly string[], { maxLogs }: { readonly maxLogs?: number }): void {
  if (maxLogs !== undefined)
    throw new WorldError('usage', '--max-logs is for --tenant-logs', 'Files take --last, or --from and --to.')
  if (logs.length > 0) return
  throw new WorldError(
    'usage',
    'there are no logs to evaluate',
    'Name files, folders, globs or -; or pass --tenant-logs.',
  )
}

/** The logs that the tenant's index has for the rules' own queries. */
export async function tenantLogFiles(
  workspace: Workspace,
  { rules }: CompiledRules,
  { fromMs = 0, toMs = 0, maxLogs }: Partial<Record<'fromMs' | 'toMs' | 'maxLogs', number | undefined>>,
  context: CliContext,
  globals: GlobalOptions,
): Promise<FoundLogFiles> {
  const searches = queriesOfRules(rules).map((query) => ({ query, fromMs, toMs }))
  const files = await withTenant(workspace, context, globals, ({ logs }) =>
    fetchTenantLogs(workspace, logs, { searches, maxLogs }, context, globals),
  )
  return { files: [...files.values()], skipped: [], troubles: [], outside: 0 }
}
