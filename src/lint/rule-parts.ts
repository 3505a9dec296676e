import type { Condition } from '../condition/condition'
import { namesIn } from '../condition/names-in'
import { type Finding, findingAt, type Path } from '../diagnostic/diagnostic'
import type { Query } from '../query/query'
import { gapsIn } from '../rule/fill-gaps'
import { conditionIn, scoreConditionIn, searchIn, templateIn } from '../rule/read-once'
import { type Draft, queryNameAt } from '../rule/rule'
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

/** A search text of a rule. `query` is the one of `queries` with its position, the others stand elsewhere in the rule. */
export interface Search {
  readonly of: 'query' | 'extension' | 'root' | 'thirdPartyCase' | 'filter'
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
  const findings: Finding[] = []
  const queryNames = rule.queries.map(queryNameAt)
  const searches = searchTexts(rule).flatMap(({ holder, ...place }): Search[] => {
    const { query, problems } = searchIn(holder, String(place.path.at(-1)))
    findings.push(...problems.map((problem) => findingAt(place.path, problem)))
    return query ? [{ ...place, query }] : []
  })
  const readCondition = rule.options.detectionMethod?.startsWith('anomaly') ? scoreConditionIn : conditionIn
  const conditions = conditionTexts(rule).flatMap(({ holder, ...place }): ConditionPart[] => {
    const { condition, problems } = readCondition(holder, 'condition')
    findings.push(...problems.map((problem) => findingAt(place.path, problem)))
    if (condition && !isSequenceCase(rule, place.of)) findings.push(...unknownNames(condition, queryNames, place.path))
    return condition ? [{ ...place, condition }] : []
  })
  const templates = templateTexts(rule).map(({ holder, path, text }): TemplatePart => {
    const { template, problems } = templateIn(holder, String(path.at(-1)))
    findings.push(...problems.map((problem) => findingAt(path, problem)))
    return { path, text, references: referencesIn(template) }
  })
  return { kind: 'rule', rule, queryNames, searches, conditions, templates, findings, gaps: gapsIn(rule) }
}

/** The searches of `queries` alone. */
export function queriesOf({ searches }: RuleParts): readonly Search[] {
  return searches.filter(({ of }) => of === 'query')
}

/** A text and what holds it under the last key of its path. */
type Held<Part, Parsed extends keyof Part> = Omit<Part, Parsed> & { readonly holder: object }

function searchTexts(rule: Draft): readonly Held<Search, 'query'>[] {
  const { rootQueries = [] } = rule.options.thirdPartyRuleOptions ?? {}
  const texts = (
    of: Search['of'],
    list: readonly object[] | undefined,
    base: Path,
    key: string,
  ): readonly Held<Search, 'query'>[] =>
    (list ?? []).flatMap((holder, index) => {
      const text = (holder as Readonly<Record<string, unknown>>)[key]
      return typeof text === 'string' && text.trim() !== ''
        ? [{ of, index, text, holder, path: [...base, index, key] }]
        : []
    })
  return [
    ...texts('query', rule.queries, ['queries'], 'query'),
    ...texts('extension', rule.queries, ['queries'], 'customQueryExtension'),
    ...texts('root', rootQueries, ['options', 'thirdPartyRuleOptions', 'rootQueries'], 'query'),
    ...texts('thirdPartyCase', rule.thirdPartyCases, ['thirdPartyCases'], 'query'),
    ...texts('filter', rule.filters, ['filters'], 'query'),
  ]
}

function conditionTexts(rule: Draft): readonly Held<ConditionPart, 'condition'>[] {
  const steps = rule.options.sequenceDetectionOptions?.steps ?? []
  return [
    ...rule.cases.flatMap((holder, index) => {
      const { condition: text } = holder
      return text ? [{ of: 'case' as const, index, path: ['cases', index, 'condition'], text, holder }] : []
    }),
    ...steps.flatMap((holder, index) => {
      const { condition: text } = holder
      const path = ['options', 'sequenceDetectionOptions', 'steps', index, 'condition']
      return text ? [{ of: 'step' as const, index, path, text, holder }] : []
    }),
  ]
}

function templateTexts(rule: Draft): readonly Held<TemplatePart, 'references'>[] {
  const { thirdPartyRuleOptions = {} } = rule.options
  const texts: readonly (readonly [Path, object, string | undefined])[] = [
    [['name'], rule, rule.name],
    [['message'], rule, rule.message],
    [['customName'], rule, rule.customName],
    [['customMessage'], rule, rule.customMessage],
    [
      ['options', 'thirdPartyRuleOptions', 'signalTitleTemplate'],
      thirdPartyRuleOptions,
      thirdPartyRuleOptions.signalTitleTemplate,
    ],
  ]
  return texts.flatMap(([path, holder, text]) => (text ? [{ path, holder, text }] : []))
}

/** The case of a sequence names steps, and the evaluator looks after those. */
function isSequenceCase(rule: Draft, of: ConditionPart['of']): boolean {
  return of === 'case' && rule.options.detectionMethod === 'sequence_detection'
}

/** As the evaluator tells it, for the rules that it does not compile (anomalies, other products) as well. */
function unknownNames(condition: Condition, names: readonly string[], path: Path): readonly Finding[] {
  return namesIn(condition).flatMap(({ name, start, end }): Finding[] => {
    if (names.includes(name)) return []
    const message = `there is no query "${name}" in this rule`
    return [
      findingAt(path, {
        code: 'R204',
        severity: 'error',
        message,
        help: `this rule's queries: ${names.join(', ')}`,
        start,
        end,
      }),
    ]
  })
}
