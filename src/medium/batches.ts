/** What is told goes out in pieces of this size: one by one, each would cost a call to the system and a look for unseen signs. */
const pieceSize = 64 * 1024

/** Texts, as many at a time as make a piece. */
export function* batches<Text extends { toString(): string }>(texts: Iterable<Text>): Generator<readonly Text[]> {
  let some: Text[] = []
  let size = 0
  for (const text of texts) {
    some.push(text)
    size += text.toString().length
    if (size < pieceSize) continue
    yield some
    some = []
    size = 0
  }
  if (some.length > 0) yield some
}
