/**
 * A number for a text, so that it need not be kept: equal texts have equal ones. Of a million different texts two share one
 * once in twenty thousand times (cyrb53, in the public domain).
 */
export function hash53(text: string): number {
  let [one, two] = [0xdead_beef, 0x41c6_ce57]
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    one = Math.imul(one ^ sign, 2_654_435_761)
    two = Math.imul(two ^ sign, 1_597_334_677)
  }
  one = Math.imul(one ^ (one >>> 16), 2_246_822_507) ^ Math.imul(two ^ (two >>> 13), 3_266_489_909)
  two = Math.imul(two ^ (two >>> 16), 2_246_822_507) ^ Math.imul(one ^ (one >>> 13), 3_266_489_909)
  return 0x1_0000_0000 * (two & 0x1f_ffff) + (one >>> 0)
}
