/** The bytes that logs are told apart by. */
export const [lineFeed, quote, comma, colon, backslash] = [0x0a, 0x22, 0x2c, 0x3a, 0x5c]
export const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]
const [space, tab, carriageReturn] = [0x20, 0x09, 0x0d]

export function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === space || byte === tab || byte === carriageReturn)
}

/** The lines behind the first that look like whole objects, each with where it begins and how many lines stand before it. */
export function* wholeLinesBehind(
  bytes: Buffer,
): Generator<{ readonly text: Buffer; readonly from: number; readonly linesBefore: number }> {
  let linesBefore = 0
  for (let feed = bytes.indexOf(lineFeed); feed !== -1; ) {
    const from = feed + 1
    linesBefore += 1
    feed = bytes.indexOf(lineFeed, from)
    const text = bytes.subarray(from, feed === -1 ? bytes.length : feed)
    const last = text.at(-1) === carriageReturn ? text.at(-2) : text.at(-1)
    if (text[0] === openObject && last === closeObject) yield { text, from, linesBefore }
  }
}
