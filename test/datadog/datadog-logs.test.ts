import nock from 'nock'
import { connectLogs } from '../../src/datadog/datadog-logs'
import { mockApi } from './mocked-api'

mockApi()

const baseUrl = 'http://127.0.0.1:9'
const pace = { sleep: async () => {}, random: () => 0 }
const logs = () => connectLogs({ tenant: 'prod', baseUrl, host: baseUrl, pace })
const search = { query: 'source:okta', fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2026, 0, 2) }
const filter = { query: 'source:okta', from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' }
const api = () => nock(baseUrl)

it('a page of logs comes in the order of time, with where the next one begins and what the quota is', async () => {
  const headers = { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '12', 'x-ratelimit-reset': '40' }
  api()
    .post('/api/v2/logs/events/search', { filter, sort: 'timestamp', page: { limit: 1000, cursor: 'c1' } })
    .reply(200, { data: [{ id: 'a', type: 'log' }], meta: { page: { after: 'c2' }, status: 'done' } }, headers)
  const source = logs()
  expect(await source.logs(search, 'c1')).toEqual({ items: [{ id: 'a', type: 'log' }], next: 'c2', warnings: [] })
  expect(source.quota()).toEqual({ limit: 300, remaining: 12, resetMs: 40_000, periodMs: 40_000 })
})

it('an answer that ran out of time is not taken for the whole', async () => {
  const cut = { data: [{ id: 'a' }], meta: { status: 'timeout' } }
  api().post('/api/v2/logs/events/search').reply(200, cut)
  api()
    .post('/api/v2/logs/events/search')
    .reply(200, { data: [{ id: 'a' }, { id: 'b' }], meta: { status: 'done' } })
  expect((await logs().logs(search)).items).toHaveLength(2)
  api().post('/api/v2/logs/events/search').times(3).reply(200, cut)
  await expect(logs().logs(search)).rejects.toMatchObject({ code: 'bad-answer' })
})

it.each([
  [{ buckets: [{ by: {}, computes: { c0: 41 } }] }, 41],
  [{ buckets: [] }, 0],
])('a count is %j', async (data, count) => {
  api()
    .post('/api/v2/logs/analytics/aggregate', { compute: [{ aggregation: 'count', type: 'total' }], filter })
    .reply(200, { data, meta: { status: 'done' } })
  expect(await logs().count(search)).toBe(count)
})

it('what is no answer of a search is told, and so is the right that a key lacks', async () => {
  api()
    .post('/api/v2/logs/events/search')
    .reply(200, { data: ['x'] })
  await expect(logs().logs(search)).rejects.toMatchObject({ code: 'bad-answer' })
  api()
    .post('/api/v2/logs/events/search')
    .reply(403, { errors: ['Forbidden'] })
  const help = expect.stringContaining('needs the permission logs_read_data')
  await expect(logs().logs(search)).rejects.toMatchObject({ code: 'forbidden', help })
})

it.each([[{ id: 7 }], [{}], [null]])('a page that holds %j is no page of logs', async (item) => {
  api()
    .post('/api/v2/logs/events/search')
    .reply(200, { data: [{ id: 'a' }, item] })
  await expect(logs().logs(search)).rejects.toMatchObject({ code: 'bad-answer' })
})
