import type { Fields } from '../../shape/shape'
import { partOf, partsOf, pathOf, textOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { anyText, filterShape, target } from '../shape-parts'

const categoryFields: Fields = {
  filter: { shape: filterShape, required: true, about: 'Which logs it is for.' },
  name: { shape: anyText, required: true, about: 'What is written.' },
}

/** Writes the name of the first category whose filter matches, over what is there (docs, Processors > Category processor). */
export const categoryProcessor: ProcessorKind = {
  type: 'category-processor',
  fields: {
    categories: {
      shape: { kind: 'list', item: { kind: 'map', what: 'a category', fields: categoryFields } },
      required: true,
      about: 'Filters and names, in the order in which they are tried.',
    },
    target,
  },
  compile: (definition, { filter, touches }) => {
    const to = pathOf(definition, 'target')
    touches([], [to])
    const categories = partsOf(definition, 'categories').map((category, index) => ({
      matches: filter(['categories', index, 'filter', 'query'], textOf(partOf(category, 'filter'), 'query')),
      name: textOf(category, 'name'),
    }))
    return (log) => {
      const category = categories.find(({ matches }) => matches(log))
      if (category !== undefined) log.at.write(to, category.name)
    }
  },
}
