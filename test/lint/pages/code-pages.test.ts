import { parse } from 'yaml'
import { parseCondition } from '../../../src/condition/parse-condition'
import { codes } from '../../../src/diagnostic/codes'
import { checks } from '../../../src/lint/all-checks'
import { pageOf } from '../../../src/lint/page-of'
import { codePages } from '../../../src/lint/pages/code-pages'
import { readOverride } from '../../../src/override/read-override'
import { readPipeline } from '../../../src/pipeline/read-pipeline'
import { readPipelineTests } from '../../../src/pipeline/samples/read-pipeline-tests'
import { parseQuery } from '../../../src/query/parse-query'
import { readRule } from '../../../src/rule/read-rule'
import { readSuppression } from '../../../src/suppression/read-suppression'
import { parseTemplate } from '../../../src/template/parse-template'
import { readTests } from '../../../src/testing/read-tests'
import { readConfig } from '../../../src/workspace/read-config'
import { readYaml } from '../../../src/yaml/yaml-document'
import { lintExample } from '../lint-example'

type Told = readonly { readonly code: string }[]

/** What an example need not say, by the room of its code. */
const usual = {
  S: {
    id: 'x',
    name: 'X',
    rules: ['a-rule'],
    suppressionQuery: '@usr.id:ci',
    owner: 'team@example.com',
    reason: 'Why.',
    expires: '2027-01-31',
  },
  D: { id: 'x', rule: 'def-000-yax', isEnabled: true },
  T: { rule: 'a-rule' },
  G: { name: 'x', is_enabled: true, filter: { query: 'source:app' } },
  W: { tenants: { local: { emulator: true } } },
}

const whole = (text: string) => readRule(readYaml({ path: '.rule.yaml', text })).findings
const asRule = (text: string): Told => [
  ...readRule(readYaml({ path: 'x.rule.yaml', text: `id: x\nmessage: m\n${withUsual(text)}` })).findings,
  ...lintExample(text).map(({ finding }) => finding),
]

/** Keys that the text has not, as lines of YAML. */
function withUsual(text: string): string {
  const usualLines = {
    name: 'x',
    queries: '[{ query: a }]',
    cases: '[{ status: low, condition: a > 0 }]',
    options: '{}',
  }
  const missing = Object.entries(usualLines).filter(([key]) => !new RegExp(`^${key}:`, 'm').test(text))
  return `${missing.map(([key, value]) => `${key}: ${value}\n`).join('')}${text}`
}

const merged = (room: keyof typeof usual, text: string) => ({ value: { ...usual[room], ...parse(text) } })

/** Who tells a code, the longest beginning first. */
const readers: readonly (readonly [RegExp, (text: string) => Told])[] = [
  [/^Q/, (text) => parseQuery(text).problems],
  [/^C/, (text) => parseCondition(text).problems],
  [/^M/, (text) => parseTemplate(text).problems],
  [/^R100/, (text) => (text.startsWith('-') ? whole(text) : [])],
  [/^R109/, (text) => readRule(readYaml({ path: 'x.rule.yaml', text })).findings],
  [/^R/, asRule],
  [/^S/, (text) => readSuppression(merged('S', text)).findings],
  [/^D/, (text) => readOverride(merged('D', text)).findings],
  [/^T/, (text) => readTests(merged('T', text)).findings],
  [/^G01/, (text) => readPipelineTests({ value: parse(text) }).findings],
  [/^G/, (text) => readPipeline(merged('G', text)).findings],
  [/^W0/, (text) => readYaml({ path: 'x.rule.yaml', text }).diagnostics],
  [/^W/, (text) => readConfig(merged('W', text)).findings],
]

const pages = Object.entries(codePages)
const codesTold = (code: string, example: string): readonly string[] => {
  const read = readers.find(([room]) => room.test(code))?.[1]
  if (!read) throw new Error(`nobody reads the example of ${code}`)
  return read(example).map((told) => told.code)
}

it('every code has a page with cause, wrong, right and source: of its own, or that of its check', () => {
  const ofChecks = checks.map(({ code }) => code as string)
  expect([...ofChecks, ...Object.keys(codePages)].sort()).toEqual(Object.keys(codes).sort())
  for (const [code, { why, source }] of pages) {
    expect(why.length).toBeGreaterThan(15)
    expect(pageOf(code)).toContain(source)
  }
})

describe.each(pages.filter(([, { isMet }]) => !isMet))('%s', (code, { bad, good }) => {
  it('is told of the wrong example, and not of the right one', () => {
    expect([bad, codesTold(code, bad)]).toEqual([bad, expect.arrayContaining([code])])
    expect([good, codesTold(code, good)]).toEqual([good, expect.not.arrayContaining([code])])
  })
})

it('where no text is wrong, the page says when it is met and what to do', () => {
  const met = pages.filter(([, { isMet }]) => isMet)
  expect(met.length).toBeGreaterThan(40)
  for (const [code] of met) expect(pageOf(code)).toMatch(/\nMet where\n[\s\S]*\nWhat to do\n/)
})
