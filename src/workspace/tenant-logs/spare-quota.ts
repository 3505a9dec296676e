import type { Quota } from './log-source'

/** The share of a tenant's quota that is left for everybody else. */
const freeShare = 0.25

/** How long to wait before the next request, so that others find a share of the quota. */
export function waitForQuota(quota: Quota | undefined): number {
  if (quota === undefined || quota.remaining > quota.limit * freeShare) return 0
  return quota.resetMs
}

/** About how long one request takes. */
const requestMs = 1000

/** About how long so many requests take, with the waits that the quota asks for. */
export function timeFor(requests: number, quota: Quota | undefined): number {
  const workMs = requests * requestMs
  if (quota === undefined) return workMs
  const usable = Math.max(1, Math.floor(quota.limit * (1 - freeShare)))
  const now = Math.max(0, Math.floor(quota.remaining - quota.limit * freeShare))
  const periods = requests <= now ? 0 : Math.ceil((requests - now) / usable)
  return periods === 0 ? workMs : Math.max(workMs, quota.resetMs + (periods - 1) * quota.periodMs)
}
