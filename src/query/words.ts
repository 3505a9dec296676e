/** For each UTF-16 unit: 0 not asked yet, 1 part of a word, 2 not. */
const known = new Uint8Array(65536)

/** Whether a UTF-16 unit belongs to a word: letters, digits, marks, `_`, and halves of characters beyond the first plane. */
function isWordUnit(unit: number): boolean {
  const answer = known[unit]
  if (answer === 1 || answer === 2) return answer === 1
  const isWord = (unit >= 0xd800 && unit <= 0xdfff) || /[\p{L}\p{N}\p{M}_]/u.test(String.fromCharCode(unit))
  known[unit] = isWord ? 1 : 2
  return isWord
}

/** Whether a word may begin at `at`: what stands before it is no part of a word, or what stands there is none. */
export function isWordStart(text: string, at: number): boolean {
  return at === 0 || at >= text.length || !isWordUnit(text.charCodeAt(at - 1)) || !isWordUnit(text.charCodeAt(at))
}

/** Whether a word may end before `at`. */
export function isWordEnd(text: string, at: number): boolean {
  return isWordStart(text, at)
}

/** The words of a text in order, what stands between them dropped. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = []
  let start = -1
  for (let at = 0; at <= text.length; at++) {
    const inWord = at < text.length && isWordUnit(text.charCodeAt(at))
    if (inWord && start === -1) start = at
    if (!inWord && start !== -1) {
      words.push(text.slice(start, at))
      start = -1
    }
  }
  return words
}

/**
 * A test whether words stand one after the other in a text, whatever but words stands between them. No words are found
 * nowhere.
 */
export function compileWordSequence(words: readonly string[]): (text: string) => boolean {
  const [first, ...rest] = words
  if (first === undefined) return () => false
  return (text) => {
    for (let at = text.indexOf(first); at !== -1; at = text.indexOf(first, at + 1)) {
      if (isWordStart(text, at) && continuesWith(text, at + first.length, rest)) return true
    }
    return false
  }
}

function continuesWith(text: string, from: number, words: readonly string[]): boolean {
  let at = from
  for (const word of words) {
    if (!isWordEnd(text, at)) return false
    while (at < text.length && !isWordUnit(text.charCodeAt(at))) at++
    if (!text.startsWith(word, at)) return false
    at += word.length
  }
  return isWordEnd(text, at)
}
