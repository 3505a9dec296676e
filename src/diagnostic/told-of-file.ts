import type { Diagnostic } from './diagnostic'

/** A file with more findings than these has one mistake in many places, or is not what it says. */
export const mostOfFile = 100

/**
 * What is told of many diagnostics: of each file the first hundred, its errors before all else, then one that says how
 * many more there are. They keep their order.
 */
export function toldDiagnostics(all: readonly Diagnostic[]): readonly Diagnostic[] {
  if (all.length <= mostOfFile) return all
  const byFile = new Map<string, Diagnostic[]>()
  for (const one of all) {
    const file = one.span?.source.path ?? ''
    const ofFile = byFile.get(file)
    if (ofFile) ofFile.push(one)
    else byFile.set(file, [one])
  }
  const told = new Map<Diagnostic, readonly Diagnostic[]>()
  for (const ofFile of byFile.values()) {
    const first = new Set([...ofFile].sort(byRank).slice(0, mostOfFile))
    for (const one of first) told.set(one, [one])
    const last = ofFile.findLast((one) => first.has(one))
    const untold = ofFile.find((one) => !first.has(one))
    if (last && untold) told.set(last, [last, moreFrom(untold, ofFile.length - first.size)])
  }
  return all.flatMap((one) => told.get(one) ?? [])
}

function moreFrom({ span }: Diagnostic, count: number): Diagnostic {
  return { ...moreOf(count), code: 'W006', ...(span && { span }) }
}

/** What stands for those left out, but for its code and place. */
export function moreOf(count: number) {
  return { severity: 'info', message: `${count} more like these are not told`, help: 'mend those above first' } as const
}

const rank = { error: 0, warning: 1, info: 2 } as const

function byRank(a: Diagnostic, b: Diagnostic): number {
  return rank[a.severity] - rank[b.severity]
}
