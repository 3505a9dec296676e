import type { Path } from '../diagnostic/diagnostic'
import { asObject, listIn } from '../json/json-object'
import { isText } from '../json/json-text'
import { valueAt, withoutValue, withValue } from '../json/value-at-path'
import { type CaseStatus, caseStatuses } from '../rule/case-status'
import { methodOf } from '../rule/methods/method-of'
import { searchIn } from '../rule/read-once'
import type { Draft } from '../rule/rule'
import { mutateQuery } from './mutate-query'
import type { Mutation } from './mutation'
import { otherSeverity } from './other-severity'

/**
 * Every change of what a rule holds beside its queries and cases: of the texts that take logs in and of those that grade
 * them, of the fields by which they group, of severities, and of the severity of what no grade is for.
 */
export function mutateGrades(rule: Draft): readonly Mutation[] {
  const { searches = [], usualSeverity } = methodOf(rule).texts ?? {}
  const ofLists = searches.flatMap(({ of, list }) =>
    listIn(valueAt(rule, list)).flatMap((item, index): readonly Mutation[] => {
      const at = [...list, index]
      const what = of === 'root' ? `root query ${index + 1}` : `the case ${nameOf(item, index)}`
      return [
        ...queryMutations(rule, at),
        ...groupMutations(rule, at),
        ...severityMutations(rule, [...at, 'status']),
        ...(listIn(valueAt(rule, list)).length > 1
          ? [change(`${what} is dropped`, `logs that only ${what} is for`, at, withoutValue(rule, at))]
          : []),
      ]
    }),
  )
  return usualSeverity ? [...ofLists, ...severityMutations(rule, usualSeverity)] : ofLists
}

function nameOf(item: unknown, index: number): string {
  const { name } = asObject(item) ?? {}
  return isText(name) && name !== '' ? `"${name}"` : `${index + 1}`
}

function queryMutations(rule: Draft, at: Path): readonly Mutation[] {
  const holder = asObject(valueAt(rule, at)) ?? {}
  if (!isText(holder.query)) return []
  const path = [...at, 'query']
  return mutateQuery(searchIn(holder, 'query')).map(({ text, ...rest }) => ({
    ...rest,
    path,
    changed: changedTo(withValue(rule, path, text)),
  }))
}

function groupMutations(rule: Draft, at: Path): readonly Mutation[] {
  return listIn(valueAt(rule, [...at, 'groupByFields'])).map((field, position) => {
    const path = [...at, 'groupByFields', position]
    return change(
      `it no longer groups by ${String(field)}`,
      `logs that differ in ${String(field)} alone`,
      path,
      withoutValue(rule, path),
    )
  })
}

function severityMutations(rule: Draft, path: Path): readonly Mutation[] {
  const status = valueAt(rule, path)
  if (!isSeverity(status)) return []
  const other = otherSeverity(status)
  const words = `the severity ${status} becomes ${other}`
  return [change(words, 'a test that states the severity', path, withValue(rule, path, other))]
}

function isSeverity(value: unknown): value is CaseStatus {
  return caseStatuses.some((status) => status === value)
}

function change(description: string, caughtBy: string, path: Path, rule: unknown): Mutation {
  return { description, caughtBy, path, changed: changedTo(rule) }
}

/** A rule with one value changed is a rule. */
function changedTo(rule: unknown): Mutation['changed'] {
  return { kind: 'rule', rule: rule as Draft }
}
