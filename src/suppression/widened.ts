import { contentDigest } from '../json/canonical-json'
import type { Suppression } from './suppression'

/** The fingerprint of all that decides what a suppression hides, its dates apart. */
export function hidingDigest({ rules, ruleQuery, suppressionQuery, dataExclusionQuery }: Suppression): string {
  return contentDigest({ rules, ruleQuery, suppressionQuery, dataExclusionQuery }, 12)
}

/** Whether its file says that it may hide what it hides now. */
export function isWideningMeant(suppression: Suppression): boolean {
  return suppression.widened?.digest === hidingDigest(suppression)
}
