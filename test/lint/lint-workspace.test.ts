import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lintWorkspace } from '../../src/lint/lint-workspace'
import { readRule } from '../../src/rule/read-rule'
import { readSuppression } from '../../src/suppression/read-suppression'
import { readYaml } from '../../src/yaml/yaml-document'
import { lintExample, readExample } from './lint-example'

const told = (example: string) =>
  lintExample(example).map(({ subject, finding }) => `${subject.kind} ${subject.index} ${finding.code}`)

it('a finding says which rule or suppression of the list it is about, by position, id and file', () => {
  const { rules, suppressions } = readExample('id: one\n---\nid: two\nname: Second\noptions: { keepAlive: 0 }')
  const findings = lintWorkspace({
    rules: rules.map(({ rule }) => ({ rule, path: `${rule.id}.rule.yaml` })),
    suppressions,
    nowMs: 0,
  })
  expect(findings).toMatchObject([
    { subject: { kind: 'rule', index: 1, id: 'two', path: 'two.rule.yaml' }, finding: { code: 'R312' } },
  ])
})

it('rules with one id are told apart by their position', () => {
  expect(told('name: This\noptions: { keepAlive: 0 }\n---\nname: That\noptions: { keepAlive: 0 }')).toEqual([
    'rule 0 R312',
    'rule 1 R312',
  ])
})

it.each([
  ['a mistake in a query, which the evaluator reads too', 'queries: [{ name: a, query: "source:x (" }]', ['Q002']],
  ['a trap in a query', 'queries: [{ name: a, query: "source:cloudtrail and @a:b" }]', ['Q101']],
  ['a mistake in a condition', 'cases: [{ status: low, condition: "a > 0 &&" }]', ['C006']],
  ['a name that no query has', 'cases: [{ status: low, condition: a > 0 && b > 0 }]', ['R204']],
  ['a slip in the message', 'message: "## Goal\\n{{usr.id}}\\n## Strategy\\n## Triage"', ['M008']],
  ['a slip in the name', 'name: "{{usr.id}}"', ['M008']],
  ['a step that the case may not name', sequence('one > 0'), ['R206']],
])('%s is told once', (_, example, codes) => {
  expect(lintExample(example).map(({ finding }) => finding.code)).toEqual(codes)
})

function sequence(condition: string): string {
  return `
queries: [{ name: a, query: source:cloudtrail }]
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ name: one, condition: a > 0 }, { name: two, condition: a > 0 }]
    stepTransitions: [{ parent: one, child: two, evaluationWindow: 1h }]
cases: [{ status: low, condition: ${condition} }]`
}

it.each([
  ['the message under a custom one', 'message: "{{usr.id}}"\ncustomMessage: fine', ['message']],
  ['the custom name', 'customName: "{{usr.id}}"', ['customName']],
  [
    'the title of a third-party rule',
    'options: { detectionMethod: third_party, thirdPartyRuleOptions: { signalTitleTemplate: "{{usr.id}}", rootQueries: [{ query: source:x }] } }',
    ['options.thirdPartyRuleOptions.signalTitleTemplate'],
  ],
  [
    'a query extension',
    'queries: [{ query: source:cloudtrail, customQueryExtension: "a and b" }]',
    ['queries.0.customQueryExtension'],
  ],
  ['a filter', 'type: application_security\nfilters: [{ action: require, query: "a and b" }]', ['filters.0.query']],
])('%s is read as well', (_, example, paths) => {
  const texts = lintExample(example).filter(({ finding }) => /^[QM]/.test(finding.code))
  expect(texts.map(({ finding }) => finding.path.join('.'))).toEqual(paths)
})

it('that a rule has no query or no case is told by whoever reads the file, not once more', () => {
  expect(told('queries: []\ncases: []')).toEqual([])
})

it('a rule that cannot be evaluated here is read and checked all the same', () => {
  const anomaly = 'options: { detectionMethod: anomaly_detection }\ncases: [{ status: low, condition: b > 0.995 }]'
  expect(told(anomaly)).toEqual(['rule 0 R204'])
})

it('rules on configurations are not asked what is for rules that read events', () => {
  const posture = 'type: cloud_configuration\nqueries: [{ name: a, query: "*" }]\nmessage: x\ntags: []'
  expect(told(posture)).toEqual([])
  expect(told(posture.replace('cloud_configuration', 'log_detection'))).toContain('rule 0 R314')
})

it('the queries of suppressions, which are told where the file is read, are not told again', () => {
  expect(told('dataExclusionQuery: "@a:b and @c:d"\nexpires: 2027-01-01')).toEqual([])
})

it('the rules of this repository give no reason for an error or a warning', () => {
  const folder = join(__dirname, '../../rules')
  const documents = (kind: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith(kind))
      .map((path) => readYaml({ path, text: readFileSync(join(folder, path), 'utf8') }))
  const rules = documents('.rule.yaml').flatMap((document) => {
    const { rule } = readRule(document)
    return rule ? [{ rule, path: document.source.path }] : []
  })
  const suppressions = documents('.suppression.yaml').flatMap((document) => {
    const { suppression } = readSuppression(document)
    return suppression ? [{ suppression, path: document.source.path }] : []
  })
  expect(rules.length).toBeGreaterThan(2)
  expect(suppressions.length).toBeGreaterThan(0)
  const findings = lintWorkspace({ rules, suppressions, nowMs: Date.UTC(2026, 11, 1) })
  expect(findings.filter(({ finding }) => finding.severity !== 'info')).toEqual([])
})
