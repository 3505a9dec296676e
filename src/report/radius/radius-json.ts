import { isoText } from '../../diagnostic/times'
import type { Counts, Radius } from '../../radius/radius'
import type { RadiusOutcome } from './radius-outcome'

/** What suppressions hide, as a part of a document. */
export function radiusDocument({ radii, ground }: RadiusOutcome): object {
  const { kind: on, ...figures } = ground
  return {
    on,
    ...('fromMs' in figures
      ? { ...figures, fromMs: undefined, toMs: undefined, from: isoText(figures.fromMs), to: isoText(figures.toMs) }
      : figures),
    suppressions: radii.map(oneDocument),
  }
}

function oneDocument({
  suppression,
  isPurposeStated,
  totals,
  alone,
  calledTrue,
  rules,
  severities,
  days,
  groups,
  lastActedMs,
  examples,
  overlaps,
  exclusion,
  notEvaluated,
}: Radius): object {
  return {
    id: suppression.id,
    purpose: isPurposeStated ? (suppression.intends ?? '') : null,
    ...totals,
    alone,
    calledTrue,
    lastActed: lastActedMs === undefined ? null : isoText(lastActedMs),
    rules: rowsOf('rule', rules),
    severities: rowsOf('severity', severities),
    days: rowsOf('day', days),
    groups: rowsOf('group', groups),
    overlaps: [...overlaps].map(([id, signals]) => ({ id, signals })),
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

function rowsOf(name: string, rows: ReadonlyMap<string | undefined, Counts>): readonly object[] {
  return [...rows].map(([key = null, counts]) => ({ [name]: key, ...counts }))
}
