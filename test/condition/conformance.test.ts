import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { compileCondition } from '../../src/condition/compile-condition'
import { namesIn } from '../../src/condition/names-in'
import { parseCondition } from '../../src/condition/parse-condition'
import { printCondition } from '../../src/condition/print-condition'
import { shapeOf } from '../query/shape-of'

/** A condition, with numbers of its queries for which it holds and fails, or with the mistakes it is refused for. */
interface Case {
  readonly name: string
  readonly condition: string
  readonly decimals?: boolean
  readonly holds?: readonly Readonly<Record<string, number>>[]
  readonly fails?: readonly Readonly<Record<string, number>>[]
  readonly names?: readonly string[]
  readonly prints?: string
  readonly same_as?: string
  readonly rejects?: readonly { readonly code: string; readonly at: string }[]
  readonly warns?: readonly { readonly code: string; readonly at: string }[]
}

const directory = join(__dirname, '../conformance')
const files = readdirSync(directory).filter((name) => name.startsWith('condition-'))

describe.each(files)('%s', (file) => {
  const { cases }: { cases: readonly Case[] } = parse(readFileSync(join(directory, file), 'utf8'))
  it.each(cases.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const options = { decimals: row.decimals ?? false }
    const { condition, problems } = parseCondition(row.condition, options)
    const told = (severity: string) =>
      problems
        .filter((problem) => problem.severity === severity)
        .map(({ code, start, end }) => ({ code, at: row.condition.slice(start, end) }))
    expect(told('error')).toEqual(row.rejects ?? [])
    expect(told('warning')).toEqual(row.warns ?? [])
    expect(condition === undefined).toBe(row.rejects !== undefined)
    if (condition === undefined) return
    const holds = compileCondition(condition)
    const valueIn = (numbers: Readonly<Record<string, number>>) => (name: string) => numbers[name] ?? 0
    for (const numbers of row.holds ?? []) expect([numbers, holds(valueIn(numbers))]).toEqual([numbers, true])
    for (const numbers of row.fails ?? []) expect([numbers, holds(valueIn(numbers))]).toEqual([numbers, false])
    if (row.names !== undefined) expect(namesIn(condition).map(({ name }) => name)).toEqual(row.names)
    for (const { name, start, end } of namesIn(condition)) expect(row.condition.slice(start, end)).toBe(name)
    if (row.prints !== undefined) expect(printCondition(condition)).toBe(row.prints)
    if (row.same_as !== undefined)
      expect(shapeOf(condition)).toEqual(shapeOf(parseCondition(row.same_as, options).condition))
    expect(shapeOf(parseCondition(printCondition(condition), options).condition)).toEqual(shapeOf(condition))
  })
})
