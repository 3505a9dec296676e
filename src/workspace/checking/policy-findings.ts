import { type Diagnostic, type Finding, placeFinding } from '../../diagnostic/diagnostic'
import type { CaseCount } from '../../testing/count-cases'
import { isLoosened, lowered, type PolicyBase, type PolicyVerdict, type TestPolicy } from '../../testing/test-policy'
import type { Workspace } from '../workspace'

/** How far a count reaches: over all rules and all that is asked of them, over less of what is asked, or over some rules only. */
export type Reach = 'whole' | 'at least' | 'some rules'

/** What a policy's verdict comes to: at each rule that it binds, and at the number of the others in `ddac.yaml`. */
export function policyFindings(
  { rules, config, configDocument }: Pick<Workspace, 'rules' | 'config' | 'configDocument'>,
  policy: TestPolicy,
  verdict: PolicyVerdict,
  base: PolicyBase | undefined,
  reach: Reach,
): readonly Diagnostic[] {
  const documentOf = new Map(rules.map(({ rule, document }) => [rule?.id, document]))
  const bound = verdict.bound.flatMap((one): Diagnostic[] => {
    const document = documentOf.get(one.rule)
    return one.isBelow && document ? [placeFinding(boundFinding(one, policy, verdict.base), document.locate)] : []
  })
  const number = numberFinding(policy, verdict, base, reach)
  const less = loweredFinding(config.policy.tests, base)
  return [...bound, ...[...less, ...number].map((finding) => placeFinding(finding, configDocument.locate))]
}

function loweredFinding(policy: TestPolicy | undefined, base: PolicyBase | undefined): readonly Finding[] {
  const less = lowered(policy, base?.policy)
  if (!base?.policy || (policy && less.length === 0)) return []
  const message = policy
    ? `policy.tests asks for less than in ${base.ref}: ${less.join(', ')}`
    : `policy.tests is gone, and ${base.ref} has it`
  const help = `${base.ref} binds what is new beside it all the same: write tests, or let who answers for it merge this alone`
  const path = policy ? ['policy', 'tests'] : []
  return [{ code: 'W122', severity: 'error', message, help, path, ...(policy && { on: 'key' as const }) }]
}

function boundFinding(
  { rule, since, firing, silent, score }: PolicyVerdict['bound'][number],
  { minFiring, minSilent, minMutationScore }: TestPolicy,
  ref = '',
): Finding {
  const news =
    since === 'new' ? `is not in ${ref}` : since === 'enabled' ? `was off in ${ref}` : `is other than in ${ref}`
  const place = { severity: 'error', path: ['id'] } as const
  if (firing < minFiring || silent < minSilent) {
    const message = `${rule} ${news}, and has ${casesOf({ firing, silent })}; policy.tests asks for ${casesOf({ firing: minFiring, silent: minSilent })}`
    return { code: 'T103', message, help: 'add tests beside it: only those that pass count', ...place }
  }
  const message = `${rule} ${news}, and its tests notice ${tenths(score ?? 0)} % of its changes; policy.tests asks for ${minMutationScore} %`
  return { code: 'T105', message, help: 'ddac test --mutate shows what gets past them', ...place }
}

/** As `1 firing and 2 silent tests`. */
function casesOf({ firing, silent }: CaseCount): string {
  return `${firing} firing and ${silent} silent ${silent === 1 ? 'test' : 'tests'}`
}

function tenths(percent: number): number {
  return Math.floor(percent * 10) / 10
}

function rulesBelow(count: number, among = ''): string {
  return count === 1 ? `1 rule${among} is below policy.tests` : `${count} rules${among} are below policy.tests`
}

function numberFinding(
  policy: TestPolicy,
  { stillBelow, allowed, bound }: PolicyVerdict,
  base: PolicyBase | undefined,
  reach: Reach,
): readonly Finding[] {
  const place = { path: ['policy', 'tests', 'stillBelow'], on: 'key' } as const
  if (base && isLoosened(policy, base.policy)) {
    const message = `stillBelow is ${allowed}, and was ${base.policy?.stillBelow} in ${base.ref}`
    const help = 'the number may only fall, unless policy.tests asks for more than before: write tests instead'
    return [{ code: 'W120', severity: 'error', message, help, ...place }]
  }
  if (reach === 'some rules') return []
  const among = base ? `that ${base.ref} has already` : 'of the workspace'
  if (stillBelow.length > allowed) {
    const message = `${rulesBelow(stillBelow.length, ` ${among}`)}, and stillBelow allows ${allowed}`
    const named = stillBelow.slice(0, 10).join(', ')
    const more = stillBelow.length > 10 ? ` and ${stillBelow.length - 10} more` : ''
    const isFirst = allowed === 0 && (base === undefined || base.policy === undefined)
    const first = isFirst ? `; to begin with what there is, write stillBelow: ${stillBelow.length} once` : ''
    return [{ code: 'W118', severity: 'error', message, help: `add tests to ${named}${more}${first}`, ...place }]
  }
  const all = stillBelow.length + bound.filter(({ isBelow }) => isBelow).length
  if (reach === 'at least' || all >= allowed) return []
  const message = `${rulesBelow(all)}, and stillBelow allows ${allowed}`
  const help = `write stillBelow: ${all}, so that it cannot rise again`
  return [{ code: 'W119', severity: 'warning', message, help, ...place }]
}
