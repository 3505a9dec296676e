/**
 * What Datadog shipped of one default rule when its overrides were last looked at. Datadog rewrites its rules, so this is
 * what a later look is compared with. Nothing in it depends on overrides.
 */
export interface RuleLock {
  /** Datadog's own id for the rule where the tenant tells it, else the tenant's id. */
  readonly id: string
  readonly name: string
  /** The tenant's version at that time, for the reader: overrides raise it as well, so it proves nothing. */
  readonly version: number
  /** Of everything that Datadog alone writes. */
  readonly hash: string
  /** Of the message alone, which is too long to be kept. */
  readonly messageHash: string
  readonly queries: readonly LockedQuery[]
  readonly cases: readonly LockedCase[]
}

export interface LockedQuery {
  readonly name?: string
  readonly query?: string
}

export interface LockedCase {
  readonly name?: string
  readonly status: string
  readonly condition?: string
}
