import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findLogFiles, withSlashes } from '../../src/archive/log-files'

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

describe('times that names tell', () => {
  const at = (text: string): number => Date.parse(text)
  const asked = { fromMs: at('2026-03-10T12:00:00Z'), toMs: at('2026-03-12T12:00:00Z') }
  const trail = (time: string): string => `trail/111122223333_CloudTrail_eu-west-1_${time}Z_aBcDeF0123456789.json.gz`

  // A day is added on either side of what a name says.
  test.each([
    [trail('20260309T1158'), false],
    [trail('20260309T1159'), true],
    [trail('20260313T1200'), true],
    [trail('20260313T1201'), false],
    ['archive/dt=20260309/hour=10/a.json.gz', false],
    ['archive/dt=20260309/hour=11/a.json.gz', true],
    ['archive/dt=20260313/hour=12/a.json.gz', true],
    ['archive/dt=20260313/hour=13/a.json.gz', false],
    ['days/2026/03/08/a.json', false],
    ['days/2026/03/09/a.json', true],
    ['days/2026/03/13/a.json', true],
    ['days/2026/03/14/a.json', false],
    ['days/2026/03/09/10/a.json', false],
    ['days/2026/03/09/11/a.json', true],
    ['days/2026/02/30/a.json', true],
    ['days/2026-03-01.json', true],
  ])('%s is opened: %s', async (path, isOpened) => {
    const folder = mkdtempSync(join(cwd, 'times-'))
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), '{}')
    const [arg = ''] = path.split('/')
    const { files, outside } = await findLogFiles([arg], folder, asked)
    expect([files.length, outside]).toEqual(isOpened ? [1, 0] : [0, 1])
    expect((await findLogFiles([arg], folder)).files).toHaveLength(1)
  })

  test('a folder that is named itself is not left out, whatever it is called', async () => {
    mkdirSync(join(cwd, 'case/2020/01/01'), { recursive: true })
    writeFileSync(join(cwd, 'case/2020/01/01/a.json'), '{}')
    const found = await Promise.all(
      ['case/2020/01/01', 'case/2020/01/01/a.json', 'case'].map((arg) => findLogFiles([arg], cwd, asked)),
    )
    expect(found.map(({ files, outside }) => [files.length, outside])).toEqual([
      [1, 0],
      [1, 0],
      [0, 1],
    ])
  })
})

it.each([
  ['logs\\2026\\*.json', '\\', 'logs/2026/*.json'],
  ['C:\\logs', '\\', 'C:/logs'],
  ['odd/\\[1\\].json', '/', 'odd/\\[1\\].json'],
])('%s where %s parts folders is %s', (path, separator, expected) => {
  expect(withSlashes(path, separator)).toBe(expected)
})
