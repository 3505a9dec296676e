import type { ExpressionValue } from './expression'

interface ExpressionFunction {
  readonly least: number
  readonly most: number
  readonly run: (args: readonly ExpressionValue[]) => ExpressionValue
}

/** The functions of `eval` by name (Datadog docs, Monitors > Guides > Template variable evaluation). */
export const expressionFunctions: ReadonlyMap<string, ExpressionFunction> = new Map([
  ...numeric('abs', Math.abs),
  ...numeric('int', Math.trunc),
  ...numeric('trunc', Math.trunc),
  ...numeric('float', (value) => value),
  ...numeric('dec', (value) => value - Math.trunc(value)),
  ...numeric('ceil', Math.ceil),
  ...numeric('floor', Math.floor),
  ...numeric('sgn', Math.sign),
  ...numeric('exp', Math.exp),
  ...numeric('log10', Math.log10),
  ...numeric('sin', Math.sin),
  ...numeric('sinh', Math.sinh),
  ...numeric('asin', Math.asin),
  ...numeric('asinh', Math.asinh),
  ...numeric('cos', Math.cos),
  ...numeric('cosh', Math.cosh),
  ...numeric('acos', Math.acos),
  ...numeric('acosh', Math.acosh),
  ...numeric('tan', Math.tan),
  ...numeric('tanh', Math.tanh),
  ...numeric('atan', Math.atan),
  ...numeric('atanh', Math.atanh),
  ...numeric('humanize_bytes', (value) => humanize(value, 1024, ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'])),
  ...numeric('humanize_bits', (value) => humanize(value, 1000, ['b', 'Kb', 'Mb', 'Gb', 'Tb', 'Pb', 'Eb'])),
  ...numeric('to_bool', (value) => (value === 1 ? true : value === 0 ? false : undefined)),
  ['atan2', { least: 2, most: 2, run: ([y, x]) => onNumbers(y, x, Math.atan2) }],
  ['round', { least: 1, most: 2, run: ([value, digits = 0]) => onNumbers(value, digits, round) }],
  ['upper', { least: 1, most: 1, run: ([value]) => textOf(value)?.toUpperCase() }],
  ['lower', { least: 1, most: 1, run: ([value]) => textOf(value)?.toLowerCase() }],
  ['substring', { least: 2, most: 3, run: ([value, start, end]) => substring(textOf(value), start, end) }],
  ['strip', { least: 1, most: 2, run: ([value, characters]) => strip(textOf(value), textOf(characters)) }],
])

function numeric(
  name: string,
  run: (value: number) => ExpressionValue,
): readonly (readonly [string, ExpressionFunction])[] {
  const whole = ([value]: readonly ExpressionValue[]) => {
    const number = numberOf(value)
    return number === undefined ? undefined : run(number)
  }
  return [[name, { least: 1, most: 1, run: whole }]]
}

/** A value as a number: numbers, and text that is written as one. */
export function numberOf(value: ExpressionValue): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value)) return Number(value)
  return undefined
}

function textOf(value: ExpressionValue): string | undefined {
  return value === undefined ? undefined : String(value)
}

function onNumbers(a: ExpressionValue, b: ExpressionValue, run: (a: number, b: number) => number): ExpressionValue {
  const left = numberOf(a)
  const right = numberOf(b)
  return left === undefined || right === undefined ? undefined : run(left, right)
}

function round(value: number, digits: number): number {
  const places = Math.max(0, Math.min(15, Math.trunc(digits)))
  const scale = 10 ** places
  return Math.round(value * scale) / scale
}

/** The unit steps and two decimals are `assumed`; the docs only say "human readable". */
function humanize(value: number, step: number, units: readonly string[]): string {
  let size = Math.abs(value)
  let unit = 0
  while (size >= step && unit < units.length - 1) {
    size /= step
    unit += 1
  }
  return `${value < 0 ? '-' : ''}${round(size, 2)} ${units[unit]}`
}

function substring(text: string | undefined, start: ExpressionValue, end: ExpressionValue): ExpressionValue {
  const from = numberOf(start)
  if (text === undefined || from === undefined) return undefined
  return text.slice(Math.max(0, from), numberOf(end) ?? text.length)
}

function strip(text: string | undefined, characters: string | undefined): ExpressionValue {
  if (text === undefined) return undefined
  if (characters === undefined) return text.trim()
  const unwanted = new Set(characters)
  const letters = [...text]
  let first = 0
  let last = letters.length
  while (first < last && unwanted.has(letters[first] ?? '')) first += 1
  while (last > first && unwanted.has(letters[last - 1] ?? '')) last -= 1
  return letters.slice(first, last).join('')
}
