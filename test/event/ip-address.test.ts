import fc from 'fast-check'
import { isAddress, readAddress } from '../../src/event/ip-address'

test.each([
  ['192.0.2.7', true],
  ['255.255.255.255', true],
  ['0.0.0.0', true],
  ['256.0.0.1', false],
  ['192.0.2.07', false],
  ['192.0.2', false],
  ['192.0.2.7.', false],
  ['.192.0.2.7', false],
  ['192.0.2.7.1', false],
  ['192.0.2.7\n', false],
  ['2001:db8::7', true],
  ['::ffff:192.0.2.7', true],
  ['2001:db8::g', false],
  ['fe80::1%eth0', true],
  ['AWS Internal', false],
  ['ses.amazonaws.com', false],
  ['', false],
])('%j is an address: %p', (text, is) => {
  expect([isAddress(text), readAddress(text) !== undefined]).toEqual([is, is])
})

test('what is told at once is what is read', () => {
  const part = fc.oneof(fc.nat(300).map(String), fc.constantFrom('', '01', '1e1', ' 1', '-1'))
  fc.assert(
    fc.property(fc.array(part, { minLength: 3, maxLength: 5 }), (parts) => {
      const text = parts.join('.')
      expect(isAddress(text)).toBe(readAddress(text) !== undefined)
    }),
    { seed: 4, numRuns: 500 },
  )
})
