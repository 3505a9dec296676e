import { contentDigest } from '../json/canonical-json'
import type { Suppression } from './suppression'

/** What of its file lets a suppression hide more than before. */
export type WideningKey = 'suppressionQuery' | 'dataExclusionQuery' | 'rules' | 'enabled' | 'start' | 'expires'

/** What is said of each. */
export const wideningWords: Readonly<Record<WideningKey, string>> = {
  suppressionQuery: 'suppressionQuery',
  dataExclusionQuery: 'dataExclusionQuery',
  rules: 'its rules',
  enabled: 'it is switched on',
  start: 'an earlier start',
  expires: 'a later end',
}

/** The fingerprint of all that decides what a suppression hides, and from when to when, while it is enabled. */
export function hidingDigest(suppression: Suppression): string {
  const { rules, ruleQuery, suppressionQuery, dataExclusionQuery, startMs, expiresMs } = suppression
  return contentDigest({ rules, ruleQuery, suppressionQuery, dataExclusionQuery, startMs, expiresMs }, 12)
}

/**
 * Whether its file says that it may hide more in these ways: by `widened` with the digest of what it hides now. A renewal says
 * why it is right to look away until its end: that is consent to act until then, and to no other query, scope or start.
 */
export function isWideningMeant(suppression: Suppression, ways: readonly WideningKey[]): boolean {
  const { widened, renewed = [], expiresMs = Number.POSITIVE_INFINITY } = suppression
  if (widened?.digest === hidingDigest(suppression)) return true
  return ways.every((key) => key === 'expires' || key === 'enabled') && renewed.some(({ until }) => until >= expiresMs)
}
