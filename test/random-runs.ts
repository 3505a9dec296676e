/**
 * How often a law is tried on random data: a quarter as often as its test says, or that times DDAC_RUNS. `npm run test:long`,
 * which runs every night from another seed, tries forty times as much as a usual run.
 */
export function often(usual: number): number {
  return Math.ceil(usual * Number(process.env['DDAC_RUNS'] ?? 0.25))
}

/** Where random data starts: the same place each time, so that a failure comes again, or at DDAC_SEED. */
export function seedOr(usual: number): number {
  return Number(process.env['DDAC_SEED'] ?? usual)
}
