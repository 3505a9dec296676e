import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { JsonObject } from '../../src/json/json'
import { readPipeline } from '../../src/pipeline/read-pipeline'
import { WorkingLog } from '../../src/pipeline/working-log'

/** A JSON log, the processors that run on it, and what it is then. */
interface Case {
  readonly name: string
  readonly processors: readonly object[]
  readonly log: JsonObject
  readonly service?: string
  readonly tags?: readonly string[]
  readonly tables?: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>
  readonly geo?: Readonly<Record<string, JsonObject>>
  readonly becomes?: JsonObject
  readonly fields?: Readonly<Record<string, unknown>>
  readonly known_from: string
  readonly source: string
}

const directory = join(__dirname, '../conformance')
const files = readdirSync(directory).filter((name) => /^pipeline-(?!grok|intake)/.test(name))

describe.each(files)('%s', (file) => {
  const { cases }: { cases: readonly Case[] } = parse(readFileSync(join(directory, file), 'utf8'))

  test.each(cases.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const { processors, log: attributes, service, tags = [], tables = {}, geo = {}, becomes, fields = {} } = row
    const definition = { name: 'example', is_enabled: true, filter: { query: 'source:example' }, processors }
    const { pipeline, findings } = readPipeline({ value: definition })
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    const before = JSON.stringify(attributes)
    const log = new WorkingLog({ id: 'log', source: 'example', service, tags }, attributes)
    const enrichment = { geo: (ip: string) => geo[ip], referenceTables: new Map(Object.entries(tables)) }
    pipeline?.run(log, { nowMs: 1, arrivedMs: 1, enrichment })

    if (becomes) expect(log.attributes).toEqual(becomes)
    const { message, status, traceId, spanId } = log
    const told = { message, service: log.service, status, traceId, spanId, tags: log.tags, timeMs: log.remappedMs }
    for (const [field, value] of Object.entries(fields)) {
      expect(told).toHaveProperty(field, value === 'absent' ? undefined : value)
    }
    expect(JSON.stringify(attributes)).toBe(before)
    expect(['documented', 'observed', 'assumed']).toContain(row.known_from)
    expect(row.source).toMatch(/\w/)
  })
})
