import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { readLog } from '../../src/event/read-log'

/** A raw record with the part of the event that it becomes, or the trouble; `time` is what a log without one gets. */
interface Case {
  readonly name: string
  readonly raw: unknown
  readonly time?: number
  readonly event?: Readonly<Record<string, unknown>>
  readonly trouble?: string
  /** Where the event has nothing. */
  readonly absent?: readonly string[]
}

const directory = join(__dirname, '../conformance')
const files = readdirSync(directory).filter((name) => name.startsWith('event-'))

describe.each(files)('%s', (file) => {
  const { cases }: { cases: readonly Case[] } = parse(readFileSync(join(directory, file), 'utf8'))
  test.each(cases.map((row) => [row.name, row] as const))('%s', (_, { raw, time, event, trouble, absent = [] }) => {
    const result = readLog(raw, time === undefined ? {} : { defaultTimeMs: time })
    if (trouble !== undefined) expect(result).toMatchObject({ trouble })
    else expect(result).toMatchObject({ event })
    for (const path of absent) expect(result).not.toHaveProperty(`event.${path}`)
  })
})
