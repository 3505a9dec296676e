import type { Json } from '../../json/json'
import { isCollection } from '../../json/json-object'
import { asText, asTexts, textsIn } from '../../json/json-text'
import type { AttributePath } from '../attribute-path'
import { pathOf } from '../definition-values'
import type { Enrichment, ProcessorKind, Step } from '../processor-kind'
import { source, target } from '../shape-parts'

/**
 * Writes what a table says of an attribute's value (docs, Processors > Lookup processor): a table of the processor's own,
 * or a reference table of the tenant, whose columns beside the key are then written below the target (assumed).
 */
export const lookupProcessor: ProcessorKind = {
  type: 'lookup-processor',
  fields: {
    source,
    target,
    lookup_table: {
      shape: { kind: 'written', read: readTable, write: (kept) => kept, schema: { type: ['array', 'string'] } },
      about: 'key,value pairs: a list of texts, or one text with a pair a line.',
    },
    default_lookup: {
      shape: {
        kind: 'written',
        read: readDefault,
        write: (kept) => kept,
        schema: { type: ['string', 'number', 'null'] },
      },
      nullable: true,
      about: 'What is written for a value that the table does not have; without it, nothing.',
    },
    lookup_enrichment_table: { shape: { kind: 'text', nonEmpty: true }, about: 'The name of a reference table.' },
  },
  compile: (definition, { tell, touches }) => {
    touches([pathOf(definition, 'source')], [pathOf(definition, 'target')])
    const table = asText(definition['lookup_enrichment_table'])
    if (table !== undefined)
      return fromReferenceTable(pathOf(definition, 'source'), pathOf(definition, 'target'), table)
    if (definition['lookup_table'] === undefined) {
      const message = 'a lookup-processor needs the key lookup_table'
      tell({ code: 'G001', severity: 'error', message, help: 'key,value pairs, or lookup_enrichment_table', path: [] })
    }
    const from = pathOf(definition, 'source')
    const to = pathOf(definition, 'target')
    const absent = asText(definition['default_lookup'])
    const values = new Map(textsIn(definition['lookup_table']).flatMap(pairOf))
    return (log) => {
      const value = log.at.read(from)
      const found = value === undefined || isCollection(value) ? undefined : values.get(String(value))
      const written = value === undefined ? undefined : (found ?? absent)
      if (written !== undefined) log.at.write(to, written)
    }
  },
}

function readTable(written: unknown): {
  readonly value?: unknown
  readonly trouble?: { readonly message: string; readonly help: string }
} {
  if (typeof written === 'string') return { value: written.split('\n').map(withoutReturn).filter(isLine) }
  const lines = asTexts(written)
  if (lines !== undefined) return { value: lines }
  return {
    trouble: { message: 'lookup_table should be a list of key,value texts', help: 'or one text with a pair a line' },
  }
}

function readDefault(written: unknown): { readonly value?: unknown; readonly trouble?: { readonly message: string } } {
  if (written === null || typeof written === 'string') return { value: written }
  if (typeof written === 'number' || typeof written === 'boolean') return { value: String(written) }
  return { trouble: { message: 'default_lookup should be a text' } }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

function isLine(line: string): boolean {
  return line.trim() !== ''
}

/** Key and value of a line, cut at its first comma; a key in double quotes may hold one. */
function pairOf(line: string): readonly (readonly [string, string])[] {
  const quoted = /^"((?:[^"]|"")*)",(.*)$/s.exec(line)
  if (quoted !== null) return [[(quoted[1] ?? '').replaceAll('""', '"'), unquoted(quoted[2] ?? '')]]
  const comma = line.indexOf(',')
  return comma === -1 ? [] : [[line.slice(0, comma), unquoted(line.slice(comma + 1))]]
}

function unquoted(value: string): string {
  const text = value.trim()
  const quoted = /^"((?:[^"]|"")*)"$/s.exec(text)
  return quoted === null ? text : (quoted[1] ?? '').replaceAll('""', '"')
}

function fromReferenceTable(from: AttributePath, to: AttributePath, name: string): Step {
  return (log, { enrichment }) => {
    const value = log.at.read(from)
    if (value === undefined || isCollection(value)) return
    const row = rowsByKey(enrichment, name)?.get(String(value))
    if (row !== undefined) log.at.write(to, row)
  }
}

type Rows = ReadonlyMap<string, Readonly<Record<string, Json>>>

const byKey = new WeakMap<readonly Readonly<Record<string, string>>[], Rows>()

/** The rows of a table by what stands in their first column, which is not repeated in them. */
function rowsByKey({ referenceTables }: Enrichment, name: string): Rows | undefined {
  const rows = referenceTables?.get(name)
  if (rows === undefined) return undefined
  const known = byKey.get(rows)
  if (known !== undefined) return known
  const made = new Map(
    rows.map((row) => {
      const [key, ...others] = Object.entries(row)
      return [key?.[1] ?? '', Object.fromEntries(others)] as const
    }),
  )
  byKey.set(rows, made)
  return made
}
