import fc from 'fast-check'
import { readDescription, writeDescription } from '../../src/wire/suppression-description'
import { often, seedOr } from '../random-runs'

test.each<[string, object, string]>([
  ['a description alone', { description: 'Words.' }, 'Words.'],
  ['an owner alone', { owner: 'a@example.com' }, 'Owner: a@example.com'],
  ['all three', { description: 'Words.', owner: 'a', reason: 'b' }, 'Words.\n\nReason: b\nOwner: a'],
  ['a reason of several lines', { reason: 'one\ntwo\n\n  three' }, 'Reason: one\n  two\n  \n    three'],
])('%s is written and read again', (_, parts, text) => {
  expect(writeDescription(parts)).toBe(text)
  expect(readDescription(text)).toEqual(parts)
})

test('nothing to say is no description', () => {
  expect(writeDescription({})).toBeUndefined()
  expect(readDescription('')).toEqual({})
})

test.each([
  'Owner:a',
  'see Owner: a',
  'Owner: a\nmore words',
  'text\nOwner: a',
  'x\n\nOwner: ',
  '\nOwner: a',
  'Owner: a\nReason: b',
])('%j was not written by us and stays as it is', (text) => {
  expect(readDescription(text)).toEqual({ description: text })
})

test('every text of a tenant comes back in its own words', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '  ', '\n', 'Owner: ', 'Reason: '), maxLength: 10 })
  fc.assert(
    fc.property(text, (description) => {
      expect(writeDescription(readDescription(description)) ?? '').toBe(description)
    }),
    { seed: seedOr(3), numRuns: often(300) },
  )
})
