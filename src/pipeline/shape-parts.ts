import { isScalar } from '../json/json-object'
import type { Field, Fields, MapShape, WrittenShape } from '../shape/shape'

const text = { kind: 'text' } as const
const name = { kind: 'text', nonEmpty: true } as const
const flag = { kind: 'flag' } as const
const names = { kind: 'list', item: name } as const

/** A text that YAML may have read as a number or a flag, since nobody put it in quotes. */
export const anyText: WrittenShape = {
  kind: 'written',
  read: (written) =>
    isScalar(written)
      ? { value: String(written) }
      : { trouble: { message: 'this should be a text', help: 'put it in quotes' } },
  write: (kept) => kept,
  schema: { type: ['string', 'number', 'boolean'] },
}

/** A whole number, also as the text of one. */
export const anyWhole: WrittenShape = {
  kind: 'written',
  read: (written) =>
    /^-?\d{1,15}$/.test(String(written)) && isScalar(written)
      ? { value: Number(written) }
      : { trouble: { message: 'this should be a whole number', help: 'as 99' } },
  write: (kept) => kept,
  schema: { type: ['integer', 'string'], pattern: '^-?[0-9]+$' },
}

/** Fields that several processors have. */
export const source: Field = { shape: name, required: true, about: 'The attribute to read.' }
export const sources: Field = {
  shape: names,
  required: true,
  about: 'The attributes to read; the first one that a log has counts.',
}
export const usualSources = (usual: string): Field => ({
  shape: names,
  about: `The attributes to read; the first one that a log has counts. Without the key ${usual}.`,
})
export const target: Field = { shape: name, required: true, about: 'The attribute to write.' }
export const usualTarget = (usual: string): Field => ({
  shape: name,
  about: `The attribute under which the parts are written. Without the key ${usual}.`,
})
export const preserveSource: Field = { shape: flag, about: 'false takes the source away once it is read.' }
export const overrideOnConflict: Field = { shape: flag, about: 'true writes over a target that is there already.' }
export const targetFormat: Field = {
  shape: { kind: 'choice', of: ['auto', 'string', 'integer', 'double'], mayGrow: true },
  about: 'The type to turn the value into; what cannot be turned stays as it is.',
}
export const isReplaceMissing: Field = {
  shape: flag,
  about: 'What stands in for an attribute that a log lacks: nothing (or 0) with true; with false the whole is skipped.',
}

export const filterShape: MapShape = {
  kind: 'map',
  what: 'a filter',
  fields: {
    query: {
      shape: text,
      required: true,
      nullable: true,
      about: 'A log search query. An empty one matches every log.',
    },
  },
}

/** Keys that every processor may have. */
export const processorFields: Fields = {
  type: { shape: name, required: true, about: 'Which processor it is.' },
  name: { shape: anyText, nullable: true, about: 'What people read in the tenant.' },
  is_enabled: { shape: flag, about: 'false passes it over.' },
}
