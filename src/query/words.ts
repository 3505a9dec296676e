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
 * nowhere. The text is read once, from left to right, whatever the words are.
 */
export function compileWordSequence(words: readonly string[]): (text: string) => boolean {
  const [first] = words
  if (first === undefined) return () => false
  const sought = ` ${words.join(' ')} `
  const fallbacks = fallbacksOf(sought)
  return (text) => {
    const from = text.indexOf(first)
    return from !== -1 && standsIn(text, from, sought, fallbacks)
  }
}

/** Reads the text with each stretch between words as one blank, and looks for `sought` in that (Knuth, Morris, Pratt). */
function standsIn(text: string, from: number, sought: string, fallbacks: Int32Array): boolean {
  let met = isWordStart(text, from) ? 1 : 0
  let afterBlank = met === 1
  for (let at = from; at <= text.length; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : blank
    const inWord = isWordUnit(unit)
    if (!inWord && afterBlank) continue
    afterBlank = !inWord
    const read = inWord ? unit : blank
    while (met > 0 && sought.charCodeAt(met) !== read) met = fallbacks[met - 1] as number
    if (sought.charCodeAt(met) === read) met++
    if (met === sought.length) return true
  }
  return false
}

const blank = 0x20

/** For each beginning of a text: how much of its end is a beginning too. */
function fallbacksOf(text: string): Int32Array {
  const fallbacks = new Int32Array(text.length)
  for (let at = 1, met = 0; at < text.length; at++) {
    while (met > 0 && text.charCodeAt(met) !== text.charCodeAt(at)) met = fallbacks[met - 1] as number
    if (text.charCodeAt(met) === text.charCodeAt(at)) met++
    fallbacks[at] = met
  }
  return fallbacks
}
