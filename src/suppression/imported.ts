import { contentDigest } from '../json/canonical-json'
import type { Suppression } from './suppression'

/**
 * The fingerprint of what a suppression hides, from when to when, and for which rules. Who answers for it and why are no
 * part of it: to add them is no edit.
 */
export function contentOf(suppression: Suppression): string {
  const { name, enabled, rules, ruleQuery, suppressionQuery, dataExclusionQuery, startMs, expiresMs } = suppression
  const { description, tags } = suppression
  const content = { name, enabled, rules, ruleQuery, suppressionQuery, dataExclusionQuery, startMs, expiresMs }
  return contentDigest({ ...content, description, tags }, 12)
}

/** Whether it still hides what was imported: the workspace's demands are then warnings. */
export function isAsImported(suppression: Suppression): boolean {
  return suppression.imported !== undefined && suppression.imported.digest === contentOf(suppression)
}
