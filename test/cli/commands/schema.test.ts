import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'
import { loadWorkspace } from '../../../src/workspace/load-workspace'
import { ddac, makeFolder } from '../run-in-process'
import { smallWorkspace } from '../small-workspace'

const rules = join(__dirname, '../../../rules')
const committed = join(rules, '.schema')
const kinds = ['rule', 'suppression', 'override', 'test', 'pipeline', 'pipeline-test', 'workspace']

async function schemaOf(kind: string): Promise<{ readonly text: string; readonly schema: object }> {
  const { code, stdout, stderr } = await ddac(['schema', kind], { cwd: makeFolder() })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return { text: stdout, schema: JSON.parse(stdout) }
}

const validator = (schema: object) => new Ajv({ strict: false, allErrors: true }).compile(schema)

describe('ddac schema', () => {
  it.each(kinds)('%s is a JSON Schema of draft 7 with words for hover texts', async (kind) => {
    const { text, schema } = await schemaOf(kind)
    expect(schema).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#', title: expect.any(String) })
    const ajv = new Ajv({ strict: false })
    expect([ajv.validateSchema(schema), ajv.errors]).toEqual([true, null])
    expect(text).toContain('"description"')
  })

  it.each(kinds)('%s is committed as it is printed (renewed by npm run golden)', async (kind) => {
    expect(readFileSync(join(committed, `${kind}.json`), 'utf8')).toBe((await schemaOf(kind)).text)
  })

  it('the committed ones are these and no others', () => {
    // Beside them those of what commands print (test/golden/result-schemas.test.ts).
    expect(readdirSync(committed).sort()).toEqual([...kinds.map((kind) => `${kind}.json`), 'results'].sort())
  })

  it('every shipped file is valid by the schema of its kind', async () => {
    const { rules: ruleFiles, suppressions, tests, configDocument } = loadWorkspace(rules)
    const files: [string, { path: string; value: unknown }[]][] = [
      ['rule', ruleFiles.map(({ document }) => ({ path: document.source.path, value: document.value }))],
      ['suppression', suppressions.map(({ document }) => ({ path: document.source.path, value: document.value }))],
      ['test', tests.map(({ document }) => ({ path: document.source.path, value: document.value }))],
      ['workspace', [{ path: configDocument.source.path, value: configDocument.value }]],
    ]
    for (const [kind, documents] of files) {
      const validate = validator((await schemaOf(kind)).schema)
      expect(documents.length).toBeGreaterThan(0)
      for (const { path, value } of documents) {
        validate(value)
        expect({ path, errors: validate.errors }).toEqual({ path, errors: null })
      }
    }
  })

  it.each<[string, unknown]>([
    ['rule', { id: 'a', name: 'b', queries: 'c' }],
    ['suppression', { id: 'a', suppressionQuery: 3 }],
    ['test', { tests: [{ name: 3 }] }],
    ['pipeline', { name: 'a', processors: [{ type: 'status-remapper', sources: 'level' }] }],
    ['pipeline-test', { tests: [{ sample: 'a', result: 3 }] }],
    ['workspace', { tenants: { local: { emulator: 'yes' } } }],
  ])('%s refuses a value of the wrong kind', async (kind, value) => {
    expect(validator((await schemaOf(kind)).schema)(value)).toBe(false)
  })

  it('refuses a kind that is none, and names those that are', async () => {
    const run = await ddac(['schema', 'wat'], { cwd: makeFolder(smallWorkspace()) })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toMatch(/error: there is no file kind "wat"\n {2}help: The kinds are rule, suppression, /)
    for (const name of ['__proto__', 'constructor']) {
      expect((await ddac(['schema', name], { cwd: makeFolder() })).code).toBe(2)
    }
  })
})
