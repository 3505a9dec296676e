import type { Bound } from './query'

/** A text that is a number as queries write them: `-12`, `0.5`, `1E6`; undefined for any other text. */
export function readNumber(text: string): number | undefined {
  let at = text.startsWith('-') ? 1 : 0
  const whole = digitsFrom(text, at)
  at = whole
  if (whole === (text.startsWith('-') ? 1 : 0)) return undefined
  if (text.charAt(at) === '.') {
    const fraction = digitsFrom(text, at + 1)
    if (fraction === at + 1) return undefined
    at = fraction
  }
  if (text.charAt(at) === 'E') {
    const sign = text.charAt(at + 1)
    const from = sign === '-' || sign === '+' ? at + 2 : at + 1
    const exponent = digitsFrom(text, from)
    if (exponent === from) return undefined
    at = exponent
  }
  return at === text.length ? Number(text) : undefined
}

function digitsFrom(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at++
  return at
}

/** The number that a bound stands for, of a measure in its own unit; undefined for a text. */
export function numberOf(bound: Bound): number | undefined {
  return bound.measure ?? readNumber(bound.text)
}
