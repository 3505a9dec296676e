import fc from 'fast-check'
import { parse } from 'yaml'
import { checks } from '../../src/lint/all-checks'
import { lintWorkspace } from '../../src/lint/lint-workspace'
import { readRule } from '../../src/rule/read-rule'
import { readYaml } from '../../src/yaml/yaml-document'
import { often } from '../random-runs'
import { lintExample } from './lint-example'

/** Each example of a page that is one rule, and one with about every list that a rule can have. */
const samples: readonly object[] = [
  ...checks.filter(({ about }) => about === 'rule').map(({ page }) => parse(page.bad)),
  parse(`
queries: [{ name: a, query: "source:x @a:b -@a:b", aggregation: cardinality, distinctFields: [usr.id], metrics: [usr.id], groupByFields: [usr.id] }]
referenceTables: [{ tableName: t, columnName: c, logFieldPath: usr.id, ruleQueryName: a }]
calculatedFields: [{ name: n, expression: x }]
filters: [{ action: require, query: "a and b" }]
groupSignalsBy: [usr.id]
thirdPartyCases: [{ name: x, query: "*", status: low }]
options: { detectionMethod: threshold, evaluationWindow: 1h, keepAlive: 0, maxSignalDuration: 1m, thirdPartyRuleOptions: { rootQueries: [{ query: "*", groupByFields: [a] }] } }
cases: [{ status: low, condition: a > 0 }, { status: high, condition: a > 5 }]`),
]

/** The same data with one value somewhere taken away or replaced by what does not belong there. */
function damaged(value: unknown, choose: (count: number) => number, spoil: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0 || choose(4) === 0) return spoil
  const keys = Object.keys(value)
  const key = keys[choose(keys.length)] ?? ''
  const inner = damaged((value as Record<string, unknown>)[key], choose, spoil)
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? inner : item))
  const rest = Object.fromEntries(Object.entries(value).filter(([other]) => other !== key))
  return inner === undefined ? rest : { ...rest, [key]: inner }
}

it('a rule with mistakes is checked as far as it can be read, and never makes a check fail', () => {
  const spoils = fc.constantFrom(undefined, null, 5, '', 'x', [], {}, [null], [{}])
  fc.assert(
    fc.property(fc.constantFrom(...samples), spoils, fc.infiniteStream(fc.nat()), (sample, spoil, stream) => {
      const choose = (count: number): number => (stream.next().value ?? 0) % count
      const whole = {
        id: 'x',
        name: 'X',
        message: 'x',
        cases: [{ status: 'low', condition: 'a > 0' }],
        options: {},
        ...sample,
      }
      const text = JSON.stringify(damaged(whole, choose, spoil)) ?? ''
      const { draft } = readRule(readYaml({ path: 'x.rule.yaml', text }))
      if (draft !== undefined) lintWorkspace({ rules: [{ rule: draft }], nowMs: 0 })
    }),
    { numRuns: often(600), seed: 11 },
  )
})

it('a case without a severity is told where the file is read, and has no place in the order of cases', () => {
  const codes = lintExample('cases: [{ condition: a > 5 }, { status: high, condition: a > 0 }]').map(
    ({ finding }) => finding.code,
  )
  expect(codes).not.toContain('R307')
})

it('a step without a name is told where the file is read, and not again as a broken path', () => {
  const codes = lintExample(`
queries: [{ name: a, query: source:cloudtrail }]
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ condition: b > 0 }, { name: two, condition: a > 0 }]
    stepTransitions: [{ parent: one, child: two, evaluationWindow: 1h }]
cases: [{ status: low, condition: two > 0 }]`).map(({ finding }) => finding.code)
  expect(codes).toEqual(['R204'])
})
