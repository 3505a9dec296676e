import Ajv from 'ajv'
import { placeFinding } from '../../src/diagnostic/diagnostic'
import type { JsonObject } from '../../src/json/json'
import { asObject } from '../../src/json/json-object'
import { pipelineJsonSchema } from '../../src/pipeline/pipeline-schema'
import { processorKinds } from '../../src/pipeline/processor-table'
import { readPipeline } from '../../src/pipeline/read-pipeline'
import { runSample } from '../../src/pipeline/samples/run-sample'
import { readYaml } from '../../src/yaml/yaml-document'

const publicForm = `id: web
facets: [{ path: a, name: A }]
pipeline:
  type: pipeline
  name: Web
  enabled: true
  filter:
    query: source:web
  processors:
    - type: attribute-remapper
      name: To t
      enabled: true
      sources: [a]
      target: t
      preserveSource: true
      overrideOnConflict: false
    - type: grok-parser
      name: Rules
      enabled: true
      source: message
      samples: []
      grok:
        supportRules: ""
        matchRules: rule %{word:w}
    - type: string-builder-processor
      name: Text
      enabled: true
      template: "%{gone}"
      target: s
      replaceMissing: true
`

const apiForm = {
  id: 'p-1',
  name: 'Web',
  type: 'pipeline',
  is_enabled: true,
  is_read_only: true,
  filter: { query: 'source:web' },
  processors: [
    { type: 'attribute-remapper', is_enabled: true, sources: ['a'], target: 't', preserve_source: true },
    { type: 'string-builder-processor', is_enabled: true, template: '%{gone}', target: 's', is_replace_missing: true },
  ],
}

function findingsIn(text: string) {
  const document = readYaml({ path: 'web.pipeline.yaml', text })
  return readPipeline(document).findings.map((finding) => {
    const { span } = placeFinding(finding, document.locate)
    return [finding.code, finding.severity, text.slice(span?.start, span?.end)]
  })
}

it('the form of the public integrations and that of the API are one', () => {
  const read = readPipeline(readYaml({ path: 'p', text: publicForm }))
  expect(read.findings).toEqual([])
  const other = readPipeline({ value: apiForm })
  expect(other.findings).toEqual([])
  for (const { pipeline } of [read, other]) {
    expect(pipeline).toMatchObject({ name: 'Web', isEnabled: true, filterText: 'source:web', unknownTypes: [] })
    expect(pipeline && runSample(pipeline, '{"a":1}', { nowMs: 1 }).custom).toEqual({ a: 1, t: 1, s: '' })
  }
  expect(other.pipeline).toMatchObject({ id: 'p-1', isReadOnly: true })
})

describe('mistakes are findings at their place, in the spelling of the file', () => {
  it.each([
    ['no name', publicForm.replace('  name: Web\n', ''), ['G001', 'error', 'pipeline']],
    ['no target', publicForm.replace('      target: t\n', ''), ['G001', 'error', 'type']],
    [
      'a flag that is none',
      publicForm.replace('preserveSource: true', 'preserveSource: yes please'),
      ['G002', 'error', 'yes please'],
    ],
    [
      'an unknown key',
      publicForm.replace('overrideOnConflict', 'overrideOnConflicts'),
      ['G003', 'warning', 'overrideOnConflicts'],
    ],
    ['a filter that is no query', publicForm.replace('source:web', 'source:(web'), ['Q002', 'error', '(']],
    ['an unknown type', publicForm.replace('grok-parser', 'grok-parsers'), ['G006', 'warning', 'grok-parsers']],
    [
      'rules that are no text',
      publicForm.replace('matchRules: rule %{word:w}', 'matchRules: [a]'),
      ['G002', 'error', '[a]'],
    ],
  ])('%s', (_, text, expected) => {
    expect(findingsIn(text)).toContainEqual(expected)
  })

  it.each([
    ['a formula that ends too early', { type: 'arithmetic-processor', expression: 'a +', target: 't' }, 'G008'],
    ['a parenthesis that is not closed', { type: 'arithmetic-processor', expression: '(a', target: 't' }, 'G008'],
    ['a lookup without a table', { type: 'lookup-processor', source: 'a', target: 't' }, 'G001'],
    ['a table of numbers', { type: 'lookup-processor', source: 'a', target: 't', lookup_table: [1] }, 'G004'],
    [
      'a selection without a condition',
      { type: 'array-processor', operation: { type: 'select', source: 'a', target: 't' } },
      'G001',
    ],
    [
      'a category whose filter is no query',
      { type: 'category-processor', target: 't', categories: [{ name: 'x', filter: { query: '(' } }] },
      'Q002',
    ],
    [
      'a mapper outside of its processor is one',
      { type: 'array-map-processor', source: 'a', target: 'b', processors: [{ type: 'grok-parser' }] },
      'G006',
    ],
  ])('%s', (_, processor, code) => {
    const { findings } = readPipeline({ value: { ...apiForm, processors: [processor] } })
    expect(findings.map((finding) => finding.code)).toContain(code)
  })

  it.each([[null], ['text'], [[apiForm]]])('%j is no pipeline', (value) => {
    expect(readPipeline({ value })).toMatchObject({ pipeline: undefined, findings: [{ code: 'G002' }] })
  })

  it('processors that stand a thousand deep are told and not followed', () => {
    let value: object = apiForm
    for (let depth = 0; depth < 1000; depth += 1) value = { ...apiForm, processors: [{ ...value, type: 'pipeline' }] }
    expect(readPipeline({ value })).toMatchObject({ pipeline: undefined, findings: [{ code: 'G002' }] })
  })
})

it('what is not known is told once and marks the pipeline', () => {
  const future = { type: 'future-processor', sources: ['a'] }
  const { pipeline, findings } = readPipeline({ value: { ...apiForm, processors: [future, future] } })
  expect(findings.map(({ code }) => code)).toEqual(['G006'])
  expect(pipeline?.unknownTypes).toEqual(['future-processor'])
})

it.each([
  ['an operation', { type: 'array-processor', operation: { type: 'deduplicate', source: 'a', target: 'b' } }],
  [
    'an encoding',
    {
      type: 'decoder-processor',
      source: 'a',
      target: 'b',
      binary_to_text_encoding: 'ascii85',
      input_representation: 'utf_8',
    },
  ],
])('%s that is newer than ddac keeps nothing else from running', (_, processor) => {
  const { pipeline, findings } = readPipeline({ value: { ...apiForm, processors: [processor, ...apiForm.processors] } })
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['G002', 'warning']])
  expect(pipeline?.unknownTypes).toEqual([processor.type])
  expect(pipeline && runSample(pipeline, '{"a":"aGk="}', { nowMs: 1 }).custom).toMatchObject({ t: 'aGk=' })
})

describe('the JSON Schema', () => {
  const accepts = new Ajv({ strict: false }).compile(pipelineJsonSchema())

  it('takes both forms', () => {
    expect(accepts(apiForm)).toBe(true)
    expect(accepts(readYaml({ path: 'p', text: publicForm }).value)).toBe(true)
  })

  it('refuses what cannot be meant', () => {
    const processors = [{ type: 'category-processor', is_enabled: 'yes' }]
    expect(accepts({ ...apiForm, processors })).toBe(false)
  })

  it('knows every processor', () => {
    const { definitions } = asObject(pipelineJsonSchema()) ?? {}
    const text = JSON.stringify((definitions as JsonObject)['processor'])
    expect(processorKinds.filter(({ type }) => !text.includes(`"const":"${type}"`))).toEqual([])
  })
})
