import fc from 'fast-check'
import { compilePath } from '../../../src/event/attribute-path'
import type { RawProcessing } from '../../../src/event/given'
import type { Json, JsonObject } from '../../../src/json/json'
import { processWith } from '../../../src/pipeline/intake/process-raw'
import { processorKinds } from '../../../src/pipeline/processor-table'
import type { ReadPipelineOptions } from '../../../src/pipeline/read-pipeline'
import { often } from '../../random-runs'
import { arbitraryPaths, arbitraryProcessors, pipelineOf } from '../arbitrary-pipeline'

const scalar = fc.constantFrom<Json>('x', 'y', 1, '1', 'error', 'a=x b=y', null, '192.0.2.1')
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.dictionary(fc.constantFrom('b', 'c', 'd'), tie('value'), { maxKeys: 3 }),
    fc.array(tie('value'), { maxLength: 2 }),
  ),
}))
const attributes = fc.dictionary(fc.constantFrom('a', 'b', 'message', 'a.b'), value, { maxKeys: 3 })

const asked = [
  'message',
  'status',
  'service',
  'trace_id',
  't',
  'timestamp',
  ...arbitraryPaths.map((at) => `@${at}`),
  '@ocsf.class_uid',
]

type Processed = ReturnType<RawProcessing['process']>

function fieldsOf(processed: Processed, fields: readonly string[]) {
  if (processed === undefined) return undefined
  const { reserved, attributes: all, timeMs = 0 } = processed
  const event = { id: '', timeMs, ...reserved, attributes: all }
  return fields.map((field) => [field, compilePath(field)(event)])
}

function rawOf(log: JsonObject) {
  return { reserved: { tags: ['t:x'] }, attributes: log, timeMs: 5 }
}

test('fields alone come out as with all that pipelines do', () => {
  const some = fc.subarray(asked, { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(arbitraryProcessors, arbitraryProcessors, attributes, some, (first, second, log, fields) => {
      const processing = processWith([pipelineOf(first), pipelineOf(second)], {})
      const whole = processing.process(rawOf(log))
      const sliced = processing.only(fields).process(rawOf(log))
      expect(fieldsOf(sliced, fields)).toEqual(fieldsOf(whole, fields))
      expect([sliced?.timeMs, sliced?.pipelines]).toEqual([whole?.timeMs, whole?.pipelines])
      if (sliced?.whole !== undefined) expect(sliced.whole()).toEqual(whole)
    }),
    { numRuns: often(300) },
  )
})

const remap = (from: string, to: string) => ({ type: 'attribute-remapper', name: to, sources: [from], target: to })
const build = (template: string, to: string) => ({ type: 'string-builder-processor', name: to, template, target: to })
const under = (query: string, inner: readonly object[]) => ({
  type: 'pipeline',
  name: 'nested',
  filter: { query },
  processors: inner,
})
const four = [remap('x', 'evt.name'), build('%{evt.name}!', 'usr.name'), build('y', 'z'), remap('s', 'ocsf.q')]

test.each<[string, readonly object[], readonly string[], readonly string[]]>([
  ['what nobody asks for', four, ['@other'], []],
  ['one field', four, ['@evt.name'], ['evt.name']],
  ['a field that is made of another', four, ['@usr.name'], ['evt.name', 'usr.name']],
  ['an object that fields are made in', four, ['@usr'], ['evt.name', 'usr.name']],
  ['what stands in a field', four, ['@z.inner'], ['z']],
  ['a source that goes', four, ['@x'], ['evt.name']],
  ['a field beside', four, ['@evt.id'], []],
  ['all', four, ['*'], ['evt.name', 'usr.name', 'z', 'ocsf.q']],
  ['an official field', [...four, { type: 'status-remapper', name: 's', sources: ['z'] }], ['status'], ['z', 's']],
  ['what a filter asks', [...four, under('@z:y', [build('w', 'k'), build('w', 'l')])], ['@k'], ['z', 'k']],
  [
    'what may stand under any name',
    [{ type: 'grok-parser', name: 'g', source: 'x', grok: { match_rules: 'r %{data::keyvalue}' } }, build('y', 'z')],
    ['@a'],
    ['g'],
  ],
  [
    'what stands under known names',
    [{ type: 'grok-parser', name: 'g', source: 'x', grok: { match_rules: 'r %{data:b:keyvalue}' } }, build('y', 'z')],
    ['@a'],
    [],
  ],
  [
    'the first of two that decide',
    [
      { type: 'message-remapper', name: 'm', sources: ['k'] },
      { type: 'message-remapper', name: 'n', sources: ['l'] },
    ],
    ['@l'],
    ['m', 'n'],
  ],
])('only what is asked for is made: %s', (_, all, fields, ran) => {
  const steps: string[] = []
  const decorate: ReadPipelineOptions['decorate'] = ({ name, type }, step) => {
    if (type === 'pipeline') return step
    return (log, run) => {
      steps.push(name)
      step(log, run)
    }
  }
  const pipeline = pipelineOf(
    all.map((one) => ({ is_enabled: true, ...one })),
    { decorate },
  )
  processWith([pipeline], {})
    .only(fields)
    .process(rawOf({ x: 1, s: 2 }))
  expect(steps).toEqual(ran)
})

test('a list that gives way to what nobody asks for takes what stands in it along', () => {
  const processing = processWith([pipelineOf([{ is_enabled: true, ...build('y', 'a.z') }])], {})
  const told = (log: JsonObject) => fieldsOf(processing.only(['@a.b']).process(rawOf(log)), ['@a.b'])
  expect(told({ a: { b: 1 } })).toEqual([['@a.b', [1]]])
  expect(told({ a: [{ b: 1 }] })).toEqual([['@a.b', []]])
})

/** Runs of plain signs that are no part of a number, as filters on raw texts look for them. */
function runsIn(value: Json): readonly string[] {
  if (typeof value === 'string')
    return (value.match(/[A-Za-z0-9._-]+/g) ?? []).filter((run) => !/^[0-9.eE-]+$/.test(run))
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((inner) => runsIn(inner ?? null))
    : []
}

test('texts in an attribute whose texts are kept stood in the log', () => {
  let kept = 0
  fc.assert(
    fc.property(arbitraryProcessors, arbitraryProcessors, attributes, (first, second, log) => {
      const processing = processWith([pipelineOf(first.slice(0, 3)), pipelineOf(second.slice(0, 2))], {})
      const all = processing.process(rawOf(log))
      if (all === undefined) return
      const text = JSON.stringify(log)
      for (const path of arbitraryPaths) {
        if (!processing.keepsTexts(path)) continue
        const values = compilePath(`@${path}`)({ id: '', timeMs: 0, tags: [], attributes: all.attributes })
        const runs = values.flatMap(runsIn)
        expect(runs.filter((run) => !text.includes(run))).toEqual([])
        kept += runs.length
      }
    }),
    { numRuns: often(600) },
  )
  expect(kept).toBeGreaterThan(20)
})

test('every type of processor says what it touches', () => {
  const example: Readonly<Record<string, object>> = {
    'array-processor': { operation: { type: 'length', source: 'a', target: 'a' } },
    'arithmetic-processor': { expression: 'a + 1' },
    'grok-parser': { grok: { match_rules: 'r %{word:a}' } },
    'decoder-processor': { binary_to_text_encoding: 'base64', input_representation: 'utf_8' },
  }
  const usual = {
    ...{ source: 'a', sources: ['a'], target: 'a', targets: { id: 'a' }, template: 'a', attribute_to_exclude: 'a' },
    ...{ lookup_table: [], categories: [], processors: [], mappers: [], filter: { query: '*' } },
    schema: { schema_type: 'ocsf', version: '1', class_uid: 1, class_name: 'a' },
  }
  const open = processorKinds.filter(({ type, fields }) => {
    const known = Object.fromEntries(Object.entries(usual).filter(([key]) => Object.hasOwn(fields, key)))
    const { parts } = pipelineOf([{ type, name: 'n', is_enabled: true, ...known, ...example[type] }])
    return parts.length !== 1 || parts.some(({ writes }) => writes.includes('all'))
  })
  expect(open.map(({ type }) => type)).toEqual([])
})
