import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { checks } from '../../src/lint/all-checks'
import { lintExample, placeOf, readExample } from './lint-example'

/** What one check says: a file of `checks/`, named after the check. */
interface Table {
  readonly code: string
  readonly rows: readonly Row[]
}

interface Row {
  readonly about: string
  /** Fragments of files, as `readExample` takes them. */
  readonly example: string
  /** Where the check speaks up; an empty list for silence. */
  readonly at: readonly string[]
  /** The attributes that the sample logs have; without it all that are spelled right. */
  readonly samples?: readonly string[] | 'unknown'
}

const directory = join(__dirname, 'checks')
const readTable = (file: string): Table => parse(readFileSync(join(directory, file), 'utf8'))

it('every check has a table, and every table a check', () => {
  const names = checks.map(({ name }) => `${name}.yaml`)
  expect(readdirSync(directory).sort()).toEqual(names.sort())
})

describe.each(checks)('$name', ({ name, code }) => {
  const table = readTable(`${name}.yaml`)

  it('is told by its code', () => {
    expect(table.code).toBe(code)
  })

  it.each(table.rows.map((row) => [row.about, row] as const))('%s', (_, { example, at, samples, ...rest }) => {
    expect(Object.keys(rest)).toEqual(['about'])
    const known = samples && {
      sampleAttributes: (path: string) => (samples === 'unknown' ? undefined : samples.includes(path)),
    }
    const told = lintExample(example, known).filter(({ finding }) => finding.code === code)
    expect(told.map((finding) => placeOf(finding, readExample(example)))).toEqual(at)
  })
})

it('samples are asked for the rule that a template is of', () => {
  const asked: string[] = []
  lintExample('id: one\nmessage: "{{@a}}"', {
    sampleAttributes: (path, rule) => {
      asked.push(`${rule.id} ${path}`)
      return true
    },
  })
  expect(asked).toContain('one a')
  expect(asked.every((each) => each.startsWith('one '))).toBe(true)
})
