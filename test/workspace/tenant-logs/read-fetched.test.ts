import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFetched } from '../../../src/workspace/tenant-logs/read-fetched'

const folder = mkdtempSync(join(tmpdir(), 'ddac-fetched-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const log = (id: string, minute: number): string =>
  JSON.stringify({ id, type: 'log', attributes: { timestamp: `2026-11-20T10:0${minute}:00Z`, attributes: { a: 1 } } })
const stretch = { fromMs: Date.UTC(2026, 10, 20, 10, 1), toMs: Date.UTC(2026, 10, 20, 10, 2) }

it.each<[string, string | undefined, number | RegExp]>([
  ['logs of a stretch, both ends within, each once', [0, 1, 2, 3, 2].map((at) => log(`l${at}`, at)).join('\n'), 2],
  ['no log', '', 0],
  ['one that has no time, beside one that has', `{"id":"x","type":"log","attributes":{}}\n${log('l1', 1)}`, 1],
  ['a file that is gone', undefined, /gone\.ndjson: cannot be read/],
  ['half of a log behind a whole one', `${log('l1', 1)}\n{"id":"l2","attr`, /half\.ndjson:2:/],
])('%s', async (_, text, expected) => {
  const path = join(folder, text === undefined ? 'gone.ndjson' : 'half.ndjson')
  if (text !== undefined) writeFileSync(path, text)
  const outcome = await readFetched([{ path, name: path }], stretch).catch((error: unknown) => error)
  if (typeof expected === 'number') expect(outcome).toHaveLength(expected)
  else
    expect(outcome).toMatchObject({
      code: 'read-failed',
      message: expect.stringMatching(expected),
      help: expect.stringContaining(`Remove ${path}`),
    })
})
