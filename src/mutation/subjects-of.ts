import type { Draft } from '../rule/rule'
import { findSubject, type TestSubject } from '../testing/find-subject'
import { firstById } from '../testing/first-by-id'
import type { ReadyTests } from './ready-tests'

/** Test files by what they are about, each with no more around it than it needs: a change of one rule copies no others. */
interface Subjects {
  ofRule(rule: Draft): readonly ReadyTests[]
  ofSuppression(id: string): readonly ReadyTests[]
}

/** Finds what each test file is about, once for a list. */
export function subjectsOf(tests: readonly ReadyTests[]): Subjects {
  const before = known.get(tests)
  if (before) return before
  const byRule = new Map<string, Set<ReadyTests>>()
  const bySuppression = new Map<string, ReadyTests[]>()
  for (const each of tests) {
    const { subject } = findSubject(each.file, each.detections)
    if (!subject) continue
    const narrow = { ...each, detections: { ...each.detections, ...around(each, subject) } }
    for (const rule of subject.rules) {
      for (const key of keysOf(rule)) byRule.set(key, (byRule.get(key) ?? new Set()).add(narrow))
    }
    const { id } = subject.suppression ?? {}
    if (id !== undefined) bySuppression.set(id, [...(bySuppression.get(id) ?? []), narrow])
  }
  const subjects: Subjects = {
    ofRule: (rule) => {
      const found = new Set(keysOf(rule).flatMap((key) => [...(byRule.get(key) ?? [])]))
      return [...found].filter(({ detections }) => detections.rules.some((each) => isSame(each, rule)))
    },
    ofSuppression: (id) => bySuppression.get(id) ?? [],
  }
  known.set(tests, subjects)
  return subjects
}

const known = new WeakMap<readonly ReadyTests[], Subjects>()

/** Whether two rules are one, before and after a change. */
export function isSame(a: Draft, b: Draft): boolean {
  return a.id === undefined || b.id === undefined ? a.name === b.name : a.id === b.id
}

function keysOf({ id, name }: Draft): readonly string[] {
  return id === undefined ? [`name ${name}`] : [`id ${id}`, `name ${name}`]
}

/** The rules that a file tests, and the suppressions that its tests speak of. */
function around({ file, detections }: ReadyTests, { rules, suppression }: TestSubject) {
  const isAll = file.tests.some((test) => test.suppressions === 'all' || (!suppression && !test.suppressions))
  if (isAll) return { rules, suppressions: detections.suppressions }
  const named = new Set(file.tests.flatMap(({ suppressions }) => (suppressions === 'all' ? [] : (suppressions ?? []))))
  if (suppression) named.add(suppression.id)
  const byId = firstById(detections.suppressions)
  return { rules, suppressions: [...named].flatMap((id) => byId.get(id) ?? []) }
}
