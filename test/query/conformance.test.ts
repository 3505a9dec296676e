import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { LogEvent } from '../../src/event/log-event'
import { compileQuery } from '../../src/query/matching/compile-query'
import { parseQuery } from '../../src/query/parse-query'
import { printQuery } from '../../src/query/print-query'
import type { Query } from '../../src/query/query'
import { shapeOf } from './shape-of'

/**
 * A query, with logs that it matches and misses (each a log event, what is left out being empty), with texts that mean
 * the same, with the mistakes it is refused for, or with the warnings it draws; all but the mistakes default to none.
 */
interface Case {
  readonly name: string
  readonly query: string
  readonly matches?: readonly Partial<LogEvent>[]
  readonly misses?: readonly Partial<LogEvent>[]
  readonly same_as?: string
  readonly prints?: string
  readonly rejects?: readonly { readonly code: string; readonly at: string }[]
  readonly warns?: readonly { readonly code: string; readonly at: string }[]
}

const isClause = ({ kind }: Query): boolean => kind === 'clause' || kind === 'cidr'

const directory = join(__dirname, '../conformance')
const files = readdirSync(directory).filter((name) => name.startsWith('query-'))
const event = (some: Partial<LogEvent>): LogEvent => ({ id: 'e', timeMs: 0, tags: [], attributes: {}, ...some })

describe.each(files)('%s', (file) => {
  const { cases }: { cases: readonly Case[] } = parse(readFileSync(join(directory, file), 'utf8'))
  it.each(cases.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const { query, problems } = parseQuery(row.query)
    const told = (severity: string) =>
      problems
        .filter((problem) => problem.severity === severity)
        .map(({ code, start, end }) => ({ code, at: row.query.slice(start, end) }))
    expect(told('error')).toEqual(row.rejects ?? [])
    expect(told('warning')).toEqual(row.warns ?? [])
    expect(query === undefined).toBe(row.rejects !== undefined)
    if (query === undefined) return
    const matches = compileQuery(query)
    const decorated = compileQuery(query, (_node, predicate) => predicate)
    for (const log of row.matches ?? [])
      expect([log, matches(event(log)), decorated(event(log))]).toEqual([log, true, true])
    for (const log of row.misses ?? [])
      expect([log, matches(event(log)), decorated(event(log))]).toEqual([log, false, false])
    // Before one clause the negations need no parentheses, which no law but the grammar says.
    for (const negation of isClause(query) ? ['NOT ', '-'] : []) {
      const negated = parseQuery(negation + row.query).query
      const misses = negated && compileQuery(negated)
      expect((row.matches ?? []).map((log) => misses?.(event(log)))).toEqual((row.matches ?? []).map(() => false))
      expect((row.misses ?? []).map((log) => misses?.(event(log)))).toEqual((row.misses ?? []).map(() => true))
    }
    if (row.same_as !== undefined) expect(shapeOf(query)).toEqual(shapeOf(parseQuery(row.same_as).query))
    if (row.prints !== undefined) expect(printQuery(query)).toBe(row.prints)
    expect(shapeOf(parseQuery(printQuery(query)).query)).toEqual(shapeOf(query))
  })
})
