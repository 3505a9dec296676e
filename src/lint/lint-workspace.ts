import { compileRules } from '../detect/compile-rules'
import { CappedList } from '../diagnostic/capped-list'
import type { Finding, Path } from '../diagnostic/diagnostic'
import { mostOfFile } from '../diagnostic/told-of-file'
import type { Draft } from '../rule/rule'
import { isAboutConfigurations } from '../rule/rule-types'
import type { Suppression } from '../suppression/suppression'
import { checks } from './all-checks'
import type { Check, Remark, Surroundings } from './check'
import { type Levels, levelFor, relevel } from './levels'
import { type RuleParts, readRuleParts } from './rule-parts'
import { readSuppressionParts, type SuppressionParts } from './suppression-parts'

export interface LintInput {
  readonly rules: readonly { readonly rule: Draft; readonly path?: string }[]
  readonly suppressions?: readonly { readonly suppression: Suppression; readonly path?: string }[]
  /** The logs in the tests of a rule; undefined for one that has none. */
  readonly samplesOf?: Surroundings['samplesOf']
  /** From `readLevels`. */
  readonly levels?: Levels
  readonly nowMs: number
}

/** What a finding is about: `index` is the position in the list that was given, `path` the file that was named there. */
interface Subject {
  readonly kind: 'rule' | 'suppression'
  readonly index: number
  readonly id?: string
  readonly path?: string
}

export interface LintFinding {
  readonly subject: Subject
  readonly finding: Finding
}

/**
 * Everything that is wrong or doubtful in rules and suppressions that could be read: mistakes and traps in their texts,
 * what the evaluator cannot make sense of, and all checks at the levels of the workspace. What reading the files tells
 * (R1xx, S0xx and the queries of suppressions) is not repeated.
 */
export function lintWorkspace(input: LintInput): readonly LintFinding[] {
  const { levels = {}, nowMs, samplesOf } = input
  const rules = input.rules.map(({ rule }) => readRuleParts(rule))
  const suppressions = readSuppressionParts(
    (input.suppressions ?? []).map(({ suppression }) => suppression),
    rules,
  )
  const surroundings = { rules, suppressions, nowMs, ...(samplesOf && { samplesOf }) }
  const found = new Map<RuleParts | SuppressionParts, Told>()
  const tell = (parts: RuleParts | SuppressionParts, finding: Finding): void => {
    const told = found.get(parts) ?? { list: new CappedList<Finding>(mostOfFile), keys: new Set<string>() }
    found.set(parts, told)
    const wanted = relevel(finding, levels)
    if (wanted === undefined) return
    if (told.list.isFull(wanted.severity === 'error' ? 'errors' : 'remarks')) {
      told.list.leaveOff(wanted)
      return
    }
    const key = sameAs(finding)
    if (!told.keys.has(key)) told.list.tell(wanted)
    told.keys.add(key)
  }
  for (const { parts, finding } of textAndEngineFindings(rules)) tell(parts, finding)
  for (const check of checks) {
    const level = levelFor(check.code, levels) ?? check.level
    if (level === 'off') continue
    for (const { of, ...remark } of remarksOf(check, surroundings)) {
      tell(of, { code: check.code, severity: level, ...remark })
    }
  }
  const subjects: readonly (readonly [Subject, RuleParts | SuppressionParts])[] = [
    ...rules.map((parts, index) => [subject('rule', index, parts.rule.id, input.rules[index]?.path), parts] as const),
    ...suppressions.map(
      (parts, index) =>
        [subject('suppression', index, parts.suppression.id, input.suppressions?.[index]?.path), parts] as const,
    ),
  ]
  return subjects.flatMap(([about, parts]) =>
    (found.get(parts)?.list.entries() ?? []).map((finding) => ({ subject: about, finding })),
  )
}

/** The texts of all rules, then what the evaluator says of the rest: it reads the same texts, and would tell them twice. */
function* textAndEngineFindings(rules: readonly RuleParts[]): Iterable<{ parts: RuleParts; finding: Finding }> {
  // That a rule has no query at all is told where it was read: its conditions then name none that it has.
  const isNews = ({ rule }: RuleParts, { code }: Finding): boolean => code !== 'R204' || rule.queries.length > 0
  for (const parts of rules) {
    for (const finding of parts.findings) if (isNews(parts, finding)) yield { parts, finding }
  }
  const partsOf = new Map(rules.map((parts) => [parts.rule, parts]))
  const gapsOf = new Map<RuleParts, ReadonlySet<string>>()
  for (const { rule, finding } of compileRules(rules.map((parts) => parts.rule)).findings) {
    const parts = partsOf.get(rule)
    if (parts === undefined || !finding.code.startsWith('R') || !isNews(parts, finding)) continue
    // A consequence of a gap stands below the same key of the rule, or of its options.
    const gaps = gapsOf.get(parts) ?? new Set(parts.gaps.map(subtreeOf))
    gapsOf.set(parts, gaps)
    if (!gaps.has(subtreeOf(finding.path))) yield { parts, finding }
  }
}

function subtreeOf(path: Path): string {
  return path.slice(0, path[0] === 'options' ? 2 : 1).join('.')
}

function* remarksOf(
  check: Check,
  surroundings: Surroundings,
): Iterable<Remark & { readonly of: RuleParts | SuppressionParts }> {
  if (check.about === 'workspace') yield* check.run(surroundings)
  else if (check.about === 'rule') {
    for (const of of surroundings.rules) {
      if (!readsEvents(of.rule)) continue
      for (const remark of some(check.run(of, surroundings))) yield { ...remark, of }
    }
  } else {
    for (const of of surroundings.suppressions) {
      for (const remark of some(check.run(of, surroundings))) yield { ...remark, of }
    }
  }
}

/** Of very many remarks of one check on one subject, those that are told or counted; the check is not asked for more. */
function* some(remarks: Iterable<Remark>): Iterable<Remark> {
  let count = 0
  for (const remark of remarks) {
    yield remark
    if (++count === 10 * mostOfFile) return
  }
}

/** Rules on configurations have queries and cases that Datadog makes up itself. */
function readsEvents({ type }: Draft): boolean {
  return !isAboutConfigurations(type)
}

function subject(kind: Subject['kind'], index: number, id: string | undefined, path: string | undefined): Subject {
  return { kind, index, ...(id !== undefined && { id }), ...(path !== undefined && { path }) }
}

/** What is told of one rule or suppression, and what it says, so that nothing is told twice. */
interface Told {
  readonly list: CappedList<Finding>
  readonly keys: Set<string>
}

function sameAs({ code, path, range, message }: Finding): string {
  return JSON.stringify([code, path, range?.start, range?.end, message])
}
