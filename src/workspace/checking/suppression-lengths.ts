import { type Diagnostic, placeFinding } from '../../diagnostic/diagnostic'
import { dayMs } from '../../diagnostic/times'
import { isAsImported } from '../../suppression/imported'
import { suppressionState } from '../../suppression/suppression-state'
import type { Workspace } from '../workspace'

/** Suppressions that last longer than `policy.suppressions.maxDuration` allows. Those that have ended are let be. */
export function longSuppressions(
  { suppressions, config }: Pick<Workspace, 'suppressions' | 'config'>,
  nowMs: number,
): readonly Diagnostic[] {
  const most = config.policy.suppressions.maxDurationMs
  if (most === undefined) return []
  return suppressions.flatMap(({ suppression, document }): Diagnostic[] => {
    if (!suppression) return []
    const { renewed, expiresMs = Number.POSITIVE_INFINITY } = suppression
    const startMs = renewed?.at(-1)?.at ?? suppression.startMs ?? nowMs
    const state = suppressionState(suppression, nowMs)
    if (expiresMs - startMs <= most || state === 'expired' || state === 'disabled') return []
    const severity = isAsImported(suppression) ? 'warning' : 'error'
    const message = `a suppression may last ${daysText(most)} in this workspace; this one ${lengthText(expiresMs - startMs)}`
    const help = 'let it end earlier; ddac.yaml sets the limit under policy.suppressions.maxDuration'
    const key = suppression.expiresMs !== undefined || suppression.neverExpires ? ['expires'] : []
    return [placeFinding({ code: 'S011', severity, message, help, path: key }, document.locate)]
  })
}

function lengthText(ms: number): string {
  return Number.isFinite(ms) ? `lasts ${daysText(ms)}` : 'never ends'
}

function daysText(ms: number): string {
  const days = Math.ceil((ms / dayMs) * 10) / 10
  return `${days} ${days === 1 ? 'day' : 'days'}`
}
