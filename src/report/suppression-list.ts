import { dateText, isoTime } from '../diagnostic/times'
import { type JsonText, jsonDocument } from '../medium/json-text'
import type { Painter } from '../medium/painter'
import { lined, type TerminalText, terminal, terminalLines } from '../medium/terminal-text'
import type { Suppression } from '../suppression/suppression'
import { isExpiringWithin, type SuppressionState, suppressionState } from '../suppression/suppression-state'

/** A suppression with what it does now, and how many rules of the workspace are in its scope. */
export interface ListedSuppression {
  readonly suppression: Suppression
  readonly file: string
  readonly state: SuppressionState
  readonly expiresSoon: boolean
  readonly rules: number
}

/** What a suppression does at `nowMs`; it expires soon when that is within `days`. */
export function listSuppression(
  suppression: Suppression,
  { file, rules, nowMs, days }: { file: string; rules: number; nowMs: number; days: number },
): ListedSuppression {
  const state = suppressionState(suppression, nowMs)
  return { suppression, file, state, expiresSoon: isExpiringWithin(suppression, nowMs, days), rules }
}

/** One suppression a block: what it does, until when, for whom, why. */
export function suppressionsText(listed: readonly ListedSuppression[], paint: Painter): TerminalText {
  const blocks = listed.map(({ suppression, file, state, expiresSoon, rules }) => {
    const { id, name, owner, reason } = suppression
    const soon = expiresSoon ? paint.warning(' soon') : ''
    const lines = [
      terminal`${stateText(state, paint)}  ${paint.bold(id)}  ${paint.faint(file)}`,
      terminal`  ${name}`,
      terminal`  ${datesText(suppression)}${soon}, for ${rules} ${rules === 1 ? 'rule' : 'rules'}${owner ? `, owned by ${owner}` : ''}`,
      ...(reason ? terminalLines(reason.trim()).map((line) => terminal`  ${line}`) : []),
    ]
    return terminal`${lined(lines)}\n\n`
  })
  return terminal`${blocks}${suppressionsSentence(listed)}\n`
}

/** One sentence with the count of each state. */
function suppressionsSentence(listed: readonly ListedSuppression[]): string {
  const states = ['active', 'scheduled', 'expired', 'disabled'] as const
  const counts = states.flatMap((state) => {
    const count = listed.filter((one) => one.state === state).length
    return count > 0 ? [`${count} ${state}`] : []
  })
  const soon = listed.filter(({ expiresSoon }) => expiresSoon).length
  return [...(counts.length > 0 ? counts : ['no suppressions']), ...(soon > 0 ? [`${soon} ending soon`] : [])].join(
    ', ',
  )
}

/** The same as data. */
export function suppressionsJson(listed: readonly ListedSuppression[]): JsonText {
  const documents = listed.map(({ suppression, file, state, expiresSoon, rules }) => {
    const { startMs, expiresMs, neverExpires, reviewMs, imported, ...rest } = suppression
    return {
      ...rest,
      ...(startMs !== undefined && { start: isoTime(startMs) }),
      ...(expiresMs !== undefined ? { expires: isoTime(expiresMs) } : neverExpires && { expires: 'never' }),
      ...(reviewMs !== undefined && { review: isoTime(reviewMs) }),
      ...(imported && { imported: { at: isoTime(imported.at), digest: imported.digest } }),
      file,
      state,
      expiresSoon,
      rulesInScope: rules,
    }
  })
  return jsonDocument({ suppressions: documents })
}

function stateText(state: SuppressionState, paint: Painter): TerminalText {
  const colour = { active: paint.good, scheduled: paint.info, expired: paint.error, disabled: paint.faint }[state]
  return colour(state.padEnd(9))
}

/** From when until when a suppression acts, in words. */
export function datesText({ startMs, expiresMs, reviewMs }: Suppression): string {
  const from = startMs === undefined ? '' : `from ${dateText(startMs)} `
  return expiresMs === undefined
    ? `${from}without end${reviewMs === undefined ? '' : `, review by ${dateText(reviewMs)}`}`
    : `${from}until ${dateText(expiresMs)}`
}
