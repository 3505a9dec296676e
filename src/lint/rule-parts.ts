import type { Condition } from '../condition/condition'
import { namesIn } from '../condition/names-in'
import { CappedList } from '../diagnostic/capped-list'
import { type Finding, findingAt, type Path, type Problem } from '../diagnostic/diagnostic'
import { listed, quoted } from '../diagnostic/shown'
import { isLeftToTenant } from '../diagnostic/standing'
import { mostOfFile } from '../diagnostic/told-of-file'
import type { JsonObject } from '../json/json'
import { isCollection, isJsonObject, listIn } from '../json/json-object'
import { isText } from '../json/json-text'
import { valueAt } from '../json/value-at-path'
import type { Query } from '../query/query'
import { gapsIn } from '../rule/fill-gaps'
import { methodOf, methodTexts } from '../rule/methods/method-of'
import { conditionIn, scoreConditionIn, searchIn, templateIn } from '../rule/read-once'
import { type Draft, queryNameAt } from '../rule/rule'
import { signalsReadBy } from '../rule/signals-read'
import { foreignLanguage } from '../rule/unread/query-language'
import { referencesIn } from '../template/references-in'
import type { Reference } from '../template/template'

/** A rule with its texts read once, for all checks. Texts with an error are absent here and told in `findings`. */
export interface RuleParts {
  readonly kind: 'rule'
  readonly rule: Draft
  /** By these names conditions call the queries, by position. */
  readonly queryNames: readonly string[]
  readonly searches: readonly Search[]
  readonly conditions: readonly ConditionPart[]
  readonly templates: readonly TemplatePart[]
  /** Mistakes and traps in the texts themselves. */
  readonly findings: readonly Finding[]
  /** Places where the file lacks a text that a rule must have; here it is empty. */
  readonly gaps: readonly Path[]
}

/**
 * A search text of a rule. Those of `queries` have their position there, and are `signals` where they look at signals of
 * other rules; the others stand elsewhere in the rule.
 */
export interface Search {
  readonly of: 'query' | 'signals' | 'extension' | 'root' | 'grade' | 'filter'
  readonly index: number
  readonly path: Path
  readonly text: string
  readonly query: Query
}

export interface ConditionPart {
  readonly of: 'case' | 'step'
  readonly index: number
  readonly path: Path
  readonly text: string
  readonly condition: Condition
}

interface TemplatePart {
  readonly path: Path
  readonly text: string
  readonly references: readonly Reference[]
}

/** Reads every query, condition and template of a rule, whether or not the evaluator could make sense of the rule. */
export function readRuleParts(rule: Draft): RuleParts {
  const findings = new CappedList<Finding>(mostOfFile)
  const queryNames = rule.queries.map(queryNameAt)
  const known = new Set(queryNames)
  const searches = searchTexts(rule).flatMap(({ holder, ...place }): Search[] => {
    const { query, problems } = searchIn(holder, String(place.path.at(-1)))
    findings.tellAll(problems.map((problem) => findingAt(place.path, problem)))
    return query ? [{ ...place, query }] : []
  })
  const method = methodOf(rule)
  const readCondition = method.numbers === 'scores' ? scoreConditionIn : conditionIn
  const conditions = conditionTexts(rule).flatMap(({ holder, ...place }): ConditionPart[] => {
    const { condition, problems } = readCondition(holder, 'condition')
    findings.tellAll(problems.map((problem) => findingAt(place.path, asTenantsTellIt(problem))))
    // A case that names the last step is the evaluator's.
    const namesQueries = place.of === 'step' || method.cases !== 'lastStep'
    if (condition && namesQueries) tellUnknownNames(condition, known, place.path, findings)
    return condition ? [{ ...place, condition }] : []
  })
  const templates = templateTexts(rule).map(({ holder, path, text }): TemplatePart => {
    const { template, problems } = templateIn(holder, String(path.at(-1)))
    findings.tellAll(problems.map((problem) => findingAt(path, problem)))
    return { path, text, references: referencesIn(template) }
  })
  return {
    kind: 'rule',
    rule,
    queryNames,
    searches,
    conditions,
    templates,
    findings: findings.entries(),
    gaps: gapsIn(rule),
  }
}

/** The engine takes what a tenant may refuse; who writes a rule should know before the tenant says so. */
function asTenantsTellIt(problem: Problem): Problem {
  return isLeftToTenant(problem.code) ? { ...problem, severity: 'error' } : problem
}

/** The searches of `queries` over logs and other events alone. */
export function queriesOf({ searches }: RuleParts): readonly Search[] {
  return searches.filter(({ of }) => of === 'query')
}

/** A text and what holds it under the last key of its path. */
type Held<Part, Parsed extends keyof Part> = Omit<Part, Parsed> & { readonly holder: object }

function searchTexts(rule: Draft): readonly Held<Search, 'query'>[] {
  if (foreignLanguage(rule) !== undefined) return []
  const texts = (of: Search['of'], list: Path, key: string) =>
    itemsAt(rule, list).flatMap(([holder, index]): readonly Held<Search, 'query'>[] => {
      const text = holder[key]
      return typeof text === 'string' && text.trim() !== ''
        ? [{ of, index, text, holder, path: [...list, index, key] }]
        : []
    })
  return [
    ...texts('query', ['queries'], 'query').map((search) => {
      const query = rule.queries[search.index]
      return query && signalsReadBy(query) ? { ...search, of: 'signals' as const } : search
    }),
    ...texts('extension', ['queries'], 'customQueryExtension'),
    ...methodTexts.searches.flatMap(({ of, list }) => texts(of, list, 'query')),
    ...texts('filter', ['filters'], 'query'),
  ]
}

function conditionTexts(rule: Draft): readonly Held<ConditionPart, 'condition'>[] {
  const texts = (of: ConditionPart['of'], list: Path) =>
    itemsAt(rule, list).flatMap(([holder, index]): readonly Held<ConditionPart, 'condition'>[] => {
      const { condition: text } = holder
      return isText(text) ? [{ of, index, path: [...list, index, 'condition'], text, holder }] : []
    })
  return [...texts('case', ['cases']), ...methodTexts.conditions.flatMap(({ of, list }) => texts(of, list))]
}

function templateTexts(rule: Draft): readonly Held<TemplatePart, 'references'>[] {
  const paths: readonly Path[] = [['name'], ['message'], ['customName'], ['customMessage'], ...methodTexts.templates]
  return paths.flatMap((path) => {
    const [holder, text] = [valueAt(rule, path.slice(0, -1)), valueAt(rule, path)]
    return isCollection(holder) && isText(text) ? [{ path, holder, text }] : []
  })
}

/** The objects in the list at a place of the rule, each with its position. */
function itemsAt(rule: Draft, list: Path): readonly (readonly [JsonObject, number])[] {
  return listIn(valueAt(rule, list)).flatMap((item, index) => (isJsonObject(item) ? [[item, index] as const] : []))
}

/** As the evaluator tells it, for the rules that it does not compile (anomalies, other products) as well. */
function tellUnknownNames(
  condition: Condition,
  known: ReadonlySet<string>,
  path: Path,
  findings: CappedList<Finding>,
): void {
  for (const { name, start, end } of namesIn(condition)) {
    if (known.has(name)) continue
    const message = `there is no query ${quoted(name)} in this rule`
    const help = `this rule's queries: ${listed([...known])}`
    findings.tell(findingAt(path, { code: 'R204', severity: 'error', message, help, start, end }))
  }
}
