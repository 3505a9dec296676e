import type { ClosedSignal } from '../signals/closed-signal'

/** What of a signal others may look at, or hang on. */
interface Outline {
  readonly rule: number
  readonly openedMs: number
  readonly caseIndex: number
  readonly severity: string
  readonly suppressedBy: string
  readonly events: readonly string[]
}

/** The signals of rules that look at each other's, by what makes them the same ones in another round. */
export type Outlines = ReadonlyMap<string, Outline>

export function outlineOf(signal: ClosedSignal, suppressedBy: readonly string[]): readonly [string, Outline] {
  const { rule, openedMs, caseIndex, severity, events } = signal
  return [
    nameOf(signal),
    {
      ...{ rule, openedMs, caseIndex, severity },
      suppressedBy: suppressedBy.join(' '),
      events: events.map(({ id }) => id),
    },
  ]
}

/** Names a signal in every round that has it. */
export function nameOf({ rule, openedMs, values, ordinal }: ClosedSignal): string {
  return JSON.stringify([rule, openedMs, ordinal, values.map((value) => value ?? null)])
}

export function areEqual(before: Outlines, now: Outlines): boolean {
  return (
    before.size === now.size &&
    [...before].every(([key, one]) => {
      const other = now.get(key)
      return (
        other?.severity === one.severity &&
        other.suppressedBy === one.suppressedBy &&
        other.events.length === one.events.length &&
        other.events.every((id, at) => id === one.events[at])
      )
    })
  )
}

/**
 * The first moment at which a signal lost what had made it, while another rule has one of that moment, which may be all
 * that holds it up now, being held up by it. From there on all is to be found anew from what lies before.
 */
export function unfoundedFrom(before: Outlines, now: Outlines): number | undefined {
  const rulesAt = new Map<number, Set<number>>()
  for (const { openedMs, rule } of [...before.values(), ...now.values()]) {
    const known = rulesAt.get(openedMs)
    if (known) known.add(rule)
    else rulesAt.set(openedMs, new Set([rule]))
  }
  let fromMs: number | undefined
  for (const [key, one] of before) {
    if ((rulesAt.get(one.openedMs)?.size ?? 0) < 2 || (fromMs !== undefined && fromMs <= one.openedMs)) continue
    if (!goesOn(one, now.get(key))) fromMs = one.openedMs
  }
  return fromMs
}

/** Whether a signal is what it was, or has only grown. */
function goesOn(before: Outline, now: Outline | undefined): boolean {
  if (now === undefined || now.caseIndex !== before.caseIndex) return false
  const events = new Set(now.events)
  return before.events.every((id) => events.has(id))
}
