import type { Json, JsonObject } from '../../json/json'
import { isCollection, isJsonObject, isList } from '../../json/json-object'
import type { Query } from '../../query/query'
import { type AttributePath, attributePath, pathOfKeys } from '../attribute-path'
import { flagOf, partOf, pathOf, textOf } from '../definition-values'
import { LogAttributes } from '../log-attributes'
import type { Compiling, ProcessorKind, Step } from '../processor-kind'
import { overrideOnConflict, preserveSource, source } from '../shape-parts'
import { textOfValue } from '../working-log'

const name = { kind: 'text', nonEmpty: true } as const

/** Takes a value from a list, its length, adds to one, or spreads its pairs out (docs, Processors > Array processor). */
export const arrayProcessor: ProcessorKind = {
  type: 'array-processor',
  fields: {
    operation: {
      shape: {
        kind: 'map',
        what: 'an operation',
        fields: {
          type: {
            shape: { kind: 'choice', of: ['append', 'length', 'select', 'key-value'], mayGrow: true },
            required: true,
            about: 'What is done.',
          },
          source,
          target: { shape: name, about: 'The attribute to write. key-value may lack it, and then writes to the root.' },
          filter: { shape: name, about: 'Of select: key:value, which element is meant.' },
          value_to_extract: { shape: name, about: 'Of select and key-value: the key of the value in an element.' },
          key_to_extract: { shape: name, about: 'Of key-value: the key of the name in an element.' },
          preserve_source: preserveSource,
          override_on_conflict: overrideOnConflict,
        },
      },
      required: true,
      about: 'What is done to which list.',
    },
  },
  compile: (definition, compiling) => {
    const operation = partOf(definition, 'operation')
    demand(operation, compiling)
    switch (textOf(operation, 'type')) {
      case 'append':
        return append(operation, compiling)
      case 'length':
        return length(operation, compiling)
      case 'select':
        return select(operation, compiling)
      case 'key-value':
        return keyValue(operation, compiling)
      default:
        return compiling.passOver()
    }
  },
}

const demanded: { readonly [type: string]: readonly string[] | undefined } = {
  append: ['target'],
  length: ['target'],
  select: ['target', 'filter', 'value_to_extract'],
  'key-value': ['key_to_extract', 'value_to_extract'],
}

function demand(operation: JsonObject, { tell }: Compiling): void {
  const type = textOf(operation, 'type')
  for (const key of demanded[type] ?? []) {
    if (Object.hasOwn(operation, key)) continue
    tell({
      code: 'G001',
      severity: 'error',
      message: `the operation ${type} needs the key ${key}`,
      path: ['operation'],
    })
  }
}

/** A target that is no list is in the way, and stays (assumed). */
function append(operation: JsonObject, { touches }: Compiling): Step {
  const from = pathOf(operation, 'source')
  const to = pathOf(operation, 'target')
  const preserves = flagOf(operation, 'preserve_source')
  touches([from, to], preserves ? [to] : [to, from])
  return (log) => {
    const value = log.at.read(from)
    const there = log.at.read(to)
    if (value === undefined || (there !== undefined && !isList(there))) return
    log.at.write(to, [...(there ?? []), value])
    if (!preserves) log.at.remove(from)
  }
}

function length(operation: JsonObject, { touches }: Compiling): Step {
  const from = pathOf(operation, 'source')
  const to = pathOf(operation, 'target')
  touches([from], [to])
  return (log) => {
    const list = log.at.read(from)
    if (isList(list)) log.at.write(to, list.length)
  }
}

function select(operation: JsonObject, { filter, touches }: Compiling): Step {
  const from = pathOf(operation, 'source')
  const to = pathOf(operation, 'target')
  const wanted = pathOf(operation, 'value_to_extract')
  touches([from], [to])
  const matches = filter(['operation', 'filter'], textOf(operation, 'filter'), asElementQuery)
  return (log) => {
    const list = log.at.read(from)
    if (!isList(list)) return
    const element = list.find(
      (each) => isJsonObject(each) && matches({ id: '', timeMs: 0, tags: [], attributes: each }),
    )
    const value = isJsonObject(element) ? valueIn(element, wanted) : undefined
    if (value !== undefined) log.at.write(to, value)
  }
}

/** Each element with a name and a value becomes an attribute; one that is there stays, unless it may be overridden. */
function keyValue(operation: JsonObject, { touches }: Compiling): Step {
  const from = pathOf(operation, 'source')
  const below = Object.hasOwn(operation, 'target') ? pathOf(operation, 'target').keys : []
  const key = pathOf(operation, 'key_to_extract')
  const wanted = pathOf(operation, 'value_to_extract')
  const overrides = flagOf(operation, 'override_on_conflict')
  const to = below.length === 0 ? 'attributes' : pathOf(operation, 'target')
  touches([from, to], [to])
  return (log) => {
    const list = log.at.read(from)
    if (!isList(list)) return
    for (const element of list) {
      const named = isJsonObject(element) ? valueIn(element, key) : undefined
      const value = isJsonObject(element) ? valueIn(element, wanted) : undefined
      if (named === undefined || isCollection(named) || value === undefined) continue
      const path = pathOfKeys([...below, ...attributePath(textOfValue(named)).keys])
      if (overrides || !log.at.has(path)) log.at.write(path, value)
    }
  }
}

function valueIn(element: JsonObject, path: AttributePath): Json | undefined {
  return new LogAttributes(element).read(path)
}

/** In the condition on an element any field is a key of it: `name:Referrer`. */
function asElementQuery(query: Query): Query {
  switch (query.kind) {
    case 'clause':
    case 'cidr': {
      const { field } = query
      if (field.kind === 'tag') return { ...query, field: { ...field, kind: 'attribute', path: field.key } }
      if (field.kind === 'reserved') return { ...query, field: { ...field, kind: 'attribute', path: field.name } }
      return query
    }
    case 'not':
      return { ...query, query: asElementQuery(query.query) }
    case 'and':
    case 'or':
      return { ...query, queries: query.queries.map(asElementQuery) }
    default:
      return query
  }
}
