import type { CidrClause, Clause, Query } from './query'

/** The clauses of a query in the order of its text, each with whether it stands under an odd number of negations. */
export function clausesIn(
  query: Query,
): readonly { readonly clause: Clause | CidrClause; readonly negated: boolean }[] {
  const found: { clause: Clause | CidrClause; negated: boolean }[] = []
  const pending: { node: Query; negated: boolean }[] = [{ node: query, negated: false }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, negated } = next
    if (node.kind === 'clause' || node.kind === 'cidr') found.push({ clause: node, negated })
    else if (node.kind === 'not') pending.push({ node: node.query, negated: !negated })
    else if (node.kind !== 'everything') {
      for (let i = node.queries.length - 1; i >= 0; i--) {
        const inner = node.queries[i]
        if (inner !== undefined) pending.push({ node: inner, negated })
      }
    }
  }
  return found
}
