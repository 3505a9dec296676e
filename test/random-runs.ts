/**
 * How often a law is tried on random data: as often as its test says, times DDAC_RUNS. `npm run test:long` is ten times
 * the usual.
 */
export function often(usual: number): number {
  return Math.ceil(usual * Number(process.env['DDAC_RUNS'] ?? 1))
}

/** Where random data starts: the same place each time, so that a failure comes again, or at DDAC_SEED. */
export function seedOr(usual: number): number {
  return Number(process.env['DDAC_SEED'] ?? usual)
}
