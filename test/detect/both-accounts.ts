import { evaluateEvents } from '../../src/detect/evaluate'
import type { Signal } from '../../src/detect/signals/signal'
import type { Json } from '../../src/json/json'
import { asDatadog, atMs } from './as-datadog'
import { evaluateByReference } from './reference/evaluate-by-reference'
import type { ReferenceRun, ReferenceSignal } from './reference/model'

export function byEngine(run: ReferenceRun) {
  const { rules, events, options, untilMs } = asDatadog(run)
  return evaluateEvents(rules, events, { ...options, ...(untilMs !== undefined && { untilMs }) })
}

/** Both accounts of a run in one form and order; undefined where the reference evaluator has too many orders to try. */
export function bothAccounts(run: ReferenceRun) {
  const reference = evaluateByReference(run)
  if (reference === undefined || restsOnLoose(run, reference.loose)) return undefined
  const engine = byEngine(run)
  const readsOf = new Map(run.rules.map((rule) => [rule.id, rule.queries.map(({ of }) => of)]))
  const overSignals = (rule: string): boolean => (readsOf.get(rule) ?? []).some((of) => of !== 'logs')
  const isLoose = (rule: string): boolean => reference.loose.includes(rule)
  const hasSides = new Set(
    run.rules.flatMap(({ id, cases }) => (cases.some(({ after }) => after !== undefined) ? [id] : [])),
  )
  const account = (told: Account) => accountOf(told, { isLoose, overSignals, hasSides: (rule) => hasSides.has(rule) })
  return {
    found: {
      signals: sorted(engine.signals.map((signal) => account(foundSignal(signal)))),
      notEvaluated: engine.notEvaluated.map(({ rule }) => rule).sort(),
      excluded: engine.stats.excluded,
      matched: engine.stats.matched,
    },
    wanted: {
      signals: sorted(reference.signals.map((signal) => account(wantedSignal(run, signal)))),
      notEvaluated: [...reference.notEvaluated].sort(),
      excluded: reference.excluded,
      matched: reference.matched,
    },
    signals: engine.signals,
  }
}

/** Whether something hangs on which of several events of one moment took part: a severity, a suppression, another rule. */
function restsOnLoose({ rules, suppressions }: ReferenceRun, loose: readonly string[]): boolean {
  if (loose.length === 0) return false
  return (
    suppressions.some(({ hides }) => hides !== undefined) ||
    rules.some(({ id, decreases, queries }) => {
      const others = loose.filter((other) => other !== id)
      const reads = queries.some(({ of }) =>
        of === 'all signals' ? others.length > 0 : of !== 'logs' && others.includes(of.rule),
      )
      return reads || (decreases && loose.includes(id))
    })
  )
}

type Account = ReturnType<typeof foundSignal>

function foundSignal(signal: Signal) {
  const { steps, tags, attributes, atEnd, group, ...rest } = signal
  return {
    ...rest,
    group: Object.entries(group).sort(),
    steps: steps.map(({ step, events }) => [step, events]).sort(),
    tags: [...tags].sort(),
    attributes: flat(attributes),
    atEnd: atEnd ?? false,
  }
}

function inOneOrder<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).sort(([x], [y]) => (x < y ? -1 : 1))) as Fields
}

function wantedSignal(run: ReferenceRun, signal: ReferenceSignal): Account {
  const { opened, firstSeen, lastSeen, steps, tags, attributes, group, ...rest } = signal
  const second = (time: number): number => Math.floor(atMs(run, time) / 1000) * 1000
  return {
    ...rest,
    group: Object.entries(group).sort(),
    firstSeenMs: second(firstSeen),
    lastSeenMs: second(lastSeen),
    steps: steps.map(([name, events]) => [name, events]).sort(),
    tags: [...tags].sort(),
    attributes: Object.entries(attributes)
      .map(([path, values]) => [path, values])
      .sort(),
  } as Account
}

interface Compared {
  readonly isLoose: (rule: string) => boolean
  readonly overSignals: (rule: string) => boolean
  readonly hasSides: (rule: string) => boolean
}

/** What of a signal can be compared: ids of signals, and names of the sides of a `THEN`, are the engine's own. */
function accountOf(told: Account, { isLoose, overSignals, hasSides }: Compared) {
  const account = inOneOrder(told)
  const { rule, group, severity, suppressedBy, lastSeenMs } = account
  if (isLoose(rule)) return { rule, group, severity, suppressedBy, lastSeenMs }
  const { steps, events, ...rest } = account
  const counts = { events: overSignals(rule) ? events.length : events, steps: overSignals(rule) ? steps.length : steps }
  return { ...rest, ...counts, ...(hasSides(rule) && { steps: undefined }) }
}

/** The values of attributes by path, but for what logs say of their place, and for null, which is as good as absent. */
function flat(value: Json, path = ''): [string, readonly Json[]][] {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    return Object.entries(value)
      .flatMap(([key, inner]) => flat(inner ?? null, path === '' ? key : `${path}.${key}`))
      .filter(([name, values]) => !/^network\.|human_readable$/.test(name) && values.some((inner) => inner !== null))
      .sort()
  }
  return [[path, [value].flat()]]
}

function sorted<Item>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1))
}
