import fc from 'fast-check'
import { type ReadPipelineOptions, readPipeline } from '../../src/pipeline/read-pipeline'

/** Few paths, so that processors meet on them: beside, above and below each other. */
export const arbitraryPaths = ['a', 'b', 'a.b', 'a.c', 'a.b.c', 'a.b.d', 'b.c', 'message']
const path = fc.constantFrom(...arbitraryPaths)
const flags = { preserve_source: fc.boolean(), override_on_conflict: fc.boolean() }
const query = fc
  .tuple(path, fc.constantFrom('*', 'x', '1', '>0', '(x OR y)'), fc.boolean())
  .map(([at, value, isNot]) => `${isNot ? '-' : ''}@${at}:${value}`)
const searched = fc.oneof(query, fc.constantFrom('status:error', 'x', 't:x', '*'))

const leaf = fc.oneof(
  fc.record({
    type: fc.constant('attribute-remapper'),
    sources: fc.array(path, { minLength: 1, maxLength: 2 }),
    target: path,
    ...flags,
  }),
  fc.record({
    type: fc.constant('attribute-remapper'),
    sources: fc.constant(['t']),
    source_type: fc.constant('tag'),
    target: path,
    preserve_source: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('attribute-remapper'),
    sources: fc.tuple(path),
    target: fc.constant('t'),
    target_type: fc.constant('tag'),
    ...flags,
  }),
  fc.record({
    type: fc.constant('category-processor'),
    target: path,
    categories: fc
      .tuple(searched, searched)
      .map((all) => all.map((text, name) => ({ filter: { query: text }, name: `${name}` }))),
  }),
  fc.record({
    type: fc.constant('string-builder-processor'),
    target: path,
    template: path.map((at) => `%{${at}}x`),
    is_replace_missing: fc.boolean(),
  }),
  fc.record({ type: fc.constant('exclude-attribute'), attribute_to_exclude: path }),
  fc.record({
    type: fc.constant('arithmetic-processor'),
    target: path,
    expression: path.map((at) => `${at} + 1`),
    is_replace_missing: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('lookup-processor'),
    source: path,
    target: path,
    lookup_table: fc.constant(['x,y', '1,x']),
  }),
  fc.record({
    type: fc.constantFrom('status-remapper', 'message-remapper', 'service-remapper'),
    sources: fc.tuple(path),
  }),
  fc.record({ type: fc.constantFrom('trace-id-remapper', 'date-remapper'), sources: fc.tuple(path) }),
  fc.record({ type: fc.constantFrom('url-parser', 'geo-ip-parser'), sources: fc.tuple(path), target: path }),
  fc.record({
    type: fc.constant('grok-parser'),
    source: path,
    grok: fc.tuple(path, path).map(([one, other]) => ({ match_rules: `r %{word:${one}}.*%{notSpace:${other}}?` })),
  }),
  fc.record({
    type: fc.constant('grok-parser'),
    source: path,
    grok: fc.constant({ match_rules: 'r %{data::keyvalue}' }),
  }),
  fc.record({
    type: fc.constant('array-processor'),
    operation: fc.record({
      type: fc.constantFrom('append', 'length'),
      source: path,
      target: path,
      preserve_source: fc.boolean(),
    }),
  }),
  fc.record({
    type: fc.constant('array-map-processor'),
    source: path,
    target: path,
    preserve_source: fc.boolean(),
    processors: fc.tuple(
      fc.record({
        type: fc.constant('string-builder-processor'),
        target: fc.constant('$targetElem.c'),
        template: path.map((at) => `%{$sourceElem.c}%{${at}}`),
        is_replace_missing: fc.constant(true),
      }),
    ),
  }),
  fc.record({
    type: fc.constant('schema-processor'),
    schema: fc.constant({ schema_type: 'ocsf', version: '1.5.0', class_uid: 3001, class_name: 'c' }),
    mappers: fc.tuple(
      fc.record({ type: fc.constant('schema-remapper'), sources: fc.tuple(path), target: path, ...flags }),
    ),
  }),
)
const nested = fc.record({
  type: fc.constant('pipeline'),
  filter: searched.map((text) => ({ query: text })),
  processors: fc.array(leaf, { maxLength: 4 }),
})
/** Processors of one pipeline, as they are written. */
export const arbitraryProcessors = fc
  .array(fc.oneof({ weight: 4, arbitrary: leaf }, nested), { minLength: 1, maxLength: 8 })
  .map((all) => all.map((one) => ({ name: 'n', is_enabled: true, ...one })))

/** A pipeline of processors; `query` is its filter. */
export function pipelineOf(processors: readonly object[], options: ReadPipelineOptions = {}, query = '*') {
  const value = { name: 'p', is_enabled: true, filter: { query }, processors }
  const { pipeline, findings } = readPipeline({ value }, options)
  if (pipeline === undefined) throw new Error(JSON.stringify(findings))
  return pipeline
}
