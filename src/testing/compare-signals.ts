import type { Signal } from '../detect/signals/signal'
import type { Path } from '../diagnostic/diagnostic'
import type { Expectation, ExpectedSignal, ExpectedStep, ExpectedText } from './declared-test'
import { offsetText } from './moments'
import { isExpectedHidden } from './read-expectation'
import type { Difference } from './test-result'

/** Holds what came against what was expected. `startMs` is what times are told from. */
export function compareSignals(
  expect: Expectation,
  came: { readonly signals: readonly Signal[]; readonly excluded: number },
  startMs: number,
): readonly Difference[] {
  const { signals, path } = expect
  if (expect.isNotEvaluated) {
    const got = `it was evaluated, with ${signalCount(came.signals.length)}`
    return [{ what: 'evaluation', expected: 'that the rule is not evaluated', got, path }]
  }
  const differences =
    typeof signals === 'number'
      ? countDifferences(signals, expect, came.signals)
      : listDifferences(signals, came.signals, path, startMs)
  if (expect.excluded === undefined || expect.excluded === came.excluded) return differences
  const excluded = `${came.excluded} excluded`
  return [
    ...differences,
    { what: 'excluded', expected: `${expect.excluded} excluded`, got: excluded, path: [...path, 'excluded'] },
  ]
}

function countDifferences(shown: number, expect: Expectation, came: readonly Signal[]): readonly Difference[] {
  const { suppressed = 0, path } = expect
  const hidden = came.filter(isHidden)
  const visible = came.length - hidden.length
  const differences: Difference[] = []
  if (visible !== shown) {
    differences.push({ what: 'signals', expected: signalCount(shown), got: signalCount(visible), path })
  }
  if (hidden.length !== suppressed) {
    const by = [...new Set(hidden.flatMap(({ suppressedBy }) => suppressedBy))].join(', ')
    const got = `${hidden.length} hidden${by && ` (by ${by})`}`
    differences.push({ what: 'suppressed', expected: `${suppressed} hidden`, got, path })
  }
  return differences
}

/** Pairs each expected signal with the one that fits it best, and tells what is left over on either side. */
function listDifferences(
  expected: readonly ExpectedSignal[],
  came: readonly Signal[],
  path: Path,
  startMs: number,
): readonly Difference[] {
  const rows = new Map<number, readonly Difference[]>()
  const left = new LeftSignals(came)
  const pair = (row: number, column: number, differences: readonly Difference[]): void => {
    rows.set(row, differences)
    left.take(column)
  }
  // What fits wholly is paired first, so that only the rest is laid beside each other.
  for (const [row, want] of expected.entries()) {
    for (const column of left.like(want)) {
      if (signalDifferences(want, came[column] as Signal, startMs).length > 0) continue
      pair(row, column, [])
      break
    }
  }
  const open = [...expected.keys()].filter((row) => !rows.has(row))
  const isFew = open.length * (came.length - rows.size) <= mostPairs
  const pairs = open.flatMap((row) => {
    const want = expected[row] as ExpectedSignal
    const columns = isFew ? left.all() : take(left.like(want), mostLike)
    return Array.from(columns, (column) => {
      return { row, column, differences: signalDifferences(want, came[column] as Signal, startMs) }
    })
  })
  pairs.sort((a, b) => a.differences.length - b.differences.length || a.row - b.row || a.column - b.column)
  for (const { row, column, differences } of pairs) {
    if (!rows.has(row) && left.has(column)) pair(row, column, differences)
  }
  // Of very many, what is like none of its own is laid beside what is left, in the order of both.
  const others = left.all()[Symbol.iterator]()
  for (const row of open) {
    if (rows.has(row)) continue
    const { value: column } = others.next()
    if (column === undefined) break
    pair(row, column, signalDifferences(expected[row] as ExpectedSignal, came[column] as Signal, startMs))
  }
  const missing = expected.flatMap((want, row) =>
    rows.has(row) ? [] : [{ what: 'signals', expected: 'a signal like this', got: 'none', path: want.path }],
  )
  const surplus = came.flatMap((signal, column) =>
    left.has(column) ? [{ what: 'signals', expected: 'no further signal', got: described(signal, startMs), path }] : [],
  )
  return [...[...rows].sort(([a], [b]) => a - b).flatMap(([, differences]) => differences), ...missing, ...surplus]
}

/** So many pairs are all looked at: a hundred expected signals beside a hundred that came. */
const mostPairs = 10_000
/** Of more, each expected signal is laid beside so many that are like it. */
const mostLike = 20

function* take<T>(items: Iterable<T>, most: number): Iterable<T> {
  let count = 0
  for (const item of items) {
    if (count === most) return
    count += 1
    yield item
  }
}

/** The signals that came and are not paired yet, by position, and where those stand that share a trait. */
class LeftSignals {
  private readonly left: Set<number>
  private readonly byTrait = new Map<string, Set<number>>()

  constructor(came: readonly Signal[]) {
    this.left = new Set(came.keys())
    for (const [column, { group, firstSeenMs }] of came.entries()) {
      for (const trait of traitsOf(group, firstSeenMs)) {
        const columns = this.byTrait.get(trait) ?? new Set()
        this.byTrait.set(trait, columns.add(column))
      }
    }
  }

  has(column: number): boolean {
    return this.left.has(column)
  }

  all(): Iterable<number> {
    return this.left
  }

  /** Those left that share the rarest trait of an expected signal; whatever fits it wholly is among them. */
  *like({ group, firstSeenMs }: ExpectedSignal): Iterable<number> {
    let rarest = this.left
    for (const trait of traitsOf(group ?? {}, firstSeenMs)) {
      const columns = this.byTrait.get(trait) ?? new Set()
      if (columns.size < rarest.size) rarest = columns
    }
    for (const column of rarest) {
      if (this.left.has(column)) yield column
      else rarest.delete(column)
    }
  }

  take(column: number): void {
    this.left.delete(column)
  }
}

function traitsOf(group: Readonly<Record<string, string>>, firstSeenMs: number | undefined): readonly string[] {
  const traits = Object.entries(group).map(([field, value]) => JSON.stringify([field, value]))
  return firstSeenMs === undefined ? traits : [...traits, `${firstSeenMs}`]
}

function signalDifferences(want: ExpectedSignal, signal: Signal, startMs: number): readonly Difference[] {
  const compare = new SignalComparison(want, startMs)
  compare.value('rule', want.rule, signal.rule)
  compare.visibility(want, signal)
  compare.value('severity', want.severity, signal.severity)
  compare.value('case', want.case, signal.case)
  compare.text('title', want.title, signal.title)
  compare.text('message', want.message, signal.message)
  compare.group(want.group, signal.group)
  compare.time('firstSeen', want.firstSeenMs, signal.firstSeenMs)
  compare.time('lastSeen', want.lastSeenMs, signal.lastSeenMs)
  compare.events('events', want.events, signal.events)
  compare.value('count', want.count, signal.count)
  compare.steps(want.steps, signal.steps)
  compare.among(
    'tags',
    want.tags?.map((tag) => tag.toLowerCase()),
    signal.tags,
  )
  compare.sameSet('notifications', want.notifications, signal.notifications)
  return compare.differences
}

class SignalComparison {
  readonly differences: Difference[] = []

  constructor(
    private readonly want: ExpectedSignal,
    private readonly startMs: number,
  ) {}

  value(what: string, expected: string | number | undefined, got: string | number): void {
    if (expected !== undefined && expected !== got) this.tell(what, shown(expected), shown(got))
  }

  visibility(want: ExpectedSignal, signal: Signal): void {
    if (isExpectedHidden(want)) this.sameSet('suppressedBy', want.suppressedBy, signal.suppressedBy)
    else if (isHidden(signal)) {
      this.tell('suppressedBy', 'a signal that is shown', `one that is hidden by ${signal.suppressedBy.join(', ')}`)
    }
  }

  text(what: string, expected: ExpectedText | undefined, got: string): void {
    if (!expected) return
    const { equals, contains, excludes } = expected
    if (equals !== undefined && equals !== got) this.tell(what, shown(equals), shown(got))
    for (const part of contains) {
      if (!got.includes(part)) this.tell(what, `a text with ${shown(part)}`, shown(got))
    }
    for (const part of excludes) {
      if (got.includes(part)) this.tell(what, `a text without ${shown(part)}`, shown(got))
    }
  }

  group(expected: ExpectedSignal['group'], got: Signal['group']): void {
    if (!expected) return
    if (Object.keys(expected).length === 0 && Object.keys(got).length > 0)
      this.tell('group', 'no group', groupText(got))
    for (const [field, value] of Object.entries(expected)) {
      const found = Object.hasOwn(got, field) ? got[field] : undefined
      if (found !== value)
        this.tell('group', `${field}: ${value}`, found === undefined ? groupText(got) : `${field}: ${found}`)
    }
  }

  time(what: string, expectedMs: number | undefined, gotMs: number): void {
    if (expectedMs === undefined || expectedMs === gotMs) return
    this.tell(what, offsetText(expectedMs, this.startMs), offsetText(gotMs, this.startMs))
  }

  events(what: string, expected: number | readonly string[] | undefined, got: readonly string[]): void {
    if (typeof expected === 'number') {
      if (expected !== got.length) this.tell(what, `${expected}`, `${got.length} (${got.join(', ')})`)
    } else if (expected && expected.join('\n') !== got.join('\n')) this.tell(what, expected.join(', '), got.join(', '))
  }

  steps(expected: readonly ExpectedStep[] | undefined, got: Signal['steps']): void {
    if (!expected) return
    const names = (steps: readonly { readonly step: string }[]) => steps.map(({ step }) => step).join(', ') || 'none'
    if (names(expected) !== names(got)) {
      this.tell('steps', names(expected), names(got))
      return
    }
    for (const [index, { step, atMs, events }] of expected.entries()) {
      const fired = got[index]
      if (!fired) continue
      this.time(`steps: ${step} at`, atMs, fired.atMs)
      this.events(`steps: ${step} events`, events, fired.events)
    }
  }

  among(what: string, expected: readonly string[] | undefined, got: readonly string[]): void {
    const missing = (expected ?? []).filter((each) => !got.includes(each))
    if (missing.length > 0) this.tell(what, missing.join(', '), got.join(', ') || 'none')
  }

  sameSet(what: string, expected: readonly string[] | undefined, got: readonly string[]): void {
    if (!expected || [...new Set(expected)].sort().join('\n') === [...new Set(got)].sort().join('\n')) return
    this.tell(what, expected.join(', ') || 'none', got.join(', ') || 'none')
  }

  private tell(what: string, expected: string, got: string): void {
    const key = what.split(':', 1)[0] ?? what
    const path = [...this.want.path, key]
    this.differences.push({ what, expected, got, path })
  }
}

/** Whether a suppression hides the signal. */
function isHidden({ suppressedBy }: Signal): boolean {
  return suppressedBy.length > 0
}

function described(signal: Signal, startMs: number): string {
  const { rule, severity, firstSeenMs, group } = signal
  const hidden = isHidden(signal) ? `, hidden by ${signal.suppressedBy.join(', ')}` : ''
  return `${severity} from ${rule} at ${offsetText(firstSeenMs, startMs)} for ${groupText(group)}${hidden}`
}

function groupText(group: Signal['group']): string {
  const fields = Object.entries(group).map(([field, value]) => `${field}: ${value}`)
  return fields.join(', ') || 'no group'
}

function signalCount(count: number): string {
  return count === 1 ? '1 signal' : `${count} signals`
}

function shown(value: string | number): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}
