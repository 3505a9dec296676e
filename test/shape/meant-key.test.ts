import { checkShape } from '../../src/shape/check-shape'
import type { MapShape } from '../../src/shape/shape'

const side: MapShape = {
  kind: 'map',
  what: 'a side',
  fields: {
    dish: { shape: { kind: 'text' }, about: 'What.', required: true, otherNames: ['plate'] },
    extraSauce: { shape: { kind: 'flag' }, about: 'More.' },
  },
}
const recipe: MapShape = {
  kind: 'map',
  what: 'a recipe',
  fields: {
    title: { shape: { kind: 'text' }, about: 'Its title.', required: true, otherNames: ['heading'] },
    sides: { shape: { kind: 'list', item: side }, about: 'What stands beside it.', required: true },
    oven: {
      shape: {
        kind: 'map',
        what: 'an oven',
        fields: {
          heat: { shape: { kind: 'number' }, about: 'How hot.' },
          title: { shape: { kind: 'text' }, about: '.' },
        },
      },
      about: 'Where it bakes.',
    },
    madeAt: { shape: { kind: 'json' }, about: 'Set alone.', setByDatadog: true },
  },
}
const codes = {
  missing: 'R101',
  wrongType: 'R102',
  notAllowed: 'R103',
  unknownKey: 'R104',
  misplaced: 'R110',
  unread: 'R105',
  doubtful: 'R106',
  setByDatadog: 'R107',
  deprecated: 'R108',
} as const
const whole = { title: 'Soup', sides: [] }
const told = (value: unknown) =>
  checkShape(recipe, value, codes).findings.map(({ code, severity, path, help }) => [
    code,
    severity,
    path.join('.'),
    help,
  ])

test.each<[string, unknown, string, string]>([
  ['another name', { heading: 'Soup', sides: [] }, 'heading', 'write title: Soup'],
  ['the singular of a list', { title: 'Soup', side: [{ dish: 'a' }] }, 'side', 'write sides: […]'],
  ['one of a list, not in a list', { title: 'Soup', side: { dish: 'a' } }, 'side', 'write sides: [{ … }]'],
  [
    'underscores',
    { ...whole, sides: [{ dish: 'a', extra_sauce: true }] },
    'sides.0.extra_sauce',
    'write extraSauce: true',
  ],
  ['another name within', { ...whole, sides: [{ plate: 'a' }] }, 'sides.0.plate', 'write dish: a'],
  ['a key of a map below', { ...whole, heat: 9 }, 'heat', 'it belongs under oven, as oven: { heat: 9 }'],
  ['a key of a list below', { ...whole, dish: 'a b' }, 'dish', 'it belongs under sides, as sides: [{ dish: … }]'],
  ['another name of a key below', { ...whole, plate: 'a' }, 'plate', 'it belongs under sides, as sides: [{ dish: a }]'],
  ['a key of the top', { ...whole, oven: { sides: [] } }, 'oven.sides', 'it belongs at the top of the file'],
])('%s is told once, with what to write', (_, value, path, help) => {
  expect(told(value)).toEqual([['R110', 'error', path, help]])
})

test.each<[string, unknown]>([
  ['what nobody knows', { ...whole, weather: 1 }],
  ['what Datadog alone sets under another name', { ...whole, made_at: 1 }],
  ['a slip of the pen', { ...whole, sidez: [] }],
])('%s is kept, with a warning', (_, value) => {
  expect(told(value)).toEqual([['R104', 'warning', expect.anything(), expect.anything()]])
})

test('where nobody guesses, a key under another name is one that is not known', () => {
  const { misplaced: _, ...plain } = codes
  const { findings } = checkShape(recipe, { ...whole, heat: 9 }, plain)
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['R104', 'warning']])
})
