import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { LogEvent } from '../../src/event/log-event'
import { checks } from '../../src/lint/all-checks'
import { logsAsSamples } from '../../src/lint/sample-logs'
import { eventOf, lintExample, placeOf, readExample } from './lint-example'

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
  /** The sample logs of every rule, each a log event; without it one that the examples of pages are spelled after. */
  readonly samples?: readonly Partial<LogEvent>[]
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
    const known = samples && { samplesOf: () => logsAsSamples(samples.map(eventOf)) }
    const told = lintExample(example, known).filter(({ finding }) => finding.code === code)
    expect(told.map((finding) => placeOf(finding, readExample(example)))).toEqual(at)
  })
})

it('samples are asked for the rule that a template or query is of, and for those that a suppression is for', () => {
  const asked = new Set<string>()
  lintExample('id: one\nmessage: "{{@a}}"\n---\nrules: [one]\nsuppressionQuery: "@a:b"', {
    samplesOf: ({ id }) => {
      asked.add(String(id))
      return undefined
    },
  })
  expect([...asked]).toEqual(['one'])
})
