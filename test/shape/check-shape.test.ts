import { checkShape, type ShapeCodes } from '../../src/shape/check-shape'
import type { Shape } from '../../src/shape/shape'

const codes: ShapeCodes = {
  missing: 'R101',
  wrongType: 'R102',
  notAllowed: 'R103',
  unknownKey: 'R104',
  unread: 'R105',
  doubtful: 'R106',
  setByDatadog: 'R107',
  deprecated: 'R108',
}

const recipe: Shape = {
  kind: 'map',
  what: 'a recipe',
  fields: {
    title: { shape: { kind: 'text', nonEmpty: true }, about: 'Its title.', required: true },
    note: { shape: { kind: 'text' }, about: 'More.' },
    vegan: { shape: { kind: 'flag' }, about: 'Without animals.' },
    course: { shape: { kind: 'choice', of: ['starter', 'main'] }, about: 'When it is eaten.' },
    stove: { shape: { kind: 'choice', of: ['gas', 'induction'], mayGrow: true }, about: 'How it is heated.' },
    guests: { shape: { kind: 'number', whole: true, min: 1, max: 8 }, about: 'How many eat.' },
    heat: { shape: { kind: 'number', of: [1, 2, 3] }, about: 'How hot.' },
    weight: { shape: { kind: 'number' }, about: 'In kilograms.' },
    steps: { shape: { kind: 'list', item: { kind: 'text' }, max: 2 }, about: 'What to do.' },
    tips: { shape: { kind: 'list', item: { kind: 'text' }, max: 2, mayGrow: true }, about: 'What to know.' },
    sides: {
      shape: {
        kind: 'list',
        item: {
          kind: 'map',
          what: 'a side',
          fields: { name: { shape: { kind: 'text' }, about: '.', required: true } },
        },
      },
      about: 'What stands beside it.',
    },
    spices: { shape: { kind: 'named', item: { kind: 'number' } }, about: 'Spices by name.' },
    anything: { shape: { kind: 'json' }, about: 'Anything.', nullable: true },
    madeAt: { shape: { kind: 'json' }, about: 'Set alone.', setByDatadog: true },
    serves: { shape: { kind: 'number' }, about: 'Old.', deprecated: 'write guests' },
  },
}

const check = (value: unknown) => checkShape(recipe, value, codes)

test('what fits is kept as it is, without a word', () => {
  const value = {
    title: 'Soup',
    note: '',
    vegan: false,
    course: 'main',
    stove: 'gas',
    guests: 8,
    heat: 3,
    weight: 0.5,
    steps: ['cut', 'cook'],
    sides: [{ name: 'bread' }],
    spices: { salt: 1 },
    anything: null,
  }
  expect(check(value)).toEqual({ value, findings: [] })
})

test.each<[string, object, string, readonly (string | number)[], string]>([
  ['a missing key', {}, 'R101', ['title'], 'error'],
  ['an empty required text', { title: ' ' }, 'R101', ['title'], 'error'],
  ['a required key without a value', { title: null }, 'R101', ['title'], 'error'],
  ['an optional key without a value', { title: 't', note: null }, 'R106', ['note'], 'warning'],
  ['a number for a text', { title: 't', note: 5 }, 'R102', ['note'], 'error'],
  ['a text for a flag', { title: 't', vegan: 'yes' }, 'R102', ['vegan'], 'error'],
  ['a word outside a closed set', { title: 't', course: 'mian' }, 'R103', ['course'], 'error'],
  ['a list for a word', { title: 't', course: ['main'] }, 'R102', ['course'], 'error'],
  ['a slip of a word in a set that may grow', { title: 't', stove: 'indction' }, 'R103', ['stove'], 'error'],
  ['a new word in a set that may grow', { title: 't', stove: 'wood fire' }, 'R103', ['stove'], 'warning'],
  ['a broken number', { title: 't', guests: 1.5 }, 'R102', ['guests'], 'error'],
  ['a number below the least', { title: 't', guests: 0 }, 'R103', ['guests'], 'error'],
  ['a number above the most', { title: 't', guests: 9 }, 'R103', ['guests'], 'error'],
  ['a number outside the set', { title: 't', heat: 4 }, 'R103', ['heat'], 'error'],
  ['no number at all', { title: 't', weight: Number.NaN }, 'R102', ['weight'], 'error'],
  ['a whole number that cannot be told exactly', { title: 't', guests: 2 ** 53 }, 'R102', ['guests'], 'error'],
  ['a text for a list', { title: 't', steps: 'cut' }, 'R102', ['steps'], 'error'],
  ['too long a list', { title: 't', steps: ['a', 'b', 'c'] }, 'R103', ['steps'], 'error'],
  ['a longer list than was ever seen', { title: 't', tips: ['a', 'b', 'c'] }, 'R103', ['tips'], 'warning'],
  ['a wrong item', { title: 't', steps: ['a', 1] }, 'R102', ['steps', 1], 'error'],
  ['a text for a map', { title: 't', sides: ['bread'] }, 'R102', ['sides', 0], 'error'],
  ['an inner missing key', { title: 't', sides: [{ name: 'b' }, {}] }, 'R101', ['sides', 1, 'name'], 'error'],
  ['a list for names', { title: 't', spices: [1] }, 'R102', ['spices'], 'error'],
  ['a wrong named value', { title: 't', spices: { salt: 'much' } }, 'R102', ['spices', 'salt'], 'error'],
  ['an unknown key', { title: 't', tytle: 'u' }, 'R104', ['tytle'], 'warning'],
  ['an unknown inner key', { title: 't', sides: [{ name: 'b', x: 1 }] }, 'R104', ['sides', 0, 'x'], 'warning'],
  ['a key set by Datadog', { title: 't', madeAt: 1 }, 'R107', ['madeAt'], 'warning'],
  ['a deprecated key', { title: 't', serves: 2 }, 'R108', ['serves'], 'warning'],
])('%s is one finding at its place', (_, value, code, path, severity) => {
  expect(check(value).findings).toEqual([expect.objectContaining({ code, path, severity })])
})

test.each<[string, object, string]>([
  ['a map for a list of maps', { sides: { name: 'bread' } }, 'write "- "'],
  ['a map for a list of texts', { steps: { cut: 'it', boil: 5 } }, 'write it as a list: [cut:it, boil:5]'],
  ['a map for a text', { steps: [{ cut: 'it' }] }, 'write cut:it'],
  ['a number for a flag', { vegan: 0 }, 'write false'],
])('%s is told with what to write', (_, value, help) => {
  expect(check({ title: 't', ...value }).findings).toMatchObject([
    { code: 'R102', help: expect.stringContaining(help) },
  ])
})

test('a value that is no map is one finding about the whole', () => {
  for (const value of [[], 'soup', 5, null]) {
    expect(check(value)).toEqual({
      value: undefined,
      findings: [expect.objectContaining({ code: 'R102', path: [] })],
    })
  }
})

test('what has an error is left out, a place in a list of maps stays', () => {
  const { value } = check({ title: 't', note: 5, steps: ['a', 1, 'b'], sides: ['bread', { name: 'rice' }] })
  expect(value).toEqual({ title: 't', steps: ['a', 'b'], sides: [{}, { name: 'rice' }] })
})

test('unknown keys are kept whatever they hold, keys set by Datadog are not', () => {
  const { value } = check({ title: 't', tomorrow: { deep: [null] }, madeAt: 1 })
  expect(value).toEqual({ title: 't', tomorrow: { deep: [null] } })
})

test('the help for an unknown key names the nearest that is still free', () => {
  const help = (value: object) => check(value).findings.find(({ code }) => code === 'R104')?.help
  expect(help({ title: 't', gests: 2 })).toContain('guests')
  expect(help({ title: 't', guests: 2, gests: 2 })).not.toContain('did you mean')
  expect(help({ title: 't', madeat: 2 })).not.toContain('did you mean')
})

test('the help for a plain value where a text or a list is wanted shows how to write it', () => {
  const help = (value: object) => check(value).findings[0]?.help
  expect(help({ title: 12 })).toContain("'12'")
  expect(help({ title: 't', steps: 'cut' })).toContain('[cut]')
})

test('an empty deprecated key is no news', () => {
  expect(checkShape({ kind: 'map', what: 'x', fields: { old: oldText } }, { old: '' }, codes).findings).toEqual([])
})

const oldText = { shape: { kind: 'text' }, about: '.', deprecated: 'write new' } as const

test('keys that objects have by birth are plain unknown keys', () => {
  const hostile = JSON.parse('{"title":"t","__proto__":{"vegan":true},"constructor":1,"toString":2}')
  const { value, findings } = check(hostile)
  expect(findings.map(({ code, path }) => [code, path])).toEqual([
    ['R104', ['__proto__']],
    ['R104', ['constructor']],
    ['R104', ['toString']],
  ])
  expect(Object.keys(value as object)).toEqual(['title', '__proto__', 'constructor', 'toString'])
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  expect((value as { vegan?: unknown }).vegan).toBeUndefined()
})
