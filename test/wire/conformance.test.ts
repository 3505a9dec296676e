import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { JsonObject } from '../../src/json/json'
import { canonicalRule } from '../../src/wire/canonical-rule'
import { canonicalSuppression } from '../../src/wire/canonical-suppression'
import { differences } from '../../src/wire/differences'
import { encodeRuleUpdate } from '../../src/wire/encode-rule'
import { encodeSuppressionUpdate } from '../../src/wire/encode-suppression'

interface Grounded {
  readonly name: string
  readonly known_from: string
  readonly source: string
  /** Put over the base on both sides. */
  readonly with?: JsonObject
}

/** What was sent and what came back, both put over the base at one path; whether they say the same. */
interface Comparison extends Grounded {
  readonly at?: string
  readonly without?: readonly string[]
  readonly sent?: JsonObject
  readonly received?: JsonObject
  readonly same?: boolean
}

/** What git wants and what the tenant holds, both put over the base; part of the body, and fields it must not have. */
interface Update extends Grounded {
  readonly wanted?: JsonObject
  readonly unwanted?: readonly string[]
  readonly actual?: JsonObject
  readonly body?: JsonObject
  readonly absent?: readonly string[]
}

interface File<Case> {
  readonly base: JsonObject
  /** Holds for every case that does not say otherwise. */
  readonly same?: boolean
  readonly cases: readonly Case[]
}

const folder = join(__dirname, '../conformance')
const read = <Case>(name: string) => parse(readFileSync(join(folder, name), 'utf8'), { merge: true }) as File<Case>
const files = readdirSync(folder).filter((name) => name.startsWith('wire-'))
const updates = files.filter((name) => name.endsWith('-updates.yaml'))
const comparisons = files.filter((name) => !updates.includes(name))
const named = <Case extends Grounded>(cases: readonly Case[]) => cases.map((row) => [row.name, row] as const)

function expectGround({ known_from, source }: Grounded): void {
  expect(['documented', 'observed', 'assumed']).toContain(known_from)
  expect(source).toBeTruthy()
}

describe.each(comparisons)('%s', (name) => {
  const { base, cases, same: usual = true } = read<Comparison>(name)
  const canonical = name.includes('suppression') ? canonicalSuppression : canonicalRule
  it.each(named(cases))('%s', (_, row) => {
    expectGround(row)
    const whole = { ...base, ...row.with }
    const path = row.at === undefined ? [] : row.at.split('.')
    const put = (more: JsonObject = {}) => changed(whole, path, (held) => ({ ...dropped(held, row.without), ...more }))
    const sent = put(row.sent)
    const received = put(row.received)
    expect(sent).not.toEqual(received)
    const same = row.same ?? usual
    const between = differences(canonical(sent), canonical(received))
    expect(same ? between : between.length > 0).toEqual(same ? [] : true)
    for (const side of [sent, received]) expect(canonical(canonical(side))).toEqual(canonical(side))
  })
})

describe.each(updates)('%s', (name) => {
  const { base, cases } = read<Update>(name)
  const isRule = name.includes('rule')
  it.each(named(cases))('%s', (_, row) => {
    expectGround(row)
    const wanted = { ...dropped({ ...base, ...row.with }, row.unwanted), ...row.wanted }
    const actual = { ...base, ...row.with, ...row.actual }
    const body = isRule ? encodeRuleUpdate(wanted, actual) : encodeSuppressionUpdate(wanted, actual)
    if (isRule) expect(body).toMatchObject(row.body ?? {})
    else expect(body).toEqual(row.body)
    for (const field of row.absent ?? []) expect(body).not.toHaveProperty(field)
  })
})

function dropped(object: JsonObject, keys: readonly string[] = []): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
}

/** A copy of a tree in which the object at `path` was changed. */
function changed(tree: unknown, path: readonly string[], change: (held: JsonObject) => JsonObject): JsonObject {
  const [step, ...rest] = path
  if (step === undefined) return change(tree as JsonObject)
  const copy = (Array.isArray(tree) ? [...tree] : { ...(tree as object) }) as Record<string, unknown>
  copy[step] = changed(copy[step], rest, change)
  return copy as JsonObject
}
