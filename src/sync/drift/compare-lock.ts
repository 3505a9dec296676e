import type { JsonObject } from '../../json/json'
import { byName, casesOf, isAbout, namedValue, partsOf, queriesOf } from '../../override/default-rule'
import type { LockedCase, LockedQuery, RuleLock } from '../../override/lock'
import type { Override } from '../../override/override'
import { differences, type FieldChange } from '../../wire/differences'
import { overrideProblem, scopeKey } from '../plan/overrides/override-problem'
import type { PlanProblem } from '../plan/plan'
import { lockOf } from './lock-of'

/** How a default rule differs from its lock, and what that means for its overrides. */
export interface LockComparison {
  /** From what was locked to what Datadog ships now; empty when that is the same. A message is told without its text. */
  readonly changes: readonly FieldChange[]
  /** At their places in the override files. */
  readonly meanings: readonly PlanProblem[]
}

/** Lays a default rule beside its lock. Without overrides it says only what Datadog changed. */
export function compareLock(lock: RuleLock, body: JsonObject, overrides: readonly Override[] = []): LockComparison {
  const now = lockOf(body)
  if (now.hash === lock.hash) return { changes: [], meanings: [] }
  const changes = [
    ...differences(shown(lock), shown(now)),
    ...(lock.messageHash === now.messageHash ? [] : [{ path: 'message' }]),
  ]
  return { changes, meanings: overrides.flatMap((override) => meaningsFor(override, lock, now, changes)) }
}

function meaningsFor(
  override: Override,
  lock: RuleLock,
  now: RuleLock,
  changes: readonly FieldChange[],
): readonly PlanProblem[] {
  const found = [
    ...goneNames(override, lock, now),
    ...severities(override, lock, now),
    ...extensions(override, lock, now),
    ...newParts(override, lock, now),
    ...texts(override, lock, now),
  ]
  if (found.length > 0) return found
  const what = [...new Set(changes.map(({ path }) => path.replace(/[[.].*/, '')))].join(', ') || 'its options or tags'
  const message = `Datadog rewrote "${now.name}" (${what}); the override does what it did`
  return [
    overrideProblem(override.id, 'D207', 'info', [scopeKey(override)], message, 'look at the rule, and renew the lock'),
  ]
}

/** Names of the override that a case or query answered to, and none does any more. */
function goneNames(override: Override, lock: RuleLock, now: RuleLock): readonly PlanProblem[] {
  return byName(override).flatMap(({ key, names }) => {
    const answers = (rule: RuleLock, name: string) =>
      (partsOf(asBody(rule), key) ?? []).some((part) => isAbout(part, name))
    return names
      .filter((name) => answers(lock, name) && !answers(now, name))
      .map((name) => {
        const what = key === 'queryExtension' ? 'query' : 'case'
        const message = `Datadog's "${now.name}" has no ${what} "${name}" any more, so ${key} no longer acts on it`
        const known = (partsOf(asBody(now), key) ?? []).flatMap(({ calledBy }) => calledBy[0] ?? [])
        return overrideProblem(override.id, 'D201', 'warning', [key, name], message, `it has now: ${known.join(', ')}`)
      })
  })
}

function severities(override: Override, lock: RuleLock, now: RuleLock): readonly PlanProblem[] {
  const { severity } = override
  if (!severity) return []
  const [before, after] = [casesOf(asBody(lock)), casesOf(asBody(now))]
  return pairs(lock.cases, now.cases, caseMark).flatMap(([old, index]): PlanProblem[] => {
    const shipped = now.cases[index]
    const was = old === undefined ? undefined : lock.cases[old]
    if (!shipped || !was || shipped.status === was.status) return []
    const name = shipped.name ?? shipped.condition ?? `number ${index + 1}`
    const own = `the severity of the case "${name}" from ${was.status} to ${shipped.status}`
    const claimed = after[index] && namedValue(severity, after[index])
    const claimedBefore = old === undefined ? undefined : before[old] && namedValue(severity, before[old])
    if (claimed?.[1] === shipped.status && claimedBefore) {
      const message = `Datadog changed ${own}, which is what the override makes of it`
      const help = 'the override is no longer needed there'
      return [overrideProblem(override.id, 'D203', 'info', ['severity', claimed[0]], message, help)]
    }
    if (claimed) {
      const message = `Datadog changed ${own}; the override makes it ${claimed[1]}`
      return [
        overrideProblem(
          override.id,
          'D204',
          'warning',
          ['severity', claimed[0]],
          message,
          'look whether that is still right',
        ),
      ]
    }
    // Where no case answers to the name any more, that is told already.
    if (!claimedBefore || !after.some((part) => isAbout(part, claimedBefore[0]))) return []
    const message = `Datadog changed ${own}; the override made it ${claimedBefore[1]} and no longer reaches it`
    return [
      overrideProblem(
        override.id,
        'D204',
        'warning',
        ['severity', claimedBefore[0]],
        message,
        `add ${shipped.status}, or the name of the case`,
      ),
    ]
  })
}

function extensions(override: Override, lock: RuleLock, now: RuleLock): readonly PlanProblem[] {
  const { queryExtension } = override
  if (queryExtension === undefined) return []
  const parts = queriesOf(asBody(now))
  return pairs(lock.queries, now.queries, queryMark).flatMap(([old, index]): PlanProblem[] => {
    const [was, is] = [old === undefined ? undefined : lock.queries[old], now.queries[index]]
    const part = parts[index]
    if (!was || !is || !part || was.query === is.query) return []
    const found = typeof queryExtension === 'string' ? [] : namedValue(queryExtension, part)
    if (!found) return []
    const message = `Datadog rewrote the query "${part.calledBy[0]}" under the extension: ${was.query ?? ''} → ${is.query ?? ''}`
    const path = ['queryExtension', ...found.slice(0, 1)]
    return [overrideProblem(override.id, 'D202', 'warning', path, message, 'look whether the extension still fits')]
  })
}

/** Cases and queries that are new, for which an override that speaks by name has no word. */
function newParts(override: Override, lock: RuleLock, now: RuleLock): readonly PlanProblem[] {
  return byName(override).flatMap(({ key, names }) => {
    const news =
      key === 'queryExtension' ? pairs(lock.queries, now.queries, queryMark) : pairs(lock.cases, now.cases, caseMark)
    const parts = partsOf(asBody(now), key) ?? []
    return news
      .flatMap(([old, index]) => (old === undefined ? (parts[index] ?? []) : []))
      .filter((part) => !names.some((name) => isAbout(part, name)))
      .map((part) => {
        const what = key === 'queryExtension' ? 'query' : 'case'
        const message = `Datadog added the ${what} "${part.calledBy[0]}" to "${now.name}"; ${key} says nothing of it`
        return overrideProblem(
          override.id,
          'D206',
          'warning',
          [key],
          message,
          'name it there, or leave it as Datadog ships it',
        )
      })
  })
}

function texts(override: Override, lock: RuleLock, now: RuleLock): readonly PlanProblem[] {
  const told = (key: 'name' | 'message', message: string) =>
    overrideProblem(override.id, 'D205', 'info', [key], message, 'look whether yours still says what the rule does')
  return [
    ...(override.name !== undefined && lock.name !== now.name
      ? [told('name', `Datadog renamed "${lock.name}" to "${now.name}" behind the name of the override`)]
      : []),
    ...(override.message !== undefined && lock.messageHash !== now.messageHash
      ? [told('message', `Datadog rewrote the message of "${now.name}" behind the one of the override`)]
      : []),
  ]
}

/**
 * For each element now, the one that it was: the same name, else the same text, else, for what has neither any more, the
 * same place. Undefined for what is new.
 */
function pairs<Item>(
  before: readonly Item[],
  after: readonly Item[],
  marks: (item: Item) => readonly (string | undefined)[],
): readonly (readonly [old: number | undefined, now: number])[] {
  const found = new Map<number, number>()
  const taken = new Set<number>()
  const take = (old: number, now: number) => {
    found.set(now, old)
    taken.add(old)
  }
  for (const round of [0, 1]) {
    after.forEach((item, now) => {
      const mark = marks(item)[round]
      const old = before.findIndex(
        (one, index) => !taken.has(index) && mark !== undefined && marks(one)[round] === mark,
      )
      if (!found.has(now) && old !== -1) take(old, now)
    })
  }
  if (before.length === after.length) {
    after.forEach((_, now) => {
      if (!found.has(now) && !taken.has(now)) take(now, now)
    })
  }
  return after.map((_, now) => [found.get(now), now])
}

const caseMark = ({ name, condition }: LockedCase) => [name, condition]
const queryMark = ({ name, query }: LockedQuery) => [name, query]

function asBody({ queries, cases }: RuleLock): JsonObject {
  return { queries: queries.map((query) => ({ ...query })), cases: cases.map((one) => ({ ...one })) }
}

function shown(lock: RuleLock): JsonObject {
  return { name: lock.name, ...asBody(lock) }
}
