import { isoText } from '../../diagnostic/times'
import type { Counts, ExclusionRadius, Radius, ShownSignal } from '../../radius/radius'
import type { CaseStatus } from '../../rule/case-status'
import type { RadiusOutcome } from './radius-outcome'

/** What suppressions hide, as a part of a document. */
export function radiusDocument({ radii, ground }: RadiusOutcome) {
  const { kind: on, ...figures } = ground
  return {
    on,
    ...('fromMs' in figures
      ? { ...figures, fromMs: undefined, toMs: undefined, from: isoText(figures.fromMs), to: isoText(figures.toMs) }
      : figures),
    suppressions: radii.map(oneDocument),
  }
}

/** What one suppression hides. Of the rows that are counted, those in which nothing is hidden, nor would be, are left out. */
interface SuppressionRadius extends Counts {
  readonly id: string | undefined
  /** Null where it is not stated. */
  readonly purpose: string | null
  readonly alone: Radius['alone']
  readonly calledTrue: Radius['calledTrue']
  readonly lastActed: string | null
  readonly rules: readonly RuleCounts[]
  readonly severities: readonly SeverityCounts[]
  readonly days: readonly DayCounts[]
  /** The hundred of which most is hidden; where there are more, all other signals stand under null. */
  readonly groups: readonly GroupCounts[]
  /** The hundred that share most with it. */
  readonly overlaps: readonly { readonly id: string; readonly signals: number }[]
  readonly moreOverlaps: Radius['moreOverlaps']
  readonly exclusion?: Omit<ExclusionRadius, 'logsOfRule'> & {
    readonly logsOfRule: readonly { readonly rule: string; readonly logs: number }[]
  }
  readonly examples: readonly RadiusExample[]
  readonly notEvaluated: readonly { readonly rule: string; readonly reason: string }[]
}

interface RuleCounts extends Counts {
  readonly rule: string
}

interface SeverityCounts extends Counts {
  readonly severity: CaseStatus
}

interface DayCounts extends Counts {
  /** UTC. */
  readonly day: string
}

interface GroupCounts extends Counts {
  readonly group: string | null
}

interface RadiusExample extends Pick<ShownSignal, 'rule' | 'severity' | 'title' | 'group'> {
  readonly firstSeen: string
  readonly lastSeen: string
  readonly isHidden: boolean
  /** Triage called it true. */
  readonly isTrue: boolean
  /** Null where the purpose is not stated. */
  readonly isPurpose: boolean | null
}

function oneDocument(radius: Radius): SuppressionRadius {
  const { suppression, isPurposeStated, totals, alone, calledTrue, lastActedMs, moreOverlaps } = radius
  const { rules, severities, days, groups, examples, overlaps, exclusion, notEvaluated } = radius
  return {
    id: suppression.id,
    purpose: isPurposeStated ? (suppression.intends ?? '') : null,
    ...totals,
    alone,
    calledTrue,
    lastActed: lastActedMs === undefined ? null : isoText(lastActedMs),
    rules: [...rules].map(([rule, counts]) => ({ rule, ...counts })),
    severities: [...severities].map(([severity, counts]) => ({ severity, ...counts })),
    days: [...days].map(([day, counts]) => ({ day, ...counts })),
    groups: [...groups].map(([group = null, counts]) => ({ group, ...counts })),
    overlaps: [...overlaps].map(([id, signals]) => ({ id, signals })),
    moreOverlaps,
    ...(exclusion && {
      exclusion: {
        ...exclusion,
        logsOfRule: [...exclusion.logsOfRule].map(([rule, logs]) => ({ rule, logs })),
      },
    }),
    examples: examples.map(({ signal: { rule, severity, title, group, firstSeenMs, lastSeenMs }, ...said }) => ({
      rule,
      severity,
      title,
      group,
      firstSeen: isoText(firstSeenMs),
      lastSeen: isoText(lastSeenMs),
      isHidden: said.isHidden,
      isTrue: said.isTrue,
      isPurpose: said.isMeant ?? null,
    })),
    notEvaluated: notEvaluated.map(({ rule, reason }) => ({ rule, reason })),
  }
}
