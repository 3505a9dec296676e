import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { parseTemplate } from '../../src/template/parse-template'
import { renderTemplate } from '../../src/template/render-template'
import { type SignalFacts, viewOf } from './view-of'

interface Case {
  readonly name: string
  readonly template: string
  readonly signal: SignalFacts
  readonly renders: string
  readonly problems?: readonly { readonly code: string; readonly at: string }[]
}

const directory = join(__dirname, '../conformance')
const files = readdirSync(directory).filter((name) => name.startsWith('template-'))

describe.each(files)('%s', (file) => {
  const { cases }: { cases: readonly Case[] } = parse(readFileSync(join(directory, file), 'utf8'))
  it.each(cases.map((row) => [row.name, row] as const))(
    '%s',
    (_, { template: text, signal, renders, problems = [] }) => {
      const parsed = parseTemplate(text)
      const found = parsed.problems.map(({ code, start, end }) => ({ code, at: text.slice(start, end) }))
      expect(found).toEqual(problems)
      expect(renderTemplate(parsed.template, viewOf(signal))).toBe(renders)
    },
  )
})
