import type { LogFile } from '../../archive/log-files'
import { WorldError } from '../../diagnostic/world-error'
import type { JsonObject } from '../../json/json'
import { decodeSignal, type RemoteSignal } from '../../wire/decode-signal'
import { KeptSearch, type Stretch } from './kept-search'
import { type LogSearch, type LogSource, logsOnPage } from './log-source'
import { timeFor, waitForQuota } from './spare-quota'

/** What a fetch will cost, told before it begins. */
export interface FetchPlan {
  readonly searches: number
  /** Logs that are still to come; what is kept from before is not counted. */
  readonly logs: number
  readonly requests: number
  readonly ms: number
}

export interface FetchTask {
  readonly source: LogSource
  /** Where the logs are kept. */
  readonly folder: string
  /** Equal queries are asked once, for a stretch that holds all of theirs. */
  readonly searches: readonly LogSearch[]
  /** More logs than these are not fetched. */
  readonly maxLogs: number
  readonly sleep: (milliseconds: number) => Promise<void>
  readonly onPlan?: (plan: FetchPlan) => void
  readonly onProgress?: (progress: { readonly logs: number; readonly of: number }) => void
  readonly onWarning?: (warning: string) => void
}

export interface FetchedLogs {
  /** By query, a file for each that found logs, a log a line as the API shows it. It may hold logs of other times, too. */
  readonly files: ReadonlyMap<string, LogFile>
  /** How many came now. */
  readonly logs: number
}

/**
 * Fetches the logs of searches into files, a page at a time, after counting them. What was fetched before is not fetched
 * again; what an interrupted fetch left behind goes on where it was. Throws a `usage` WorldError for more logs than allowed.
 */
export async function fetchLogs(task: FetchTask): Promise<FetchedLogs> {
  const { source, maxLogs, onPlan } = task
  const asked = stretchesOf(task.searches)
  const kept = [...asked.keys()].map((query) => new KeptSearch(task.folder, query, source.host))
  const fetch = new Fetch(task)
  const missing = kept.flatMap((search) => {
    const stretch = asked.get(search.query)
    return stretch ? search.missing(stretch).map((each) => ({ search, stretch: each })) : []
  })
  const counts: number[] = []
  for (const { search, stretch } of missing) {
    counts.push(Math.max(0, (await fetch.count(search.query, stretch)) - stretch.logs))
  }
  const logs = counts.reduce((sum, count) => sum + count, 0)
  const requests = counts.reduce((sum, count) => sum + Math.max(1, Math.ceil(count / logsOnPage)), 0)
  onPlan?.({ searches: kept.length, logs, requests, ms: timeFor(requests, source.quota()) })
  if (logs > maxLogs) throw tooMany(source.tenant, logs, maxLogs)
  for (const { search, stretch } of missing) await fetch.all(search, stretch, logs)
  for (const each of kept) each.check()
  const found = kept.filter((each) => each.hasLogs())
  return { files: new Map(found.map(({ path, query }) => [query, { path, name: path }])), logs: fetch.logs }
}

/** The first logs of a search, no more than so many; nothing of them is kept. */
export async function firstLogs(
  { source, sleep }: Pick<FetchTask, 'source' | 'sleep'>,
  search: LogSearch,
  most: number,
): Promise<readonly JsonObject[]> {
  const waitMs = waitForQuota(source.quota())
  if (waitMs > 0) await sleep(waitMs)
  return (await source.logs(search, undefined, most)).items
}

/**
 * Signals, page by page, of no more pages than are allowed. What is no signal of a rule is left out. Returns whether the
 * tenant has more.
 */
export async function* signalsOf(
  { source, sleep }: Pick<FetchTask, 'source' | 'sleep'>,
  search: LogSearch,
  mostPages = Number.POSITIVE_INFINITY,
): AsyncGenerator<RemoteSignal, boolean> {
  let cursor: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const waitMs = waitForQuota(source.quota())
    if (waitMs > 0) await sleep(waitMs)
    const { items, next } = await source.signals(search, cursor)
    if (next !== undefined && next === cursor) throw endless(source.tenant)
    yield* items.flatMap((item) => decodeSignal(item) ?? [])
    cursor = next
    if (cursor === undefined) return false
  }
  return true
}

function stretchesOf(searches: readonly LogSearch[]): ReadonlyMap<string, Stretch> {
  const asked = new Map<string, Stretch>()
  for (const { query, fromMs, toMs } of searches) {
    const known = asked.get(query)
    asked.set(query, {
      fromMs: Math.min(fromMs, known?.fromMs ?? fromMs),
      toMs: Math.max(toMs, known?.toMs ?? toMs),
    })
  }
  return asked
}

class Fetch {
  logs = 0
  private readonly warned = new Set<string>()

  constructor(private readonly task: FetchTask) {}

  async count(query: string, stretch: Stretch): Promise<number> {
    await this.leaveQuota()
    return this.task.source.count({ query, ...boundsOf(stretch) })
  }

  async all(search: KeptSearch, stretch: ReturnType<KeptSearch['missing']>[number], of: number): Promise<void> {
    const { source, maxLogs, onProgress } = this.task
    let open: ReturnType<KeptSearch['add']> = search.begin(stretch)
    while (open !== undefined) {
      await this.leaveQuota()
      const asked = { query: search.query, ...boundsOf(open) }
      const page = await source.logs(asked, open.cursor).catch((error: unknown) => {
        const isStale = error instanceof WorldError && error.code === 'rejected'
        if (!isStale || open?.cursor === undefined || this.logs > 0) throw error
        return undefined
      })
      if (page === undefined) {
        open = search.restart(open)
        continue
      }
      if (page.next !== undefined && page.next === open.cursor) throw endless(source.tenant)
      open = search.add(open, page)
      this.logs += page.items.length
      for (const warning of page.warnings) this.warn(warning)
      onProgress?.({ logs: this.logs, of })
      if (this.logs > maxLogs) throw tooMany(source.tenant, this.logs, maxLogs)
    }
  }

  private warn(warning: string): void {
    if (!this.warned.has(warning)) this.task.onWarning?.(warning)
    this.warned.add(warning)
  }

  private async leaveQuota(): Promise<void> {
    const waitMs = waitForQuota(this.task.source.quota())
    if (waitMs > 0) await this.task.sleep(waitMs)
  }
}

function boundsOf({ fromMs, toMs }: Stretch): Stretch {
  return { fromMs, toMs }
}

function tooMany(tenant: string, logs: number, maxLogs: number): WorldError {
  return new WorldError(
    'usage',
    `${tenant} has ${logs} logs for this, more than ${maxLogs}`,
    `Ask for a shorter stretch or for fewer rules, or allow it: --max-logs ${logs}.`,
  )
}

function endless(tenant: string): WorldError {
  return new WorldError(
    'bad-answer',
    `could not search the logs in tenant "${tenant}": its pages do not end`,
    'Run it again.',
  )
}
