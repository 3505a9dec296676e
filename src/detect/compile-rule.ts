import type { Path } from '../diagnostic/diagnostic'
import { quoted } from '../diagnostic/shown'
import { valueAt } from '../json/value-at-path'
import type { Predicate } from '../query/matching/compile-query'
import { methodOf } from '../rule/methods/method-of'
import { templateIn } from '../rule/read-once'
import type { Draft } from '../rule/rule'
import { usualType } from '../rule/rule-types'
import { foreignLanguage } from '../rule/unread/query-language'
import { usualKeepAlive, usualMaxSignalDuration } from '../rule/usual-options'
import type { CompiledSuppression } from '../suppression/compile-suppression'
import { referencesIn } from '../template/references-in'
import type { Template } from '../template/template'
import { all, checkTables, compileText, type ReferenceRows } from './compile-selector'
import type { CompiledMethod, CompiledRule, LifePlan } from './compiled-rule'
import { engineOf, reasonAgainst } from './methods/all-methods'
import type { RuleNotes } from './rule-notes'
import { sureAttributes } from './signals/sure-attributes'

/**
 * Works out all of a rule that does not depend on events; answers undefined if nothing of it can be evaluated.
 * `suppressions` are those that it is in the scope of.
 */
export function compileRule(
  rule: Draft,
  suppressions: readonly CompiledSuppression[],
  tables: ReferenceRows,
  notes: RuleNotes,
): CompiledRule | undefined {
  const method = compileMethod(rule, tables, notes)
  if (method === undefined) return undefined
  checkTables(rule, method.queryNames, notes)
  if (method.readsNoTables && rule.referenceTables && rule.referenceTables.length > 0) {
    notes.refuse('it filters by a reference table, and what that means for this kind of rule is not known')
  }
  const ownTitle = rule.customName ? undefined : methodOf(rule).texts?.templates?.find((path) => valueAt(rule, path))
  const title = compileTemplate(rule, ownTitle ?? [rule.customName ? 'customName' : 'name'], notes)
  const message = compileTemplate(rule, [rule.customMessage ? 'customMessage' : 'message'], notes)
  return {
    ...method,
    rule,
    name: rule.id ?? rule.name,
    admits: compileFilters(rule, notes),
    life: lifeOf(rule, method, notes),
    title,
    titleNamesCase: ownTitle === undefined,
    message,
    isOnSignals: sureAttributes({
      groupFields: method.groupFields.flat(),
      references: referencesIn([...title, ...message]),
      adds: methodOf(rule).adds,
    }),
    suppressions,
  }
}

function compileMethod(rule: Draft, tables: ReferenceRows, notes: RuleNotes): CompiledMethod | undefined {
  const language = foreignLanguage(rule)
  if (language !== undefined) {
    notes.refuse(
      `its queries are written in ${language === 'sql' ? 'SQL' : quoted(language)}, which is not evaluated here`,
    )
    return undefined
  }
  if (rule.datasetIds?.length) notes.refuse('it reads datasets, which are defined in the tenant')
  if (rule.calculatedFields !== undefined && rule.calculatedFields.length > 0) {
    notes.refuse('it uses calculated fields, whose expressions are not evaluated')
  }
  const { name, type: ownType } = methodOf(rule)
  const type = rule.type || usualType
  if (!ownType && type !== usualType) {
    notes.refuse(`rules of type ${type} do not read logs`)
    return undefined
  }
  const engine = engineOf(rule)
  if (rule.schedulingOptions && !engine?.schedules) {
    notes.refuse(`it is scheduled, and scheduled rules of the method ${name} are not evaluated`)
    return undefined
  }
  if (engine === undefined) notes.refuse(reasonAgainst(rule))
  return engine?.compile(rule, tables, notes)
}

/** Legacy filters act on logs: every `require` must match, and no `suppress` (documented; several at once: assumed). */
function compileFilters(rule: Draft, notes: RuleNotes): Predicate {
  const tests = (rule.filters ?? []).flatMap((filter, index): readonly Predicate[] => {
    const { action } = filter
    const compiled = compileText(filter, 'query', ['filters', index], notes)
    if (compiled === undefined) return []
    return [action === 'require' ? compiled.matches : (event) => !compiled.matches(event)]
  })
  return tests.length === 0 ? () => true : all(tests)
}

function lifeOf(rule: Draft, method: CompiledMethod, notes: RuleNotes): LifePlan {
  const { keepAlive, maxSignalDuration, decreaseCriticalityBasedOnEnv } = rule.options
  return {
    keepAliveMs: method.rollUpMs ?? (keepAlive ?? usualKeepAlive) * 1000,
    maxSignalMs: method.rollUpMs ?? (maxSignalDuration ?? usualMaxSignalDuration) * 1000,
    identity: identityOf(rule, method, notes),
    decreasesByEnvironment: decreaseCriticalityBasedOnEnv ?? false,
    neverMerges: method.rollUpMs !== undefined,
  }
}

function identityOf(rule: Draft, { groupFields }: CompiledMethod, notes: RuleNotes): readonly number[] {
  const wanted = rule.groupSignalsBy ?? []
  if (wanted.length === 0) return groupFields.map((_, position) => position)
  return wanted.flatMap((field, index) => {
    const position = groupFields.findIndex((names) => names.includes(field))
    if (position !== -1) return [position]
    const fields = groupFields.map(([name]) => name).join(', ')
    const help = fields === '' ? undefined : `the queries group by: ${fields}`
    notes.mistake('R209', ['groupSignalsBy', index], `no query groups by "${field}"`, help)
    return []
  })
}

function compileTemplate(rule: Draft, path: Path, notes: RuleNotes): Template {
  const { template, problems } = templateIn(valueAt(rule, path.slice(0, -1)) as object, String(path.at(-1)))
  notes.inText(path, problems)
  return template
}
