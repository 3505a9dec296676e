import type { Shape } from '../../src/shape/shape'
import { shapeSchema } from '../../src/shape/shape-schema'

test.each<[string, Shape, object]>([
  ['any text', { kind: 'text' }, { type: 'string' }],
  ['a text that says something', { kind: 'text', nonEmpty: true }, { type: 'string', pattern: '\\S' }],
  ['one of some words', { kind: 'choice', of: ['a', 'b'] }, { type: 'string', enum: ['a', 'b'] }],
  [
    'one of words that may grow',
    { kind: 'choice', of: ['a'], mayGrow: true },
    { anyOf: [{ enum: ['a'] }, { type: 'string', pattern: '\\S' }] },
  ],
  ['a number', { kind: 'number' }, { type: 'number' }],
  [
    'a whole number in a range',
    { kind: 'number', whole: true, min: 0, max: 9 },
    { type: 'integer', minimum: 0, maximum: 9 },
  ],
  ['one of some numbers', { kind: 'number', of: [1, 2] }, { type: 'number', enum: [1, 2] }],
  ['a flag', { kind: 'flag' }, { type: 'boolean' }],
  ['anything', { kind: 'json' }, {}],
  [
    'a bounded list',
    { kind: 'list', item: { kind: 'flag' }, max: 3 },
    { type: 'array', items: { type: 'boolean' }, maxItems: 3 },
  ],
  [
    'a list that may be longer than was seen',
    { kind: 'list', item: { kind: 'flag' }, max: 3, mayGrow: true, most: 9 },
    { type: 'array', items: { type: 'boolean' }, maxItems: 9 },
  ],
  [
    'names of the user',
    { kind: 'named', item: { kind: 'flag' } },
    { type: 'object', additionalProperties: { type: 'boolean' } },
  ],
])('%s', (_, shape, schema) => {
  expect(shapeSchema(shape)).toEqual(schema)
})

test('a map describes its keys for hover, requires some, and leaves out what Datadog sets', () => {
  const flag = { kind: 'flag' } as const
  expect(
    shapeSchema({
      kind: 'map',
      what: 'x',
      fields: {
        must: { shape: flag, about: 'Needed.', required: true },
        may: { shape: flag, about: 'Or null.', nullable: true },
        old: { shape: flag, about: 'Past.', deprecated: 'write must' },
        theirs: { shape: flag, about: 'Not ours.', setByDatadog: true },
      },
    }),
  ).toEqual({
    type: 'object',
    properties: {
      must: { description: 'Needed.', type: 'boolean' },
      may: { description: 'Or null.', anyOf: [{ type: 'boolean' }, { type: 'null' }] },
      old: { description: 'Past.', deprecationMessage: 'write must', type: 'boolean' },
    },
    required: ['must'],
  })
})

test('where unknown keys are mistakes, they are also in maps inside', () => {
  const inner = { kind: 'map', what: 'y', fields: {} } as const
  expect(
    shapeSchema({ kind: 'map', what: 'x', fields: { y: { shape: inner, about: 'It.' } } }, 'mistakes'),
  ).toMatchObject({ additionalProperties: false, properties: { y: { additionalProperties: false } } })
})
