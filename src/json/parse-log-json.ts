/** An integer of fewer digits a double holds exactly. */
const fewestDigits = 16
/** So many digits where a number can stand. */
const manyDigits = /(?:^|[:,[])\s*-?\d{16}/
const number = /-?\d[\d.eE+-]*/g
const integer = /^-?\d+$/

/**
 * Parses one log. Integers that a double cannot hold become strings of their digits, so that two ids never melt into
 * one; of duplicate keys the last one counts. Throws what `JSON.parse` throws.
 */
export function parseLogJson(text: string): unknown {
  return JSON.parse(hasLongRun(text) && manyDigits.test(text) ? withExactIntegers(text) : text)
}

/** Whether so many digits follow each other anywhere: of a text without them, most signs need not be looked at. */
function hasLongRun(text: string): boolean {
  let last = fewestDigits - 1
  while (last < text.length) {
    let at = last
    while (at > last - fewestDigits && isDigit(text.charCodeAt(at))) at -= 1
    if (at === last - fewestDigits) return true
    last = at + fewestDigits
  }
  return false
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function withExactIntegers(text: string): string {
  const out: string[] = []
  let position = 0
  while (position < text.length) {
    const quote = text.indexOf('"', position)
    const outside = quote === -1 ? text.length : quote
    out.push(text.slice(position, outside).replace(number, keepExact))
    position = quote === -1 ? text.length : stringEnd(text, quote)
    out.push(text.slice(outside, position))
  }
  return out.join('')
}

function keepExact(token: string): string {
  return !integer.test(token) || Number.isSafeInteger(Number(token)) ? token : `"${token}"`
}

/** The offset after the string that opens at `start`; the end of the text if it never closes. */
export function stringEnd(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let before = quote - 1
    while (text[before] === '\\') before -= 1
    if ((quote - before) % 2 === 1) return quote + 1
  }
  return text.length
}
