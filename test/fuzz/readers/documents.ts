import assert from 'node:assert/strict'
import { compileRules } from '../../../src/detect/compile-rules'
import { evaluateCompiled } from '../../../src/detect/evaluate'
import type { Finding } from '../../../src/diagnostic/diagnostic'
import { lintWorkspace } from '../../../src/lint/lint-workspace'
import { printLock } from '../../../src/override/print-lock'
import { printOverride, reprintOverride } from '../../../src/override/print-override'
import { readLock } from '../../../src/override/read-lock'
import { readOverride } from '../../../src/override/read-override'
import { readPipeline } from '../../../src/pipeline/read-pipeline'
import { readPipelineTests } from '../../../src/pipeline/samples/read-pipeline-tests'
import { runPipelineTest } from '../../../src/pipeline/samples/run-pipeline-tests'
import { runSample } from '../../../src/pipeline/samples/run-sample'
import { printRule, reprintRule } from '../../../src/rule/print-rule'
import { readRule } from '../../../src/rule/read-rule'
import { compileSuppression } from '../../../src/suppression/compile-suppression'
import { printSuppression, reprintSuppression } from '../../../src/suppression/print-suppression'
import { readSuppression } from '../../../src/suppression/read-suppression'
import { readTests } from '../../../src/testing/read-tests'
import { runTests } from '../../../src/testing/run-tests'
import { canonicalRule } from '../../../src/wire/canonical-rule'
import { decodeRule } from '../../../src/wire/decode-rule'
import { encodeRule } from '../../../src/wire/encode-rule'
import { readConfig } from '../../../src/workspace/read-config'
import { deleteIn, rewriteYaml, setIn } from '../../../src/yaml/edit-yaml'
import { printYaml } from '../../../src/yaml/print-yaml'
import { readYaml, type YamlDocument } from '../../../src/yaml/yaml-document'
import { conformance } from '../conformance'
import type { Mistake, Reader } from '../reader'

const rule = `id: ses-cleanup
name: "SES by {{@usr.id}}"
isEnabled: true
queries:
  - { name: add, query: 'source:cloudtrail @evt.name:Verify*', groupByFields: ["@usr.id"], aggregation: count }
  - { name: del, query: '@evt.name:DeleteIdentity', groupByFields: ["@usr.id"], distinctFields: [] }
options: { detectionMethod: threshold, evaluationWindow: 10m, keepAlive: 1h, maxSignalDuration: 1d }
cases:
  - { name: both, status: medium, condition: add > 0 THEN del > 0, notifications: ["@team@example.com"] }
message: |
  {{@usr.id}} did it{{#is_match "a" "b"}}, twice{{/is_match}}.
tags: [source:cloudtrail, tactic:TA0005-defense-evasion]
`
const sequence = `id: steps
name: s
queries: [{ name: a, query: "@k:a", groupByFields: ["@g"] }, { name: b, query: "@k:b", groupByFields: ["@g"] }]
options:
  detectionMethod: sequence_detection
  evaluationWindow: 0
  keepAlive: 3600
  maxSignalDuration: 86400
  sequenceDetectionOptions:
    steps: [{ name: one, condition: a > 0, evaluationWindow: 300 }, { name: two, condition: b > 1, evaluationWindow: 60 }]
    stepTransitions: [{ parent: one, child: two, evaluationWindow: 3600 }]
cases: [{ status: high, condition: one > 0 && two > 0 }]
message: ""
`
const others = `{"id":"v","name":"v","message":"","queries":[{"query":"*","metric":"@a","aggregation":"new_value","groupByFields":["@g"]}],"options":{"detectionMethod":"new_value","newValueOptions":{"learningMethod":"duration","learningDuration":0,"forgetAfter":7}},"cases":[{"status":"low"}],"filters":[{"action":"suppress","query":"@x:y"}]}`

const events = Array.from({ length: 6 }, (_, index) => ({
  id: `e${index}`,
  timeMs: index * 1000,
  tags: ['source:cloudtrail'],
  source: 'cloudtrail',
  message: 'm',
  attributes: {
    k: 'ab'.charAt(index % 2),
    g: 'x',
    a: index,
    usr: { id: 'u' },
    evt: { name: ['VerifyX', 'DeleteIdentity'][index % 2] ?? '' },
  },
}))

/** Files of a workspace: each is read as YAML with positions, all mistakes are placed, and what is right is used. */
export const documents: Readonly<Record<string, Reader>> = {
  YAML: {
    isTree: true,
    good: [
      rule,
      'a: &x [1, "two", {b: *m}]\nm: &m !!str 3\n<<: *m\nc: |-\n  x\n   y\n\nd: >+\n  z\n\n',
      "# c\n- a: \"\\u0041\\x41\"\n  ? b\n  : 'it''s'\n-\n",
    ],
    read: (text) => {
      const document = readYaml({ path: 'any.yaml', text })
      const paths = pathsIn(document.value)
      if (document.value !== undefined && document.diagnostics.length === 0) {
        assert.deepEqual(readYaml({ path: 'printed.yaml', text: printYaml(document.value) }).value, document.value)
        const [path] = paths
        if (path !== undefined && path.length > 0) {
          setIn(text, path, 'x')
          deleteIn(text, path)
          rewriteYaml(text, { a: 1 })
        }
      }
      const spans = paths.flatMap((path) => [document.locate(path), document.locate([...path, 'none'], { on: 'key' })])
      return [...told(document, []), ...spans.map(({ start, end }) => ({ start, end, message: 'a place' }))]
    },
  },
  rule: {
    isTree: true,
    good: [rule, sequence, others],
    read: (text) => {
      const document = readYaml({ path: 'any.rule.yaml', text })
      const { rule: read, draft, findings } = readRule(document)
      const tests = draft ? lintWorkspace({ rules: [{ rule: draft }], nowMs: 0 }) : []
      if (draft) {
        const compiled = compileRules([draft])
        evaluateCompiled(compiled, events)
        decodeRule(encodeRule(draft))
      }
      if (read) {
        const printed = readRule(readYaml({ path: 'any.rule.yaml', text: printRule(read) })).rule
        assert.deepEqual(printed && canonicalRule(printed), canonicalRule(read))
        const again = readRule(
          readYaml({ path: 'any.rule.yaml', text: reprintRule(document, { ...read, name: 'other' }) }),
        )
        assert.equal(again.rule?.name, 'other')
      }
      return told(document, [...findings, ...tests.map(({ finding }) => finding)])
    },
  },
  suppression: {
    isTree: true,
    good: [
      'id: s\nname: s\nrules: [a, team:soc]\nsuppressionQuery: >-\n  @usr.id:x\n  -@k:y\nexpires: 2027-01-31\nowner: o\nreason: |\n  r\n',
      'name: s\nruleQuery: source:aws\ndataExclusionQuery: "@a:b"\nstart: 2026-01-01T10:00:00Z\nexpires: never\nreview: 2027-01-01\nowner: o\nreason: r\n',
    ],
    read: (text) => {
      const document = readYaml({ path: 'any.suppression.yaml', text })
      const { suppression, findings } = readSuppression(document)
      if (!suppression) return told(document, findings)
      const compiled = compileSuppression(suppression)
      for (const event of events) compiled.hides(event)
      compiled.isActiveAt(0)
      const printed = printSuppression(suppression)
      assert.deepEqual(
        readSuppression(readYaml({ path: 'any.suppression.yaml', text: printed })).suppression,
        suppression,
      )
      reprintSuppression(document, { ...suppression, name: 'other' })
      return told(document, [...findings, ...compiled.findings])
    },
  },
  override: {
    isTree: true,
    good: [
      'id: o\nrule: def-000-yax\nisEnabled: true\nseverity: { high: low }\nowner: o\nreason: r\n',
      'id: o\nrules: source:cloudtrail\nnotifications: ["@slack-x"]\naddTags: [team:soc]\nextendQuery: -@usr.id:x\ncustomName: n\nmessage: |\n  m\nowner: o\nreason: r\n',
    ],
    read: (text) => {
      const document = readYaml({ path: 'any.override.yaml', text })
      const { override, findings } = readOverride(document)
      if (override) {
        const printed = printOverride(override)
        assert.deepEqual(readOverride(readYaml({ path: 'any.override.yaml', text: printed })).override, override)
        reprintOverride(document, { ...override, reason: 'another' })
      }
      return told(document, findings)
    },
  },
  'lock of default rules': {
    isTree: true,
    good: [
      'version: 1\nrules:\n  def-000-yax:\n    name: n\n    isEnabled: true\n    queries: [{ query: "*" }]\n    cases: [{ status: low, condition: a > 0 }]\n',
    ],
    read: (text) => {
      const document = readYaml({ path: 'overrides.lock.yaml', text })
      const { locks, findings } = readLock(document)
      if (locks) {
        const again = readLock(readYaml({ path: 'overrides.lock.yaml', text: printLock(locks) })).locks
        assert.equal(again && printLock(again), printLock(locks))
      }
      return told(document, findings)
    },
  },
  'test file': {
    isTree: true,
    good: [
      'rule: ses-cleanup\nbaseLogs: { b: { log: { ddsource: cloudtrail, usr: { id: u } } } }\ntests:\n  - name: t\n    logs: [{ base: b, at: +10m, set: { evt.name: VerifyX } }, { base: b, at: +20m, set: { evt.name: DeleteIdentity } }]\n    expect: { signals: [{ severity: medium, count: 1, group: { "@usr.id": u }, title: x }] }\n',
      'rules: [ses-cleanup]\ntests:\n  - name: t\n    logs: [{ log: { message: m }, at: 2026-01-01T00:00:00Z, remove: [a] }]\n    expect: silence\n    times: 3\n',
    ],
    read: (text) => {
      const document = readYaml({ path: 'any.test.yaml', text })
      const { tests, findings } = readTests(document)
      const { rule: subject } = readRule(readYaml({ path: 'ses-cleanup.rule.yaml', text: rule }))
      assert.ok(subject)
      const run =
        tests && runTests(tests, { rules: [subject], suppressions: [] }, { readRecords: () => ({ trouble: 'none' }) })
      const results = run?.results.flatMap(({ outcome }) => (outcome.kind === 'broken' ? outcome.findings : [])) ?? []
      return told(document, [...findings, ...(run?.findings ?? []), ...results])
    },
  },
  pipeline: {
    isTree: true,
    good: [
      '{"id":"p","name":"p","is_enabled":true,"filter":{"query":"source:x"},"processors":[{"type":"grok-parser","is_enabled":true,"source":"message","samples":[],"grok":{"support_rules":"n %{number:n}","match_rules":"r %{word:a.b} %{n}"}},{"type":"attribute-remapper","sources":["a.b"],"target":"c","target_type":"attribute","target_format":"integer","preserve_source":true},{"type":"category-processor","target":"t","categories":[{"filter":{"query":"@n:[1 TO 5]"},"name":"x"}]},{"type":"arithmetic-processor","expression":"n * 2","target":"m"}]}',
      'type: pipeline\nname: q\nenabled: true\nfilter: { query: "*" }\nprocessors:\n  - { type: date-remapper, sources: [a, timestamp] }\n  - { type: string-builder-processor, template: "%{a}-%{b}", target: b.s, is_replace_missing: true }\n  - { type: url-parser, sources: [a], target: u }\n  - { type: lookup-processor, source: a, target: l, lookup_table: ["1,one"], default_lookup: none }\n  - { type: pipeline, name: inner, filter: { query: "@a:*" }, processors: [{ type: status-remapper, sources: [s] }] }\n',
      'pipeline:\n  name: r\n  filter: { query: "@a:*" }\n  processors:\n    - { type: array-map-processor, source: a, target: b, processors: [{ type: attribute-remapper, sources: [$sourceElem.a], target: $targetElem.x }] }\n    - { type: decoder-processor, source: a, target: b, binary_to_text_encoding: base64, input_representation: utf_8 }\n    - { type: array-processor, operation: { type: key-value, source: a, key_to_extract: k, value_to_extract: v } }\n    - { type: user-agent-parser, sources: [a], target: ua }\n    - { type: schema-processor, schema: { schema_type: ocsf, version: 1.5.0, class_uid: 3002, class_name: Authentication }, mappers: [{ type: schema-remapper, name: m, sources: [a], target: b }] }\n',
    ],
    more: conformance('pipeline-', 'pipeline'),
    read: (text) => {
      const document = readYaml({ path: 'any.pipeline.yaml', text })
      const { pipeline, findings } = readPipeline(document)
      if (pipeline)
        for (const sample of [
          'word 5',
          '{"a":[{"a":1,"k":"x","v":2}],"b":"aGk=","n":3,"s":"warn"}',
          '{"a":"https://example.com/?x=1"}',
        ])
          runSample(pipeline, sample, { nowMs: 0 })
      return told(document, findings)
    },
  },
  'pipeline tests': {
    isTree: true,
    good: [
      'id: p\ntests:\n  - sample: |-\n      word 5\n    service: s\n    tags: [a:b]\n    result:\n      custom: { a: word }\n      message: word 5\n      tags: ["source:LOGS_SOURCE"]\n      timestamp: 1\n',
    ],
    read: (text) => {
      const document = readYaml({ path: 'any.pipeline-test.yaml', text })
      const { tests, findings } = readPipelineTests(document)
      const { pipeline } = readPipeline({ value: { name: 'p', filter: { query: '*' }, processors: [] } })
      assert.ok(pipeline)
      for (const test of tests?.tests ?? []) runPipelineTest(pipeline, test, {})
      return told(document, findings)
    },
  },
  'ddac.yaml': {
    isTree: true,
    good: [
      'workspace: soc\ntenants:\n  local: { emulator: true }\n  prod:\n    site: datadoghq.com\n    apiKeyVar: DD_API_KEY\n    variables: { slack: "@slack-x" }\n    overlays: [{ rules: [a], isEnabled: false }]\ndefaultTenant: local\npolicy:\n  requiredTags: [team]\n  lint: { R301: off }\n  deletions: { maxShare: 20 }\n  tenantChanges: { isEnabled: keep, "*": withhold }\nlogs: [{ files: "logs/**", source: app, service: x, timeField: at }]\nenrichment: { geo: geo.mmdb, threatLists: [{ file: t.csv, name: t }] }\nreferenceTables: { vips: vips.csv }\nfiles: ["**"]\n',
    ],
    read: (text) => {
      const document = readYaml({ path: 'ddac.yaml', text })
      return told(document, readConfig(document).findings)
    },
  },
}

/** Also read as all files of a folder at once. */
export const exampleDocuments = { rule, sequence }

function told(document: YamlDocument, findings: readonly Finding[]): readonly Mistake[] {
  const placed = findings.map(({ path, range, on, message }) => {
    const { start, end } = document.locate(path, { ...(range && { range }), ...(on && { on }) })
    return { start, end, message }
  })
  const own = document.diagnostics.flatMap(({ span, message }) =>
    span ? [{ start: span.start, end: span.end, message }] : [],
  )
  return [...own, ...placed]
}

/** Some of the paths of a value. */
function pathsIn(value: unknown): readonly (readonly (string | number)[])[] {
  const found: (readonly (string | number)[])[] = []
  const left: { readonly path: readonly (string | number)[]; readonly value: unknown }[] = [{ path: [], value }]
  for (let next = left.pop(); next !== undefined && found.length < 20; next = left.pop()) {
    const { path, value: inner } = next
    found.unshift(path)
    if (typeof inner !== 'object' || inner === null) continue
    for (const [key, each] of Object.entries(inner).slice(0, 20))
      left.push({ path: [...path, Array.isArray(inner) ? Number(key) : key], value: each })
  }
  return found
}
