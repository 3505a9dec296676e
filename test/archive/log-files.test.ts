import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findLogFiles } from '../../src/archive/log-files'

const cwd = mkdtempSync(join(tmpdir(), 'ddac-find-'))
afterAll(() => rmSync(cwd, { recursive: true }))

for (const path of [
  'logs/2026/b.json.gz',
  'logs/2026/a.json',
  'logs/c.NDJSON',
  'logs/d.jsonl',
  'logs/e.log',
  'logs/notes.md',
  'logs/.hidden/f.json',
  'logs/CloudTrail-Digest/2026/g.json.gz',
  'logs/111122223333_CloudTrail-Digest_us-east-1.json.gz',
  'odd/[1].json',
  'odd/named.txt',
  'empty/notes.md',
  'packed/a.csv',
  'packed/b.tsv.gz',
  'packed/c.parquet',
  'packed/d.parquet',
  'packed/e.tar.gz',
]) {
  mkdirSync(dirname(join(cwd, path)), { recursive: true })
  writeFileSync(join(cwd, path), '{}')
}

const namesIn = async (...args: string[]): Promise<string[]> =>
  (await findLogFiles(args, cwd)).files.map(({ name }) => name)

test('a folder is walked for log files, without hidden entries and digests', async () => {
  const { files, skipped } = await findLogFiles(['logs'], cwd)
  expect(files.map(({ name }) => name)).toEqual([
    'logs/c.NDJSON',
    'logs/d.jsonl',
    'logs/e.log',
    'logs/2026/a.json',
    'logs/2026/b.json.gz',
  ])
  expect(skipped).toEqual([
    'logs/111122223333_CloudTrail-Digest_us-east-1.json.gz',
    'logs/CloudTrail-Digest/2026/g.json.gz',
  ])
})

test('a file that is named is taken whatever its name, also one that reads like a pattern', async () => {
  expect(await namesIn('odd/named.txt', 'odd/[1].json')).toEqual(['odd/named.txt', 'odd/[1].json'])
})

test('a glob finds files, and a file that two arguments reach is read once', async () => {
  expect(await namesIn('logs/**/*.{json,json.gz}', 'logs/2026')).toEqual(['logs/2026/a.json', 'logs/2026/b.json.gz'])
  expect(await namesIn('logs/2026/a.json', join(cwd, 'logs/2026/a.json'))).toEqual(['logs/2026/a.json'])
})

test('a dash is the standard input', async () => {
  expect((await findLogFiles(['-'], cwd)).files).toEqual([{ path: '-', name: 'standard input' }])
})

test.each([
  ['nowhere', 'there is no file or folder nowhere'],
  ['empty', 'there is no log file in empty'],
  ['logs/*.csv', 'no file matches logs/*.csv'],
])('%s leads to no log file and says so', async (arg, message) => {
  await expect(findLogFiles([arg], cwd)).rejects.toMatchObject({ name: 'WorldError', code: 'not-found', message })
})

test('a folder that may not be read is told, and the others are walked', async () => {
  mkdirSync(join(cwd, 'mixed/closed'), { recursive: true })
  writeFileSync(join(cwd, 'mixed/a.json'), '{}')
  chmodSync(join(cwd, 'mixed/closed'), 0)
  const { files, troubles } = await findLogFiles(['mixed'], cwd)
  expect(files.map(({ name }) => name)).toEqual(['mixed/a.json'])
  // The system's administrator may read everything.
  if (process.getuid?.() !== 0) expect(troubles).toMatchObject([{ code: 'L005', file: 'mixed/closed' }])
})

test('of what is not opened a folder tells each kind once, and tables are read', async () => {
  const { files, troubles } = await findLogFiles(['packed'], cwd)
  expect(files.map(({ name }) => name)).toEqual(['packed/a.csv', 'packed/b.tsv.gz'])
  expect(troubles).toEqual([
    {
      code: 'L005',
      severity: 'error',
      file: 'packed/c.parquet',
      message: '2 files here are each a Parquet file, and not opened',
      help: expect.stringContaining('JSON lines'),
    },
    {
      code: 'L005',
      severity: 'error',
      file: 'packed/e.tar.gz',
      message: 'this is a tar archive, which is not opened',
      help: expect.stringContaining('tar xf'),
    },
  ])
})
