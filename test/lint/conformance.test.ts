import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { lintExample } from './lint-example'

/** An example (fragments of files) and the codes of all errors and warnings that it draws. */
interface Case {
  readonly name: string
  readonly example: string
  readonly lints: readonly string[]
}

const directory = join(__dirname, '../conformance')
const files = readdirSync(directory).filter((name) => name.startsWith('lint-'))

describe.each(files)('%s', (file) => {
  const { cases }: { cases: readonly Case[] } = parse(readFileSync(join(directory, file), 'utf8'))
  it.each(cases.map((row) => [row.name, row] as const))('%s', (_, { example, lints }) => {
    const loud = lintExample(example).filter(({ finding }) => finding.severity !== 'info')
    expect([...new Set(loud.map(({ finding }) => finding.code))]).toEqual(lints)
  })
})
