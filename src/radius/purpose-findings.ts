import type { Finding } from '../diagnostic/diagnostic'
import { implies } from '../query/never-matches'
import type { Query } from '../query/query'
import { searchIn } from '../rule/read-once'
import type { Suppression } from '../suppression/suppression'

/**
 * What of a suppression its queries alone prove: that it hides all that it is for and asks for more, or hides nothing that it
 * is for. Where neither is proved, logs tell.
 */
export function purposeFindings(suppression: Suppression): readonly Finding[] {
  const [query, purpose] = [queryIn(suppression, 'suppressionQuery'), queryIn(suppression, 'intends')]
  // A query for everything is told as that.
  if (!query || !purpose || query.kind === 'everything' || implies(query, purpose, 'signal')) return []
  const own = { code: 'S209', path: ['suppressionQuery'] } as const
  if (implies(query, { kind: 'not', query: purpose, start: purpose.start, end: purpose.end }, 'signal')) {
    const help = 'mend the query, or say in intends what it is for now'
    return [{ ...own, severity: 'warning', message: 'no signal that this hides is what it is for', help }]
  }
  if (!implies(purpose, query, 'signal')) return []
  const help = 'on logs, ddac suppress check --logs tells what else it hides'
  return [{ ...own, severity: 'info', message: 'this asks for more than intends does', help }]
}

/** Undefined for none, and for one that cannot be read: that is told where the file is read. */
function queryIn(suppression: Suppression, key: 'suppressionQuery' | 'intends'): Query | undefined {
  return suppression[key]?.trim() ? searchIn(suppression, key).query : undefined
}
