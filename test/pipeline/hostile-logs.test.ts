import fc from 'fast-check'
import { parseUserAgent } from '../../src/archive/parse-user-agent'
import { processorKinds } from '../../src/pipeline/processor-table'
import { readPipeline } from '../../src/pipeline/read-pipeline'
import { runSample } from '../../src/pipeline/samples/run-sample'
import { WorkingLog } from '../../src/pipeline/working-log'
import { anyString } from '../any-string'
import { often } from '../random-runs'

const mapper = {
  type: 'schema-category-mapper',
  categories: [{ filter: { query: '@a:*' }, name: 'n', id: 99 }],
  targets: { id: 'o.id', name: 'o.name' },
  fallback: { sources: { 'o.name': ['a'] } },
}
const remapper = { sources: ['a', 'a.b'], target: 'b.a', override_on_conflict: true }

/** One processor of each type, at work on the attributes `a`, `b` and below. */
const processors: Readonly<Record<string, object>> = {
  'grok-parser': { source: 'a', grok: { match_rules: 'r1 %{data:b.c:json}\nr2 %{data::keyvalue}' } },
  'date-remapper': { sources: ['a'] },
  'status-remapper': { sources: ['a'] },
  'service-remapper': { sources: ['a'] },
  'message-remapper': { sources: ['a.b', 'a'] },
  'trace-id-remapper': { sources: ['b'] },
  'span-id-remapper': { sources: ['b'] },
  'attribute-remapper': { ...remapper, target_format: 'integer' },
  'url-parser': { sources: ['a'], target: 'a', normalize_ending_slashes: true },
  'user-agent-parser': { sources: ['a'], target: 'b.u', is_encoded: true },
  'geo-ip-parser': { sources: ['a'], target: 'a.geo' },
  'category-processor': { target: 'b', categories: [{ filter: { query: '@a:[1 TO 5]' }, name: 'x' }] },
  'arithmetic-processor': { expression: '(a / b) - a.b * 2', target: 'a' },
  'string-builder-processor': { template: '%{a}-%{b}-%{message}', target: 'b.s', is_replace_missing: true },
  'lookup-processor': { source: 'a', target: 'b', lookup_table: ['1,one'], default_lookup: 'none' },
  'array-processor': { operation: { type: 'key-value', source: 'a', key_to_extract: 'a', value_to_extract: 'b' } },
  'array-map-processor': {
    source: 'a',
    target: 'b',
    preserve_source: false,
    processors: [{ type: 'attribute-remapper', sources: ['$sourceElem.a', '$sourceElem'], target: '$targetElem.x' }],
  },
  'decoder-processor': { source: 'a', target: 'b', binary_to_text_encoding: 'base64', input_representation: 'utf_8' },
  'exclude-attribute': { attribute_to_exclude: 'a.b' },
  'schema-processor': {
    schema: { schema_type: 'ocsf', version: '1.5.0', class_uid: 3002, class_name: 'Authentication' },
    mappers: [mapper, { type: 'schema-remapper', name: 'm', ...remapper }],
  },
  'schema-remapper': remapper,
  'schema-category-mapper': mapper,
  pipeline: {
    name: 'inner',
    filter: { query: '@a:* -@b:x' },
    processors: [{ type: 'attribute-remapper', ...remapper }],
  },
}

const all = Object.entries(processors).map(([type, processor]) => ({ type, is_enabled: true, ...processor }))
const read = (list: readonly object[]) => {
  const { pipeline, findings } = readPipeline({ value: { name: 'all', filter: { query: '*' }, processors: list } })
  expect(findings).toEqual([])
  if (pipeline === undefined) throw new Error('not read')
  return pipeline
}

it('every processor is tried here', () => {
  expect(Object.keys(processors).sort()).toEqual(processorKinds.map(({ type }) => type).sort())
})

const key = fc.constantFrom('a', 'b', 'a.b', 'constructor', '__proto__')
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, 0, -1.5, '', '1', 'x=1', '{"a":1}', 'http://h:1/?a=%', '[::1]', 'aGk='),
    anyString({ maxLength: 6 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}))

it('no processor throws on any log, whatever came before it, and none changes what it was given', () => {
  const pipelines = all.map((processor) => read([processor, ...all]))
  const run = { nowMs: 1, arrivedMs: 1, enrichment: { parseUserAgent } }
  fc.assert(
    fc.property(fc.dictionary(key, value as fc.Arbitrary<string>), fc.nat({ max: all.length - 1 }), (given, which) => {
      const before = JSON.stringify(given)
      const log = new WorkingLog({ id: '', tags: [] }, given)
      pipelines[which]?.run(log, run)
      expect(() => JSON.stringify(log.attributes)).not.toThrow()
      expect(JSON.stringify(given)).toBe(before)
    }),
    { numRuns: often(300) },
  )
})

it('texts of a hundred thousand signs and logs that nest a hundred thousand deep are taken', () => {
  const pipeline = read(all)
  const many = 100_000
  for (const a of [
    '/'.repeat(many),
    '='.repeat(many),
    `${'<'.repeat(many)}x`,
    `a${'='.repeat(many)}b`,
    ' '.repeat(many),
  ]) {
    expect(() => runSample(pipeline, JSON.stringify({ a }), { nowMs: 1, enrichment: { parseUserAgent } })).not.toThrow()
  }
  const deep = `{"a":${'['.repeat(many)}${']'.repeat(many)}}`
  expect(runSample(pipeline, deep, { nowMs: 1 }).message).toContain('[[')
  // As the filter json of grok reads it.
  expect(() => runSample(pipeline, JSON.stringify({ a: deep }), { nowMs: 1 })).not.toThrow()
})
