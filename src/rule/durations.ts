import type { Trouble, WrittenShape } from '../shape/shape'

const units: readonly (readonly [string, number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
]

/** Seconds of a duration written as `10m`, `3h`, `1d`, `90s` or as a number of seconds; `undefined` for anything else. */
export function parseDuration(written: unknown): number | undefined {
  if (typeof written === 'number') return Number.isSafeInteger(written) && written >= 0 ? written : undefined
  if (typeof written !== 'string') return undefined
  const [, digits, unit] = /^([0-9]{1,16})([smhd]?)$/.exec(written.trim()) ?? []
  if (digits === undefined) return undefined
  const seconds = Number(digits) * (units.find(([name]) => name === unit)?.[1] ?? 1)
  return Number.isSafeInteger(seconds) ? seconds : undefined
}

/** A number of seconds in its shortest written form: 600 is `10m`, 0 and odd seconds stay numbers. */
export function printDuration(seconds: number): string | number {
  if (seconds === 0) return 0
  const unit = units.find(([name, scale]) => name !== 's' && seconds % scale === 0)
  return unit ? `${seconds / unit[1]}${unit[0]}` : seconds
}

/** What Datadog takes for evaluation windows, keepAlive, maxSignalDuration, steps and transitions (API enum). */
export const windowSeconds: readonly number[] = [
  0, 60, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
]

/** The shape of a duration, kept in seconds. `allowed` closes the set; above `doubtfulAbove` a value is taken with a warning. */
export function durationShape(
  options: { readonly allowed?: readonly number[]; readonly doubtfulAbove?: number } = {},
): WrittenShape {
  const { allowed, doubtfulAbove } = options
  return {
    kind: 'written',
    read: (written) => {
      const value = parseDuration(written)
      if (value === undefined) return { trouble: unreadable(written) }
      if (allowed && !allowed.includes(value)) return { value, trouble: notAllowed(value, allowed) }
      if (doubtfulAbove !== undefined && value > doubtfulAbove) return { value, note: doubtful(value, doubtfulAbove) }
      return { value }
    },
    write: (kept) => (typeof kept === 'number' ? printDuration(kept) : kept),
    schema: durationSchema(allowed),
  }
}

function durationSchema(allowed: readonly number[] | undefined): Record<string, unknown> {
  if (!allowed)
    return {
      anyOf: [
        { type: 'string', pattern: writtenPattern('[0-9]{1,16}[smhd]?') },
        { type: 'integer', minimum: 0 },
      ],
    }
  // The short forms come first, so that editors offer them first; any other way to write an allowed value stays valid.
  return {
    anyOf: [
      { enum: [...allowed.map(printDuration), ...allowed.filter((seconds) => seconds !== 0)] },
      { type: 'string', pattern: writtenPattern(allowed.map(formsOf).join('|')) },
    ],
  }
}

/** Every way to write so many seconds as a text. */
function formsOf(seconds: number): string {
  if (seconds === 0) return '0+[smhd]?'
  const forms = units.flatMap(([unit, scale]) => {
    if (seconds % scale !== 0) return []
    return [`${seconds / scale}${unit === 's' ? 's?' : unit}`]
  })
  return `0*(?:${forms.join('|')})`
}

function writtenPattern(form: string): string {
  return `^\\s*(?:${form})\\s*$`
}

function unreadable(written: unknown): Trouble {
  const said = typeof written === 'string' || typeof written === 'number' ? `"${written}"` : 'this'
  return { message: `${said} is not a duration`, help: 'write 90s, 10m, 3h, 1d, or a number of seconds' }
}

function notAllowed(seconds: number, allowed: readonly number[]): Trouble {
  return {
    message: `Datadog does not take a duration of ${printDuration(seconds)}${seconds < 60 ? ' s' : ''} here`,
    help: `allowed: ${allowed.map(printDuration).join(', ')}`,
  }
}

function doubtful(seconds: number, limit: number): Trouble {
  return {
    message: `a tenant may refuse ${printDuration(seconds)} here`,
    help: `Datadog's schema lists it, but its documentation and its own error messages stop at ${printDuration(limit)}`,
  }
}
