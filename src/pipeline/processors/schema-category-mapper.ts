import type { JsonObject } from '../../json/json'
import { asNumber, asText, textsIn } from '../../json/json-text'
import type { Fields } from '../../shape/shape'
import { type AttributePath, attributePath } from '../attribute-path'
import { partOf, partsOf, textOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { anyText, anyWhole, filterShape } from '../shape-parts'
import { firstOf } from './attribute-remapper'

const name = { kind: 'text', nonEmpty: true } as const

const categoryFields: Fields = {
  filter: { shape: filterShape, required: true, about: 'Which logs it is for.' },
  name: { shape: anyText, required: true, about: 'The name that is written.' },
  id: { shape: anyWhole, required: true, about: 'The id that is written.' },
}

/**
 * Writes id and name of the first category whose filter matches, over what is there (API, LogsSchemaCategoryMapper). For
 * the id 99, or the id and name that `fallback.values` give, the name is what the log itself says in `fallback.sources`.
 */
export const schemaCategoryMapper: ProcessorKind = {
  type: 'schema-category-mapper',
  fields: {
    categories: {
      shape: { kind: 'list', item: { kind: 'map', what: 'a category', fields: categoryFields } },
      required: true,
      about: 'Filters with names and ids, in the order in which they are tried.',
    },
    targets: {
      shape: {
        kind: 'map',
        what: 'the targets',
        fields: {
          id: { shape: name, about: 'The field of the id.' },
          name: { shape: name, about: 'The field of the name.' },
        },
      },
      required: true,
      about: 'The fields to write.',
    },
    fallback: {
      shape: {
        kind: 'map',
        what: 'a fallback',
        fields: {
          values: {
            shape: { kind: 'named', item: { kind: 'json' } },
            about: 'The id and name that ask for it, by field.',
          },
          sources: {
            shape: { kind: 'named', item: { kind: 'list', item: name } },
            about: 'The attributes that are taken instead, by field.',
          },
        },
      },
      about: 'What the log itself says, for what no category names.',
    },
  },
  compile: (definition, { filter, touches }) => {
    const targets = partOf(definition, 'targets')
    const [idField, nameField] = [asText(targets['id']), asText(targets['name'])]
    const [idAt, nameAt] = [attributePath(idField ?? ''), attributePath(nameField ?? '')]
    const fallback = partOf(definition, 'fallback')
    const sources = sourcesByField(partOf(fallback, 'sources'))
    const written = [...(idField === undefined ? [] : [idAt]), ...(nameField === undefined ? [] : [nameAt])]
    touches(
      sources.flatMap(({ from }) => from),
      [...written, ...sources.map(({ to }) => to)],
    )
    const fallbackId = String(partOf(fallback, 'values')[idField ?? ''] ?? '99')
    const categories = partsOf(definition, 'categories').map((category, index) => ({
      matches: filter(['categories', index, 'filter', 'query'], textOf(partOf(category, 'filter'), 'query')),
      id: asNumber(category['id']),
      name: textOf(category, 'name'),
    }))
    return (log) => {
      const category = categories.find(({ matches }) => matches(log))
      if (category === undefined) return
      if (idField !== undefined && category.id !== undefined) log.at.write(idAt, category.id)
      if (nameField !== undefined) log.at.write(nameAt, category.name)
      if (String(category.id) !== fallbackId) return
      for (const { to, from } of sources) {
        const found = firstOf(log, from)
        if (found !== undefined) log.at.write(to, found.value)
      }
    }
  },
}

function sourcesByField(
  sources: JsonObject,
): readonly { readonly to: AttributePath; readonly from: readonly AttributePath[] }[] {
  return Object.entries(sources).map(([field, from]) => ({
    to: attributePath(field),
    from: textsIn(from).map(attributePath),
  }))
}
