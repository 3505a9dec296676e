import type { TestResult } from './test-result'

/** How many passed tests made a rule fire, and how many showed that it stays silent. */
export interface CaseCount {
  readonly firing: number
  readonly silent: number
}

/** Counts by rule id. A test of a suppression that raises nothing says nothing about its rules. */
export function countCases(results: Iterable<TestResult>): ReadonlyMap<string, CaseCount> {
  const counts = new Map<string, CaseCount>()
  for (const { rules, fired, suppression, outcome, statesNoVerdict } of results) {
    if (outcome.kind !== 'passed' || statesNoVerdict) continue
    for (const rule of rules) {
      const { firing, silent } = counts.get(rule) ?? { firing: 0, silent: 0 }
      if (fired.includes(rule)) counts.set(rule, { firing: firing + 1, silent })
      else if (suppression === undefined) counts.set(rule, { firing, silent: silent + 1 })
    }
  }
  return counts
}

/** The demand of `--min 1+1`: firing cases, a plus, silent cases. Undefined for any other text. */
export function readMinimum(text: string): CaseCount | undefined {
  const [, firing, silent] = /^(\d{1,6})\+(\d{1,6})$/.exec(text.trim()) ?? []
  return firing === undefined || silent === undefined ? undefined : { firing: Number(firing), silent: Number(silent) }
}

/** The rules that have fewer cases than demanded, with what they have. */
export function rulesBelow(
  minimum: CaseCount,
  rules: Iterable<string>,
  counts: ReadonlyMap<string, CaseCount>,
): readonly (CaseCount & { readonly rule: string })[] {
  return [...rules].flatMap((rule) => {
    const count = counts.get(rule) ?? { firing: 0, silent: 0 }
    return count.firing < minimum.firing || count.silent < minimum.silent ? [{ rule, ...count }] : []
  })
}
