import { durationShape } from '../../src/rule/durations'
import type { Shape } from '../../src/shape/shape'
import { writtenForm } from '../../src/yaml/written-form'

const duration = durationShape()
const shape: Shape = {
  kind: 'map',
  what: 'a plan',
  fields: {
    name: { shape: { kind: 'text' }, about: '.' },
    wait: { shape: duration, about: '.', nullable: true },
    waits: { shape: { kind: 'list', item: duration }, about: '.' },
    named: { shape: { kind: 'named', item: duration }, about: '.' },
  },
}

test('keys come in the order of the shape, unknown ones after them, absent ones not at all', () => {
  const written = writtenForm(shape, { tomorrow: 1, wait: 600, name: 'x', waits: undefined, later: undefined })
  expect(Object.entries(written as object)).toEqual([
    ['name', 'x'],
    ['wait', '10m'],
    ['tomorrow', 1],
  ])
})

test('values are written short wherever they stand, and null stays null', () => {
  expect(writtenForm(shape, { wait: null, waits: [60, 0], named: { long: 86_400 } })).toEqual({
    wait: null,
    waits: ['1m', 0],
    named: { long: '1d' },
  })
})

test('a file that says the same in its own way is left to it, elsewhere the short form is written', () => {
  const inFile = { wait: '180m', waits: [60, '3600s'], named: { long: 60 } }
  expect(writtenForm(shape, { wait: 10_800, waits: [60, 7200], named: { long: 60, short: 60 } }, inFile)).toEqual({
    wait: '180m',
    waits: [60, '2h'],
    named: { long: 60, short: '1m' },
  })
})

test('what does not fit the shape is written as it is', () => {
  expect(writtenForm(shape, 'no map')).toBe('no map')
  expect(writtenForm(shape, { waits: 'none', named: [1], wait: 'soon' })).toEqual({
    waits: 'none',
    named: [1],
    wait: 'soon',
  })
})
