import { clausesOf, waitsFor } from '../../condition/clauses-of'
import { compileCondition } from '../../condition/compile-condition'
import type { Comparison, Condition, PlainCondition } from '../../condition/condition'
import { namesIn } from '../../condition/names-in'
import { printCondition } from '../../condition/print-condition'
import type { Path } from '../../diagnostic/diagnostic'
import { listed, quoted } from '../../diagnostic/shown'
import type { SequenceStep } from '../../rule/methods/detection-methods'
import { conditionIn } from '../../rule/read-once'
import type { Draft, RuleCase } from '../../rule/rule'
import { windowMsOf } from '../../rule/usual-options'
import type { CompiledCase } from '../compiled-rule'
import type { RuleNotes } from '../rule-notes'
import type { CaseTest, SideTest } from './side-test'

/** The cases of a rule, top down, and what each one asks of the queries. */
export function compileCases(
  rule: Draft,
  names: readonly string[],
  notes: RuleNotes,
): { readonly cases: readonly CompiledCase[]; readonly tests: readonly CaseTest[] } {
  if (rule.cases.length === 0) notes.mistake('R214', ['cases'], 'the rule has no case')
  const tests = rule.cases.map((each, index) =>
    each.condition
      ? compileCase(rule, each, ['cases', index, 'condition'], names, notes)
      : ({ kind: 'always' } as const),
  )
  return { cases: casesOf(rule), tests }
}

/** A sequence has one case, which names its last step and asks for it to have fired. */
export function compileSequenceCase(rule: Draft, steps: readonly string[], notes: RuleNotes): readonly CompiledCase[] {
  const [first] = rule.cases
  if (first === undefined) notes.mistake('R214', ['cases'], 'the rule has no case')
  const path = ['cases', 0, 'condition']
  const condition = first?.condition ? parse(first, path, notes) : undefined
  if (condition !== undefined && steps.length > 0) checkSequenceCase(condition, steps, path, notes)
  return casesOf(rule).slice(0, 1)
}

function checkSequenceCase(condition: Condition, steps: readonly string[], path: Path, notes: RuleNotes): void {
  const terminal = steps.at(-1) ?? ''
  const help = `write: ${terminal} > 0`
  checkNames(condition, steps, 'step', path, notes)
  const other = namesIn(condition).find(({ name }) => name !== terminal && steps.includes(name))
  if (other !== undefined) {
    const { start, end } = other
    const message = `the case names the step "${other.name}", and only the last one, "${terminal}", has a meaning there`
    notes.inText(path, [{ code: 'R206', severity: 'error', message, help, start, end }])
  } else if (
    condition.kind === 'then' ||
    !compileCondition(condition)(() => 1) ||
    compileCondition(condition)(() => 0)
  ) {
    notes.mistake('R206', path, `the case of a sequence asks that its last step has fired, and nothing else`, help)
  }
}

function compileCase(
  rule: Draft,
  ruleCase: RuleCase,
  path: Path,
  names: readonly string[],
  notes: RuleNotes,
): CaseTest {
  const condition = parse(ruleCase, path, notes)
  if (condition === undefined) return { kind: 'always' }
  checkNames(condition, names, 'query', path, notes)
  if (condition.kind !== 'then') {
    return waitsFor(condition)
      ? compileWaiting(rule, condition, names, notes)
      : { kind: 'plain', test: sideOf(condition, names) }
  }
  const left = sideOf(condition.left, names)
  const right = sideOf(condition.right, names)
  if (!left.growsOnly) notes.refuse('what comes before THEN has an upper bound, and how such a side ends is not known')
  refuseFew(condition.right, 'what comes after THEN', notes)
  if (left.name !== right.name) return { kind: 'then', left, right }
  const [leftText, rightText] = [printCondition(condition.left), printCondition(condition.right)]
  const renamed = leftText === rightText ? `${rightText} (again)` : rightText
  return { kind: 'then', left: { ...left, name: leftText }, right: { ...right, name: renamed } }
}

/** What of a condition is decided as logs come, and what only between them; nothing if all of it is as they come. */
function compileWaiting(rule: Draft, condition: PlainCondition, names: readonly string[], notes: RuleNotes): CaseTest {
  const clauses = clausesOf(condition)
  if (clauses === undefined) {
    notes.refuse('its condition asks for few or no logs in more ways than are told apart here')
    return { kind: 'always' }
  }
  const side = (all: readonly Comparison[]): SideTest => sideOf(joined('and', all, condition), names)
  const waiting = clauses.filter(({ absent }) => absent.length > 0)
  if (windowMsOf(rule.options) === 0) notes.refuse('it asks for few or no logs, and its window holds a single log')
  for (const query of waiting.flatMap(({ absent }) => side(absent).queries)) {
    const { aggregation } = rule.queries[query] ?? {}
    if (aggregation !== 'sum' && aggregation !== 'max') continue
    notes.refuse(
      `it asks for a low ${aggregation} of ${quoted(names[query] ?? '')}, and what that is without logs is not known`,
    )
  }
  const atOnce = clauses
    .filter(({ absent }) => absent.length === 0)
    .map(({ present }) => joined('and', present, condition))
  return {
    kind: 'waits',
    atOnce: atOnce.length === 0 ? undefined : sideOf(joined('or', atOnce, condition), names),
    silences: waiting.filter(({ present }) => present.length === 0).map(({ absent }) => side(absent)),
    unanswered: waiting
      .filter(({ present }) => present.length > 0)
      .map(({ present, absent }) => ({ present: side(present), absent: side(absent) })),
  }
}

function joined(
  kind: 'and' | 'or',
  conditions: readonly PlainCondition[],
  { start, end }: PlainCondition,
): PlainCondition {
  const [only] = conditions
  return only !== undefined && conditions.length === 1 ? only : { kind, conditions, start, end }
}

/** Few logs have no moment at which they come, so what is ordered by moments cannot ask for them. */
function refuseFew(condition: PlainCondition, what: string, notes: RuleNotes): void {
  if (!waitsFor(condition)) return
  notes.refuse(`${what} asks for few or no logs, and when that comes true among others is not known`)
}

/**
 * The first case that holds for a number of findings at one event, for methods without a window; none if no case does.
 * Such a method has no before and after, so THEN has no meaning in it.
 */
export function caseByNumber(tests: readonly CaseTest[], notes: RuleNotes): (found: number) => number | undefined {
  if (tests.some(({ kind }) => kind === 'then'))
    notes.refuse('its case has a THEN, which this method knows no order for')
  if (tests.some(({ kind }) => kind === 'waits')) {
    notes.refuse('its case asks for few or no logs, and this method looks at logs alone')
  }
  return (found) => {
    const won = tests.findIndex(
      (test) => test.kind === 'always' || (test.kind === 'plain' && test.test.holds(() => found)),
    )
    return won === -1 ? undefined : won
  }
}

/** Compiles the condition of a sequence step, which may name several queries but has no THEN. */
export function compileSide(
  step: SequenceStep,
  path: Path,
  names: readonly string[],
  notes: RuleNotes,
): SideTest | undefined {
  const condition = parse(step, path, notes)
  if (condition === undefined) return undefined
  checkNames(condition, names, 'query', path, notes)
  if (condition.kind !== 'then') {
    refuseFew(condition, `its step ${quoted(step.name)}`, notes)
    return sideOf(condition, names)
  }
  notes.mistake('R206', path, 'a step of a sequence knows no THEN', 'make two steps of it')
  return undefined
}

function parse(holder: RuleCase | SequenceStep, path: Path, notes: RuleNotes): Condition | undefined {
  const { condition, problems } = conditionIn(holder, 'condition')
  notes.inText(path, problems)
  return condition
}

function checkNames(
  condition: Condition,
  names: readonly string[],
  what: 'query' | 'step',
  path: Path,
  notes: RuleNotes,
): void {
  const plural = what === 'query' ? 'queries' : 'steps'
  const known = new Set(names)
  for (const { name, start, end } of namesIn(condition)) {
    if (known.has(name)) continue
    const message = `there is no ${what} ${quoted(name)} in this rule`
    const help = `this rule's ${plural}: ${listed(names)}`
    notes.inText(path, [{ code: 'R204', severity: 'error', message, help, start, end }])
  }
}

function sideOf(condition: PlainCondition, names: readonly string[]): SideTest {
  const holds = compileCondition(condition)
  const indexOf = new Map<string, number>()
  for (const [index, name] of names.entries()) if (!indexOf.has(name)) indexOf.set(name, index)
  const queries = [...new Set(namesIn(condition).flatMap(({ name }) => indexOf.get(name) ?? []))]
  const [only] = queries
  return {
    name: queries.length === 1 && only !== undefined ? (names[only] ?? '') : printCondition(condition),
    mask: queries.reduce((mask, query) => mask | (1 << query), 0),
    queries,
    growsOnly: growsOnly(condition),
    holds: (numberOf) => holds((name) => numberOf(indexOf.get(name) ?? -1)),
  }
}

function growsOnly(condition: PlainCondition): boolean {
  if (condition.kind !== 'comparison') return condition.conditions.every(growsOnly)
  const { left, operator, right } = condition
  const asksForMore = operator === '>' || operator === '>='
  return asksForMore ? right.kind === 'number' : left.kind === 'number'
}

function casesOf(rule: Draft): readonly CompiledCase[] {
  return rule.cases.map(({ name, status, customStatus, notifications }) => ({
    name: name ?? '',
    status: customStatus ?? status,
    notifications: notifications ?? [],
  }))
}
