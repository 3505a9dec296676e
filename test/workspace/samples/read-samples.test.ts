import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { placeOf } from '../../../src/archive/log-trouble'
import { readLogFile } from '../../../src/archive/read-log-file'
import { readTests } from '../../../src/testing/read-tests'
import { readConfig } from '../../../src/workspace/read-config'
import { readSamples } from '../../../src/workspace/samples/read-samples'
import { readYaml } from '../../../src/yaml/yaml-document'

const folder = mkdtempSync(join(tmpdir(), 'ddac-samples-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string): string => join(folder, name)
const name = 'samples/logs'
mkdirSync(at('samples'))
const whole = { root: folder, config: readConfig({ value: undefined }).config }

/** The tests of a file that names one sample. */
function testsFile(sample = name) {
  const text = `rule: r\ntests: [{ name: t, logs: [{ file: ${sample} }], expect: 0 }]`
  const document = readYaml({ path: 'a.test.yaml', text })
  return { path: at('a.test.yaml'), document, tests: readTests(document).tests }
}

async function read(content: string | Buffer) {
  writeFileSync(at(name), content)
  const samples = await readSamples(whole, [testsFile()], folder)
  return samples(testsFile()).readRecords(name)
}

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')

it.each<[string, string | Buffer, readonly unknown[]]>([
  ['an array', '[{"a": 1}, {"a": 2}]', [{ a: 1 }, { a: 2 }]],
  ['one object', '{"a": 1}', [{ a: 1 }]],
  ['one object over several lines', '{\n  "a": 1\n}\n', [{ a: 1 }]],
  ['lines', '{"a": 1}\n\n{"a": 2}\n', [{ a: 1 }, { a: 2 }]],
  ['CloudTrail records', '{"Records": [{"a": 1}]}', [{ a: 1 }]],
  ['events looked up', '{"Events": [{"CloudTrailEvent": "{\\"a\\": 1}"}]}', [{ a: 1 }]],
  ['gzipped', gzipSync('[{"a": 1}]'), [{ a: 1 }]],
  ['with a byte order mark', '\uFEFF[{"a": 1}]', [{ a: 1 }]],
  ['in UTF-16', utf16('[{"a": "ä"}]'), [{ a: 'ä' }]],
  ['in UTF-16, the other way round', utf16('[{"a": "ä"}]').swap16(), [{ a: 'ä' }]],
  ['in UTF-16, gzipped', gzipSync(utf16('{"a": 1}')), [{ a: 1 }]],
  ['past what a number holds', '{"a": 9007199254740993}', [{ a: '9007199254740993' }]],
  ['nothing', '', []],
])('a sample: %s', async (_, content, records) => {
  expect(await read(content)).toEqual({ records })
})

it.each<[string, string | Buffer, string]>([
  ['a broken line', '{"a": 1}\n{"a": \n', 'samples/logs:2:7: this log is not valid JSON'],
  ['a document that is cut off', '{\n "Records": [\n  {"a": 1},\n', 'samples/logs:4:1: the text ends in the middle'],
  ['words', 'Nov 25 10:00:00 sshd[1]: Failed password', 'samples/logs:1:1: here no log begins'],
  ['a gzip that is cut off', gzipSync('[{"a": 1}]').subarray(0, 15), 'samples/logs: the compressed file is cut off'],
  ['a gzip that is damaged', gzipSync('{}').fill(0xff, 10, 14), 'samples/logs: the compressed file is damaged'],
])('%s lets no log pass, and is told as eval tells it', async (_, content, trouble) => {
  const refused = await read(content)
  const told: string[] = []
  await readLogFile(
    { path: at(name), name },
    { onEvent: () => undefined, onTrouble: (each) => told.push(`${placeOf(each)}: ${each.message}`) },
  )
  expect(refused).toEqual({ trouble: expect.stringContaining(trouble) })
  expect(told).toContain('trouble' in refused && refused.trouble)
})

it('a file that is not there, or is a folder', async () => {
  const files = ['samples/none', 'samples'].map((sample) => testsFile(sample))
  const samples = await readSamples(whole, files, folder)
  expect(files.map((file, index) => samples(file).readRecords(['samples/none', 'samples'][index] ?? ''))).toEqual([
    { trouble: 'samples/none cannot be read: it does not exist' },
    { trouble: 'samples: cannot be read: it is a folder' },
  ])
})

it('a hundred thousand logs are a sample, one more are too many', async () => {
  expect(await read('{}\n'.repeat(100_000))).toMatchObject({ records: { length: 100_000 } })
  expect(await read(gzipSync('{}\n'.repeat(100_001)))).toEqual({ trouble: 'samples/logs holds more than 100000 logs' })
})
