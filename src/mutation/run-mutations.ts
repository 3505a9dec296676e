import { compileRules } from '../detect/compile-rules'
import type { Draft } from '../rule/rule'
import { readsSignals } from '../rule/signals-read'
import type { Suppression } from '../suppression/suppression'
import type { TestableDetections } from '../testing/find-subject'
import type { ResolvedLogs } from '../testing/resolve-logs'
import { type RunOptions, runTests } from '../testing/run-tests'
import { mutateRule } from './mutate-rule'
import { mutateSuppression } from './mutate-suppression'
import type { Mutated, Mutation } from './mutation'
import type { ReadyTests } from './ready-tests'
import { isSame, subjectsOf } from './subjects-of'

/** Whether the tests of one rule or suppression bite. */
export interface MutationReport {
  readonly id: string
  readonly kind: Mutated['kind']
  /** Changes that a test noticed. */
  readonly killed: readonly Mutation[]
  /** Changes that every test let pass. */
  readonly survivors: readonly Mutation[]
  /** Changes that nothing could notice, each with its proof. */
  readonly equivalent: readonly Mutation[]
  /** Its tests that do not pass without any change: they can notice nothing. */
  readonly failing: readonly string[]
  /** Why it is not evaluated; then nothing was changed, and it counts nowhere. */
  readonly notEvaluated?: string
}

/** The share of noticed changes among those that could be noticed, from 0 to 1; undefined where there is none. */
export function mutationScore({ killed, survivors }: Pick<MutationReport, 'killed' | 'survivors'>): number | undefined {
  const noticeable = killed.length + survivors.length
  return noticeable === 0 ? undefined : killed.length / noticeable
}

/** Changes a rule in every way and runs the tests that are about it. Tests that fail already do not count. */
export function runRuleMutations(rule: Draft, tests: readonly ReadyTests[]): MutationReport {
  const about = subjectsOf(tests).ofRule(rule)
  const id = rule.id ?? rule.name
  const notEvaluated = reasonAgainst(rule, tests)
  if (notEvaluated === undefined) return reportOn('rule', id, mutateRule(rule), about)
  return { id, kind: 'rule', killed: [], survivors: [], equivalent: [], failing: [], notEvaluated }
}

/** Why a rule is not evaluated, whatever its logs are. */
function reasonAgainst(rule: Draft, [tests]: readonly ReadyTests[]): string | undefined {
  const { tables, harmlessKeys } = tests?.options ?? {}
  const known = { ...(tables && { tables }), ...(harmlessKeys && { harmlessKeys }) }
  const rules = tests?.detections.rules ?? []
  if (readsSignals(rule) && tests && rules.includes(rule)) return reasonsAmong(rules, known).get(rule.id ?? rule.name)
  const others = readsSignals(rule) ? rules.filter((each) => !isSame(each, rule)) : []
  const { notEvaluated } = compileRules([rule, ...others], known)
  return notEvaluated.find((each) => each.rule === (rule.id ?? rule.name))?.reason
}

/** What is not evaluated among the rules of a workspace, and why: worked out once for all that read each other's signals. */
function reasonsAmong(rules: readonly Draft[], known: Parameters<typeof compileRules>[1]): ReadonlyMap<string, string> {
  const before = knownReasons.get(rules)
  if (before) return before
  const reasons = new Map(compileRules(rules, known).notEvaluated.map(({ rule, reason }) => [rule, reason]))
  knownReasons.set(rules, reasons)
  return reasons
}

const knownReasons = new WeakMap<readonly Draft[], ReadonlyMap<string, string>>()

/** Changes a suppression in every way and runs the tests that name it as what they test. */
export function runSuppressionMutations(suppression: Suppression, tests: readonly ReadyTests[]): MutationReport {
  const about = subjectsOf(tests).ofSuppression(suppression.id)
  return reportOn('suppression', suppression.id, mutateSuppression(suppression), about)
}

function reportOn(
  kind: Mutated['kind'],
  id: string,
  mutations: readonly Mutation[],
  tests: readonly ReadyTests[],
): MutationReport {
  const resolved: ResolvedLogs = new WeakMap()
  const held = tests.map((each) => passingOf(each, resolved))
  const passing = held.map((each) => each.passing)
  const failing = held.flatMap((each) => each.failing)
  const equivalent = mutations.filter(({ equivalentBecause }) => equivalentBecause !== undefined)
  const noticeable = mutations.filter(({ equivalentBecause }) => equivalentBecause === undefined)
  const killed = noticeable.filter((mutation) => passing.some((each) => isNoticed(mutation, each, resolved)))
  const noticed = new Set(killed)
  return { id, kind, killed, survivors: noticeable.filter((mutation) => !noticed.has(mutation)), equivalent, failing }
}

function passingOf(tests: ReadyTests, resolved: ResolvedLogs) {
  const { file, detections, options } = tests
  const { results } = runTests(file, detections, { ...options, resolved, explains: false })
  const isPassing = file.tests.map((_, index) => results[index]?.outcome.kind === 'passed')
  const of = (passes: boolean) => file.tests.filter((_, index) => (isPassing[index] === true) === passes)
  return { passing: { ...tests, file: { ...file, tests: of(true) } }, failing: of(false).map(({ name }) => name) }
}

function isNoticed(mutation: Mutation, tests: ReadyTests, resolved: ResolvedLogs): boolean {
  let noticed = false
  const goesOn: RunOptions['goesOn'] = ({ outcome }) => {
    noticed = outcome.kind !== 'passed'
    return !noticed
  }
  const detections = withMutated(tests.detections, mutation.changed)
  const { results } = runTests(tests.file, detections, { ...tests.options, resolved, goesOn, explains: false })
  // A change that leaves nothing to test is one that the file notices as a whole.
  return noticed || (results.length === 0 && tests.file.tests.length > 0)
}

function withMutated(detections: TestableDetections, changed: Mutated): TestableDetections {
  const { rules, suppressions, sibling } = detections
  if (changed.kind === 'rule') {
    const { rule } = changed
    const isSibling = sibling && 'rule' in sibling && isSame(sibling.rule, rule)
    return {
      rules: rules.map((each) => (isSame(each, rule) ? rule : each)),
      suppressions,
      ...(sibling && { sibling: isSibling ? { rule } : sibling }),
    }
  }
  const { suppression } = changed
  const isSibling = sibling && 'suppression' in sibling && sibling.suppression.id === suppression.id
  return {
    rules,
    suppressions: suppressions.map((each) => (each.id === suppression.id ? suppression : each)),
    ...(sibling && { sibling: isSibling ? { suppression } : sibling }),
  }
}
