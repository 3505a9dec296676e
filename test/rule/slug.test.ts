import fc from 'fast-check'
import { isSlug, longestSlug, slugFrom, slugShape, whyNotOnWindows } from '../../src/rule/slug'
import { anyString } from '../any-string'

test.each(['a', '1', 'aws-ses', 'a--b', 'a'.repeat(longestSlug)])('%s is a slug', (text) => {
  expect(isSlug(text)).toBe(true)
})

test.each(['', '-a', 'a-', 'A', 'a_b', 'a b', 'é', 'a\n', 'a:b', 'a'.repeat(longestSlug + 1)])('%j is none', (text) => {
  expect(isSlug(text)).toBe(false)
})

test.each([
  ['AWS SES: identity added & deleted', 'aws-ses-identity-added-deleted'],
  ['  Café  ', 'cafe'],
  ['!!!', ''],
])('the nearest slug to %j is %j', (text, slug) => {
  expect(slugFrom(text)).toBe(slug)
})

test.each([
  ['aux', true],
  ['AUX.rule.yaml', true],
  ['com1', true],
  ['lpt².txt', true],
  ['con .rule.yaml', true],
  ['rules.', true],
  ['rules ', true],
  ['a:b.rule.yaml', true],
  ['a\tb', true],
  ['auxiliary.rule.yaml', false],
  ['my.aux.rule.yaml', false],
  ['com10', false],
  ['com', false],
  ['.hidden', false],
  ['a b.rule.yaml', false],
])('Windows has no file %j: %s', (name, isRefused) => {
  expect(whyNotOnWindows(name) !== undefined).toBe(isRefused)
})

test('the nearest slug is a slug or nothing, and that of a slug is itself', () => {
  fc.assert(
    fc.property(anyString({ maxLength: 40 }), (text) => {
      const slug = slugFrom(text)
      expect(slug === '' || isSlug(slug)).toBe(true)
      expect(slugFrom(slug)).toBe(slug)
    }),
  )
})

test('an id that is no slug is refused, with the nearest one as help', () => {
  expect(slugShape.read('SES Rule').trouble?.help).toContain('ses-rule')
  expect(slugShape.read('?').trouble).not.toHaveProperty('help')
  expect(slugShape.read(12).trouble?.help).toContain('quotes')
  expect(slugShape.read('ses-rule')).toEqual({ value: 'ses-rule' })
})
