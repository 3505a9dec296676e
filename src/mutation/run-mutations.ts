import type { Draft } from '../rule/rule'
import type { Suppression } from '../suppression/suppression'
import type { DeclaredTest, TestFile } from '../testing/declared-test'
import { findSubject, type TestGround } from '../testing/find-subject'
import { type RunOptions, runTests } from '../testing/run-tests'
import { mutateRule } from './mutate-rule'
import { mutateSuppression } from './mutate-suppression'
import type { Mutated, Mutation } from './mutation'

/** A test file with what stands around it. */
export interface GroundedTests {
  readonly file: TestFile
  readonly ground: TestGround
  readonly options: Pick<RunOptions, 'readRecords' | 'tables' | 'harmlessKeys'>
}

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
}

/** The share of noticed changes among those that could be noticed, from 0 to 1; 1 where there is none. */
export function mutationScore({ killed, survivors }: MutationReport): number {
  const noticeable = killed.length + survivors.length
  return noticeable === 0 ? 1 : killed.length / noticeable
}

/** Changes a rule in every way and runs the tests that are about it. Tests that fail already do not count. */
export function runRuleMutations(rule: Draft, tests: readonly GroundedTests[]): MutationReport {
  const about = tests.filter(({ file, ground }) =>
    findSubject(file, ground).subject?.rules.some((each) => isSame(each, rule)),
  )
  return reportOn('rule', rule.id ?? rule.name, mutateRule(rule), about)
}

/** Changes a suppression in every way and runs the tests that name it as what they test. */
export function runSuppressionMutations(suppression: Suppression, tests: readonly GroundedTests[]): MutationReport {
  const about = tests.filter(
    ({ file, ground }) => findSubject(file, ground).subject?.suppression?.id === suppression.id,
  )
  return reportOn('suppression', suppression.id, mutateSuppression(suppression), about)
}

function reportOn(
  kind: Mutated['kind'],
  id: string,
  mutations: readonly Mutation[],
  tests: readonly GroundedTests[],
): MutationReport {
  const resolved: NonNullable<RunOptions['resolved']> = new WeakMap<DeclaredTest, never>()
  const passing = tests.map((each) => passingOf(each, resolved))
  const equivalent = mutations.filter(({ equivalentBecause }) => equivalentBecause !== undefined)
  const noticeable = mutations.filter(({ equivalentBecause }) => equivalentBecause === undefined)
  const killed = noticeable.filter((mutation) => passing.some((each) => isNoticed(mutation, each, resolved)))
  const noticed = new Set(killed)
  return { id, kind, killed, survivors: noticeable.filter((mutation) => !noticed.has(mutation)), equivalent }
}

function passingOf(tests: GroundedTests, resolved: NonNullable<RunOptions['resolved']>): GroundedTests {
  const { file, ground, options } = tests
  const { results } = runTests(file, ground, { ...options, resolved, explains: false })
  const isPassing = file.tests.map((_, index) => results[index]?.outcome.kind === 'passed')
  return { ...tests, file: { ...file, tests: file.tests.filter((_, index) => isPassing[index]) } }
}

function isNoticed(mutation: Mutation, tests: GroundedTests, resolved: NonNullable<RunOptions['resolved']>): boolean {
  let noticed = false
  const goesOn: RunOptions['goesOn'] = ({ outcome }) => {
    noticed = outcome.kind !== 'passed'
    return !noticed
  }
  const ground = withMutated(tests.ground, mutation.changed)
  const { results } = runTests(tests.file, ground, { ...tests.options, resolved, goesOn, explains: false })
  // A change that leaves nothing to test is one that the file notices as a whole.
  return noticed || (results.length === 0 && tests.file.tests.length > 0)
}

function withMutated(ground: TestGround, changed: Mutated): TestGround {
  const { rules, suppressions, sibling } = ground
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

function isSame(a: Draft, b: Draft): boolean {
  return a.id === undefined || b.id === undefined ? a.name === b.name : a.id === b.id
}
