import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { compileGrok } from '../../../src/pipeline/grok/compile-grok'

/**
 * Rules, with texts and what they give, texts that they do not match, and the places that troubles are told of. The time
 * is that of `now`, or the first millisecond of 1970.
 */
interface Case {
  readonly name: string
  readonly rules: string
  readonly support?: string
  readonly now?: string
  readonly gives?: readonly { readonly text: string; readonly is: unknown }[]
  readonly misses?: readonly string[]
  readonly troubles?: readonly { readonly at: string; readonly in?: 'support' }[]
}

const directory = join(__dirname, '../../conformance')
const files = readdirSync(directory).filter((name) => name.startsWith('grok-'))

describe.each(files)('%s', (file) => {
  const { cases }: { cases: readonly Case[] } = parse(readFileSync(join(directory, file), 'utf8'))
  it.each(cases.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const support = row.support ?? ''
    const grok = compileGrok({ matchRules: row.rules, supportRules: support })
    const context = {
      nowMs: row.now === undefined ? 1 : Date.parse(row.now),
      parseUserAgent: (agent: string) => ({ agent }),
    }
    const texts = { match: row.rules, support }
    const told = grok.troubles.map(({ in: where, start, end }) => ({
      at: texts[where].slice(start, end),
      ...(where === 'support' && { in: where }),
    }))
    expect(told).toEqual(row.troubles ?? [])
    for (const { text, is } of row.gives ?? []) expect([text, grok.parse(text, context)]).toEqual([text, is])
    for (const text of row.misses ?? []) expect([text, grok.parse(text, context)]).toEqual([text, undefined])
  })
})
