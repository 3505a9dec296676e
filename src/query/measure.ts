/** A size with its unit, as `20ms` or `5KB`. */
export interface Measure {
  readonly of: 'time' | 'size'
  /** Nanoseconds of a time, bytes of a size. */
  readonly size: number
}

const nanoseconds: readonly (readonly [readonly string[], number])[] = [
  [['ns', 'nanosecond', 'nanoseconds'], 1],
  [['us', 'µs', 'μs', 'microsecond', 'microseconds'], 1e3],
  [['ms', 'millisecond', 'milliseconds'], 1e6],
  [['s', 'sec', 'second', 'seconds'], 1e9],
  [['m', 'min', 'minute', 'minutes'], 60e9],
  [['h', 'hr', 'hour', 'hours'], 3_600e9],
  [['d', 'day', 'days'], 86_400e9],
  [['w', 'wk', 'week', 'weeks'], 604_800e9],
]

const bytes: readonly (readonly [readonly string[], number])[] = [
  [['b', 'byte', 'bytes', 'B'], 1],
  ...['K', 'M', 'G', 'T', 'P', 'E'].flatMap((prefix, power): (readonly [readonly string[], number])[] => [
    [[`${prefix}B`, `${prefix.toLowerCase()}b`, `${prefix.toLowerCase()}B`], 1000 ** (power + 1)],
    [[`${prefix}iB`, `${prefix.toLowerCase()}ib`], 1024 ** (power + 1)],
  ]),
]

const units: ReadonlyMap<string, Measure> = new Map<string, Measure>([
  ...nanoseconds.flatMap(([names, size]) => names.map((name) => [name, { of: 'time', size }] as const)),
  ...bytes.flatMap(([names, size]) => names.map((name) => [name, { of: 'size', size }] as const)),
])

/**
 * A number with a unit of time or size right behind it (docs, Log facets, on measures: `duration:>20ms`; that duration
 * is in nanoseconds: docs, Default standard attribute list); undefined for any other text. Which spellings a query takes
 * is not documented: those of the list of metric units, and a few that people write, are taken (`assumed`).
 */
export function readMeasure(text: string): Measure | undefined {
  const [, number, unit] = /^(-?\d{1,18}(?:\.\d{1,18})?)([A-Za-z\u00b5\u03bc]{1,12})$/.exec(text) ?? []
  const measure = unit === undefined ? undefined : units.get(unit)
  return measure && { of: measure.of, size: Number(number) * measure.size }
}
