import type { Finding } from '../diagnostic/diagnostic'
import type { Counts, Radius } from './radius'

/**
 * What is to be said of a suppression after what was seen of it on logs, or on signals of a tenant, which show none that a
 * suppression hides. Where its rules raised nothing, nothing is known.
 */
export function radiusFindings(radius: Radius, on: 'logs' | 'signals'): readonly Finding[] {
  if (radius.totals.signals === 0) return []
  return [
    ...ofTriage(radius),
    ...besidePurpose(radius),
    ...wholeRules(radius),
    ...stepsTaken(radius),
    ...(on === 'logs' ? [...idle(radius), ...covered(radius)] : []),
  ]
}

function ofTriage({ calledTrue, suppression }: Radius): readonly Finding[] {
  if (calledTrue === 0) return []
  const message = `this would hide ${counted(calledTrue, 'signal')} that triage called true`
  return [{ ...atQuery(suppression), code: 'S205', severity: 'error', message, help: 'narrow it to what is harmless' }]
}

function besidePurpose({ totals, suppression }: Radius): readonly Finding[] {
  const { beside, besideAllAlong, allAlong, hidden } = totals
  if (beside === 0 && besideAllAlong === 0) return []
  const message =
    beside > 0
      ? `${beside} of ${counted(hidden, 'signal')} that this hid are not what it is for`
      : `${besideAllAlong} of ${counted(allAlong, 'signal')} that this would hide are not what it is for`
  const help = 'narrow the query to intends, or say in intends what else it is for'
  return [{ ...atQuery(suppression), code: 'S202', severity: 'warning', message, help }]
}

function wholeRules({ rules, gravest, suppression }: Radius): readonly Finding[] {
  return [...rules].flatMap(([rule, counts]): readonly Finding[] => {
    const own = { ...atQuery(suppression), code: 'S203', severity: 'warning' } as const
    const help = 'if all of them are harmless, the rule is what should change'
    if (isWhole(counts)) {
      return [{ ...own, message: `this hides all ${counts.signals} signals of ${rule}`, help }]
    }
    const top = gravest.get(rule)
    if (top === undefined || !isWhole(top)) return []
    return [{ ...own, message: `this hides all ${top.signals} signals of ${rule} that are ${top.severity}`, help }]
  })
}

/** One signal alone tells nothing of a rule. */
function isWhole({ signals, hidden, allAlong }: Counts): boolean {
  return signals > 1 && Math.max(hidden, allAlong) >= signals
}

function stepsTaken({ exclusion }: Radius): readonly Finding[] {
  return (exclusion?.steps ?? []).map(({ rule, step, signals }) => ({
    path: ['dataExclusionQuery'],
    code: 'S204',
    severity: 'warning',
    message: `${rule} loses ${counted(signals, 'signal')}, as this takes all logs of ${step === '' ? 'a step' : step}`,
    help: 'a suppressionQuery hides the signal and leaves the sequence whole',
  }))
}

function idle({ totals, suppression, exclusion, lastActedMs }: Radius): readonly Finding[] {
  if (lastActedMs !== undefined || totals.allAlong > 0 || (exclusion?.logsAllAlong ?? 0) > 0) return []
  const message = `this did nothing, though its rules raised ${counted(totals.signals, 'signal')}`
  const help = 'end it, or mend its query: what it was for may be called otherwise'
  return [{ ...atQuery(suppression), code: 'S201', severity: 'warning', message, help }]
}

function covered({ totals, overlaps, suppression }: Radius): readonly Finding[] {
  const other = [...overlaps].find(([, both]) => both === totals.hidden)
  if (other === undefined || totals.hidden === 0) return []
  const message = `all ${counted(totals.hidden, 'signal')} that this hid ${other[0]} hid as well`
  return [{ ...atQuery(suppression), code: 'S206', severity: 'warning', message, help: 'one of the two is enough' }]
}

function atQuery({ suppressionQuery }: Radius['suppression']): Pick<Finding, 'path'> {
  return { path: [suppressionQuery === undefined ? 'dataExclusionQuery' : 'suppressionQuery'] }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
