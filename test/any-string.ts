import fc from 'fast-check'

const surrogates = { from: 0xd800, count: 0x800 }

/** Any character of Unicode, and a number for each. */
const anyCharacter = fc.integer({ min: 0, max: 0x10ffff - surrogates.count }).map(
  (number) => String.fromCodePoint(number < surrogates.from ? number : number + surrogates.count),
  (character) => {
    const point = String(character).codePointAt(0) ?? 0
    return point < surrogates.from ? point : point - surrogates.count
  },
)

/** fast-check's string of the unit `binary`, which fast-check would take most of a second to make, once a test file. */
export function anyString(lengths: { readonly minLength?: number; readonly maxLength?: number } = {}) {
  return fc.string({ unit: anyCharacter, ...lengths })
}
