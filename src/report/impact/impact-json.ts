import type { SignalChange } from '../../impact/pair-signals'
import { type JsonText, jsonDocument } from '../../medium/json-text'
import { mistakesIn } from '../diagnostics-json'
import { explanationDocument } from '../explain/explain-json'
import { reportedSignal } from '../signals-json'
import type { ImpactOutcome } from './impact-outcome'

/** The impact as one document. `version` rises where a program that reads it would have to change. */
export function impactJson({ base, impact, explanations, excesses, mistakes, logs, errors }: ImpactOutcome): JsonText {
  const { rules, unchanged, totals, severities, days, principals, otherPrincipals, suppressions } = impact
  return jsonDocument({
    base,
    suppressions: suppressions.map(({ after, kind, ways, isMeant, hidden, more, logs: taken }) => ({
      id: after.id,
      change: kind,
      ...(kind !== 'new' && { ways: ways.map(({ key }) => key), isMeant }),
      hidden,
      ...(kind !== 'new' && { hiddenAnew: more }),
      ...(taken && { excludedLogs: taken }),
    })),
    summary: { ...totals, rules: rules.length, unchanged, logs, errors },
    rules: rules.map(({ rule: { rule, causes }, counts, notEvaluated }) => ({
      rule,
      causes,
      ...counts,
      ...(Object.keys(notEvaluated).length > 0 && { notEvaluated }),
    })),
    severities: [...severities].map(([severity, counts]) => ({ severity, ...counts })),
    days: [...days].map(([day, counts]) => ({ day, ...counts })),
    principals: [...principals].map(([principal = null, counts]) => ({ principal, ...counts })),
    ...(otherPrincipals && {
      otherPrincipals: {
        principals: otherPrincipals.principals,
        ...(otherPrincipals.isAtLeast && { isAtLeast: true }),
        ...otherPrincipals.counts,
      },
    }),
    examples: rules.flatMap(({ rule: { rule }, examples }) =>
      examples.map((example) => ({ rule, ...exampleDocument(example), ...explained(example) })),
    ),
    exceeded: excesses.map(({ failOn, ...found }) => ({ ...failOn, ...found })),
    ...mistakesIn(mistakes),
  })

  function explained(example: SignalChange) {
    const { before, after } = explanations?.get(example) ?? {}
    if (!before && !after) return {}
    return {
      explanations: {
        ...(before && { before: explanationDocument(before) }),
        ...(after && { after: explanationDocument(after) }),
      },
    }
  }
}

function exampleDocument({ kind, before, after, differences }: SignalChange) {
  return {
    kind,
    ...(differences.length > 0 && { differences }),
    ...(before && { before: reportedSignal(before) }),
    ...(after && { after: reportedSignal(after) }),
  }
}
