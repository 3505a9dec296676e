import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WorldError } from '../../../src/diagnostic/world-error'
import {
  type FetchPlan,
  type FetchTask,
  fetchLogs as fetchSearches,
} from '../../../src/workspace/tenant-logs/fetch-logs'
import type { LogSearch, LogSource, Quota } from '../../../src/workspace/tenant-logs/log-source'
import { readFetched } from '../../../src/workspace/tenant-logs/read-fetched'

/** The same stretch for all queries. */
function fetchLogs({
  queries,
  asked,
  ...task
}: Omit<FetchTask, 'searches'> & { queries: string[]; asked: { fromMs: number; toMs: number } }) {
  return fetchSearches({ ...task, searches: queries.map((query) => ({ query, ...asked })) })
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const hour = 3_600_000
const start = Date.UTC(2026, 10, 20)

/** A tenant with one log a minute; a page holds ten. `fails` says which request for a page is not answered, and how. */
function tenant(options: { fails?: (asked: number) => WorldError | undefined; quotas?: Quota[] } = {}) {
  const requests: (LogSearch & { cursor?: string })[] = []
  const slept: number[] = []
  let quota: Quota | undefined
  const within = ({ fromMs, toMs }: LogSearch): number[] => {
    const times: number[] = []
    for (let at = Math.max(start, Math.ceil(fromMs / 60_000) * 60_000); at <= toMs; at += 60_000) times.push(at)
    return times
  }
  const source: LogSource = {
    tenant: 'prod',
    host: 'https://api.datadoghq.com',
    count: async (search) => within(search).length,
    logs: async (search, cursor) => {
      requests.push({ ...search, ...(cursor !== undefined && { cursor }) })
      quota = options.quotas?.shift()
      const failure = options.fails?.(requests.length)
      if (failure) throw failure
      const left = within(search).filter((at) => cursor === undefined || at > Number(cursor))
      const items = left.slice(0, 10).map((at) => ({ id: `l${at}`, type: 'log', attributes: { timestamp: at } }))
      return { items, warnings: [], ...(left.length > 10 && { next: String(left[9]) }) }
    },
    signals: async () => ({ items: [], warnings: [] }),
    signal: async () => undefined,
    quota: () => quota,
  }
  const sleep = async (ms: number): Promise<void> => void slept.push(ms)
  return { source, sleep, requests, slept }
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ddac-fetch-'))
  folders.push(folder)
  return folder
}

/** The times that are kept, in minutes after the start, each once. */
function keptMinutes(folder: string): number[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ndjson'))
  const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean))
  const times = lines.map((line) => (JSON.parse(line) as { attributes: { timestamp: number } }).attributes.timestamp)
  return [...new Set(times)].sort((a, b) => a - b).map((at) => (at - start) / 60_000)
}

const minutes = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)
const lost = new WorldError('network', 'no answer')

it('every page of every search is kept, and equal searches are asked once', async () => {
  const { source, sleep, requests } = tenant()
  const folder = newFolder()
  const plans: FetchPlan[] = []
  const queries = ['source:a', 'source:b', 'source:a']
  const fetched = await fetchLogs({
    source,
    folder,
    queries,
    asked: { fromMs: start, toMs: start + 24 * 60_000 },
    maxLogs: 100,
    sleep,
    onPlan: (plan) => plans.push(plan),
  })
  expect(keptMinutes(folder)).toEqual(minutes(0, 24))
  expect([fetched.files.size, fetched.logs, requests.length]).toEqual([2, 50, 6])
  expect(plans).toEqual([{ searches: 2, logs: 50, requests: 2, ms: 2000 }])
  expect([...fetched.files.values()].map(({ path }) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600])
})

it('what came before an interruption is kept whole, half a page is not, and the fetch goes on behind it', async () => {
  const folder = newFolder()
  const task = { folder, queries: ['*'], asked: { fromMs: start, toMs: start + 34 * 60_000 }, maxLogs: 100 }
  const first = tenant({ fails: (number) => (number === 3 ? lost : undefined) })
  await expect(fetchLogs({ ...task, ...first })).rejects.toThrow('no answer')
  expect(keptMinutes(folder)).toEqual(minutes(0, 19))
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.ndjson'))
  appendFileSync(join(folder, file), '{"id":"half')
  const second = tenant()
  await fetchLogs({ ...task, ...second })
  expect(keptMinutes(folder)).toEqual(minutes(0, 34))
  expect(second.requests.map(({ cursor }) => (Number(cursor) - start) / 60_000)).toEqual([19, 29])
})

it('a cursor that the tenant does not know any more begins the stretch anew', async () => {
  const folder = newFolder()
  const task = { folder, queries: ['*'], asked: { fromMs: start, toMs: start + 24 * 60_000 }, maxLogs: 100 }
  await expect(
    fetchLogs({ ...task, ...tenant({ fails: (number) => (number === 2 ? lost : undefined) }) }),
  ).rejects.toThrow()
  const stale = new WorldError('rejected', 'Invalid cursor')
  const second = tenant({ fails: (number) => (number === 1 ? stale : undefined) })
  await fetchLogs({ ...task, ...second })
  expect(keptMinutes(folder)).toEqual(minutes(0, 24))
  expect(second.requests.map(({ cursor }) => cursor !== undefined)).toEqual([true, false, true, true])
})

it('a later fetch asks for what is new, an hour of overlap included; an earlier start for what lies before', async () => {
  const folder = newFolder()
  const run = async (fromHours: number, toHours: number) => {
    const one = tenant()
    const asked = { fromMs: start + fromHours * hour, toMs: start + toHours * hour }
    await fetchLogs({ ...one, folder, queries: ['*'], asked, maxLogs: 10_000 })
    const stretches = one.requests.filter(({ cursor }) => cursor === undefined)
    return stretches.map(({ fromMs, toMs }) => [(fromMs - start) / hour, (toMs - start) / hour])
  }
  expect(await run(4, 8)).toEqual([[4, 8]])
  expect(await run(5, 8)).toEqual([])
  expect(await run(5, 9)).toEqual([[7, 9]])
  expect(await run(2, 9)).toEqual([[2, 4]])
  expect(keptMinutes(folder)).toEqual(minutes(120, 540))
  // What does not adjoin it takes its place, and so does what begins long after it.
  expect(await run(20, 21)).toEqual([[20, 21]])
  expect(keptMinutes(folder)).toEqual(minutes(1200, 1260))
})

it.each([
  [25, 'fetched'],
  [24, 'refused'],
])('of 25 logs with at most %s allowed: %s', async (maxLogs, outcome) => {
  const { source, sleep, requests } = tenant()
  const task = { source, sleep, folder: newFolder(), queries: ['*'], maxLogs }
  const fetching = fetchLogs({ ...task, asked: { fromMs: start, toMs: start + 24 * 60_000 } })
  if (outcome === 'fetched') await expect(fetching).resolves.toMatchObject({ logs: 25 })
  else {
    await expect(fetching).rejects.toMatchObject({ code: 'usage', help: expect.stringContaining('--max-logs 25') })
    expect(requests).toEqual([])
  }
})

it('a quarter of the quota is left for others', async () => {
  const quota = (remaining: number): Quota => ({ limit: 100, remaining, resetMs: 7000, periodMs: 60_000 })
  const { source, sleep, slept } = tenant({ quotas: [quota(26), quota(25), quota(99)] })
  const asked = { fromMs: start, toMs: start + 24 * 60_000 }
  await fetchLogs({ source, sleep, folder: newFolder(), queries: ['*'], asked, maxLogs: 100 })
  expect(slept).toEqual([7000])
})

it('a disk that refuses is told with the file, and is no fault of the program', async () => {
  const { source, sleep } = tenant()
  const folder = newFolder()
  const task = { source, sleep, folder, maxLogs: 1000, queries: ['a'], asked: { fromMs: start, toMs: start + hour } }
  await fetchLogs(task)
  const [logs = ''] = readdirSync(folder).filter((name) => name.endsWith('.ndjson'))
  rmSync(join(folder, logs))
  mkdirSync(join(folder, logs))
  await expect(fetchLogs(task)).rejects.toMatchObject({ name: 'WorldError', message: expect.stringContaining(logs) })
})

describe('kept logs that', () => {
  const half = '{"id":"of another run"}\n'
  it.each<[string, number, (path: string) => void, RegExp]>([
    ['vanish between two pages', 2, (path) => rmSync(path), /is gone/],
    ['vanish before the other search is done', 4, (path) => rmSync(path), /is gone/],
    ['are shorter than they were', 4, (path) => truncateSync(path, 3), /is gone/],
    ['another run writes, too', 2, (path) => appendFileSync(path, half), /is written by another run/],
    ['another run writes after the last page', 4, (path) => appendFileSync(path, half), /is written by another run/],
  ])('%s are no answer, and the next run has all of them', async (_, number, befalls, told) => {
    const folder = newFolder()
    const asked = { fromMs: start, toMs: start + 24 * 60_000 }
    const task = { folder, queries: ['source:a', 'source:b'], asked, maxLogs: 100 }
    const struck = tenant({
      fails: (count) => {
        const [name = ''] = readdirSync(folder).filter((each) => each.endsWith('.ndjson'))
        if (count === number) befalls(join(folder, name))
        return undefined
      },
    })
    const failure = await fetchLogs({ ...task, ...struck }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'write-failed', message: expect.stringMatching(told) })
    const { files } = await fetchLogs({ ...task, ...tenant() })
    for (const file of files.values()) expect(await readFetched([file], asked)).toHaveLength(25)
    expect(files.size).toBe(2)
  })
})
