import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'
import { formatsOfCommands } from '../../src/cli/formats/command-formats'
import { often } from '../random-runs'
import { expectGolden } from './golden'
import { resultSchemas } from './result-schemas'
import { writtenDocuments } from './written-documents'

const root = join(__dirname, '../..')
const folder = join(root, 'rules/.schema/results')
const fileOf = (command: string): string => `${command.replaceAll(' ', '-')}.json`

/** Their documents are what a tenant or an editor takes. */
const others = ['export', 'schema']

it('every command that has JSON has a schema of it in the package, beside those of the files', () => {
  const has = Object.entries(formatsOfCommands).flatMap(([name, { has }]) =>
    (has as readonly string[]).includes('json') && !others.includes(name) ? [name] : [],
  )
  expect(writtenDocuments.map(({ command }) => command).sort()).toEqual([...has].sort())
  expect(readdirSync(folder).sort()).toEqual(has.map(fileOf).sort())
})

it.each(readdirSync(folder))('%s is a JSON Schema of draft 7 that takes errors and no other version', (file) => {
  const ajv = new Ajv({ strict: false })
  const schema = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  expect([ajv.validateSchema(schema), ajv.errors]).toEqual([true, null])
  const takes = ajv.compile(schema)
  const errors = [{ kind: 'error', code: 'usage', message: 'no' }]
  expect([takes({ version: 1, errors }), takes({ version: 2, errors }), takes({ version: 1, errors: [] })]).toEqual([
    true,
    false,
    false,
  ])
})

/** All lists of values in a schema. */
function listsIn(schema: unknown): readonly (readonly unknown[])[] {
  if (typeof schema !== 'object' || schema === null) return []
  const inner = Object.values(schema).flatMap(listsIn)
  return 'enum' in schema && Array.isArray(schema.enum) ? [schema.enum, ...inner] : inner
}

it.each(readdirSync(folder))('%s lists words of programs, and no wording that may change', (file) => {
  const lists = listsIn(JSON.parse(readFileSync(join(folder, file), 'utf8')))
  expect(lists.filter((list) => list.length > 24 || list.some((value) => String(value).length > 30))).toEqual([])
})

/** To read all types takes seconds, so that only the long run does; every-command.test.ts holds real documents to the schemas. */
const isLong = process.env['UPDATE_GOLDEN'] === '1' || often(1) > 1
const long = isLong ? it : it.skip

long(
  'they say what the types of the documents say (renewed by npm run golden)',
  () => {
    for (const [command, schema] of resultSchemas(root, writtenDocuments)) {
      expectGolden(join(folder, fileOf(command)), `${JSON.stringify(schema, null, 2)}\n`)
    }
  },
  120_000,
)
