import type { Finding } from '../diagnostic/diagnostic'
import { quoted } from '../diagnostic/shown'
import type { Predicate } from '../query/matching/compile-query'
import type { Draft } from '../rule/rule'
import { unknownKeys } from '../rule/unread/unknown-keys'
import { suppressionsOn } from '../suppression/scopes'
import type { Suppression } from '../suppression/suppression'
import { type CandidateIndex, indexCandidates } from './candidate-index'
import { compileRule } from './compile-rule'
import { all, type ReferenceRows } from './compile-selector'
import type { CompiledRule } from './compiled-rule'
import { orderReaders, type RunOrder } from './order-readers'
import { RuleNotes } from './rule-notes'
import { compileSecurityFilters, isFiltered, type SecurityFilter } from './security-filter'
import type { NotEvaluated, Sided } from './signals/signal'
import type { Variation } from './variations/variation'
import { variationsOfRules } from './variations/varied-hits'

export interface CompileOptions {
  readonly suppressions?: readonly Suppression[]
  /** The rows of reference tables by table name, each row by column name. */
  readonly tables?: ReferenceRows
  /** The organisation's security filters: a log that none of them lets through is seen by no rule. */
  readonly filters?: readonly SecurityFilter[]
  /** Keys that nobody here knows and that change nothing about what a rule detects; `all` where that was asked before. */
  readonly harmlessKeys?: ReadonlySet<string> | 'all'
}

/** All rules of a run, worked out once. Selected events refer to `rules` by position. */
export interface CompiledRules extends RunOrder {
  readonly notEvaluated: readonly (NotEvaluated & Sided)[]
  /** What is wrong with the rules, also with those that are evaluated all the same. */
  readonly findings: readonly RuleFinding[]
  readonly candidates: CandidateIndex
  readonly variations: readonly Variation[]
  /** What they were compiled from. */
  readonly source: RulesSource
}

/** Rules and rule sets as plain data, from which another thread compiles the same. */
export type RulesSource =
  | { readonly rules: readonly Draft[]; readonly options: CompileOptions }
  | { readonly sets: readonly RuleSet[] }

interface RuleFinding {
  readonly rule: Draft
  readonly finding: Finding
}

/** A rule set that runs beside others over the same logs. */
export interface RuleSet extends Required<Sided> {
  readonly rules: readonly Draft[]
  readonly options?: CompileOptions
  /** How else its rules over logs are looked at; those of one side have the name of that side alone. */
  readonly variations?: readonly Variation[]
}

/** Compiles rule sets that are evaluated in one pass, each as if it were alone; what is told of them says of which side. */
export function compileSides(sets: readonly RuleSet[]): CompiledRules {
  const ways = sets.flatMap(({ variations = [] }) => variations)
  const variationsOf = variationsOfRules(ways)
  const sides = sets.map(({ side, rules, options, variations }) => {
    const compiled = compileRules(rules, options)
    const sided = compiled.rules.map((rule): CompiledRule => {
      const varied = variations && variationsOf(rule)
      return { ...rule, side, ...(varied && { varied }) }
    })
    return { ...compiled, side, settled: sided.slice(0, compiled.settled), late: sided.slice(compiled.settled) }
  })
  const settled = sides.flatMap((each) => each.settled)
  const rules = [...settled, ...sides.flatMap(({ late }) => late)]
  return {
    rules,
    settled: settled.length,
    notEvaluated: sides.flatMap(({ side, notEvaluated }) => notEvaluated.map((each) => ({ ...each, side }))),
    findings: sides.flatMap(({ findings }) => findings),
    candidates: indexCandidates(rules),
    variations: ways,
    source: { sets },
  }
}

/** Compiles rules, enabled or not. A rule that cannot be evaluated is named with the reason, never left out silently. */
export function compileRules(rules: readonly Draft[], options: CompileOptions = {}): CompiledRules {
  const suppressed = suppressionsOn(options.suppressions ?? [])
  const analysed = compileSecurityFilters(options.filters ?? [])
  const compiled = rules.map((rule) => compileOne(rule, suppressed, analysed, options))
  const usable = compiled.flatMap(({ rule, notes }) =>
    rule !== undefined && notes.reason() === undefined ? [rule] : [],
  )
  const notesOf = new Map(compiled.map(({ source, notes }) => [source, notes]))
  const order = orderReaders(usable, rules, notesOf)
  return {
    ...order,
    notEvaluated: compiled.flatMap(({ source, notes }) => {
      const reason = notes.reason()
      return reason === undefined ? [] : [{ rule: source.id ?? source.name, reason }]
    }),
    findings: compiled.flatMap(({ source, notes }) => notes.findings.map((finding) => ({ rule: source, finding }))),
    candidates: indexCandidates(order.rules),
    variations: [],
    source: { rules, options },
  }
}

/** Compiles what other rules were compiled from; it has them in the same order. */
export function compileFrom(source: RulesSource): CompiledRules {
  return { ...('sets' in source ? compileSides(source.sets) : compileRules(source.rules, source.options)), source }
}

function compileOne(
  source: Draft,
  suppressed: ReturnType<typeof suppressionsOn>,
  analysed: Predicate | undefined,
  { tables = new Map(), harmlessKeys }: CompileOptions,
) {
  const notes = new RuleNotes()
  if (harmlessKeys !== 'all') refuseUnknownKeys(source, harmlessKeys, notes)
  const rule = compileRule(source, suppressed(source), tables, notes)
  if (!rule || !analysed || !isFiltered(source)) return { source, notes, rule }
  return { source, notes, rule: { ...rule, admits: all([analysed, rule.admits]), isFilteredByOrg: true as const } }
}

/** What a key asks that nobody here knows may change what the rule detects, and a wrong verdict is worse than none. */
function refuseUnknownKeys(rule: Draft, harmlessKeys: ReadonlySet<string> | undefined, notes: RuleNotes): void {
  const [path] = unknownKeys(rule, harmlessKeys)
  if (path === undefined) return
  const key = quoted(String(path.at(-1)))
  notes.refuse(`what its key ${key} changes about detection is not known (policy.harmlessKeys: it changes nothing)`)
}
