import { dateText, dayMs, spanText } from '../../diagnostic/times'
import { WorldError } from '../../diagnostic/world-error'
import { terminal } from '../../medium/terminal-text'
import type { SuppressionPolicy } from '../../suppression/read-suppression'
import { dateOf } from '../../suppression/suppression-shape'
import { readSpan } from '../../testing/moments'
import type { CliContext } from '../context'

/** What is said of a suppression that is made from a signal. */
export interface SaidOptions {
  readonly choice?: number
  readonly name?: string
  readonly owner?: string
  readonly reason?: string
  readonly until?: string
}

/** What was chosen. */
export interface Chosen {
  readonly choice: number
  readonly owner: string | undefined
  readonly reason: string | undefined
  /** As a file writes it. */
  readonly expires: string
}

/** So long a suppression lasts where nobody says how long, and the policy allows it. */
const usualMs = 90 * dayMs

/**
 * The choice among so many proposals, by the options; what these leave open is asked where somebody is there. Undefined where
 * nothing is chosen. Throws a `usage` WorldError for what cannot be.
 */
export async function chosenOf(
  options: SaidOptions,
  count: number,
  policy: SuppressionPolicy,
  context: CliContext,
): Promise<Chosen | undefined> {
  const { ask } = context
  const isAsked = options.choice === undefined && ask !== undefined
  const choice = options.choice ?? (isAsked ? await askedNumber(ask, count) : undefined)
  if (choice === undefined) return undefined
  if (choice < 1 || choice > count) {
    throw new WorldError('usage', `there is no proposal ${choice}`, `Choose from 1 to ${count}.`)
  }
  const said = async (given: string | undefined, question: string): Promise<string | undefined> => {
    if (given !== undefined || ask === undefined) return given
    return (await ask(terminal`${question} `)).trim() || undefined
  }
  const owner = await said(options.owner, 'Who answers for it?')
  const reason = await said(options.reason, 'Why is it right to look away?')
  const nowMs = context.now()
  const usual = usualEnd(policy, nowMs)
  const until = (await said(options.until, `Until when? (${usual})`)) ?? usual
  return { choice, owner, reason, expires: endOf(until, policy, nowMs) }
}

async function askedNumber(ask: NonNullable<CliContext['ask']>, count: number): Promise<number | undefined> {
  const typed = (await ask(terminal`Which one? (1 to ${String(count)}; nothing writes none) `)).trim()
  if (typed === '') return undefined
  if (/^\d{1,3}$/.test(typed)) return Number(typed)
  throw new WorldError('usage', `"${typed}" is no number of a proposal`, `Choose from 1 to ${count}.`)
}

function usualEnd({ maxDurationMs = usualMs }: SuppressionPolicy, nowMs: number): string {
  const lastMs = nowMs + Math.min(usualMs, maxDurationMs)
  return dateText(wholeEnd(lastMs, nowMs))
}

/** The midnight before an end that is days away; else its second. */
function wholeEnd(endMs: number, nowMs: number): number {
  return endMs - nowMs >= 2 * dayMs ? Math.floor(endMs / dayMs) * dayMs : Math.floor(endMs / 1000) * 1000
}

/** What is thrown for an end that is over when it is written. */
export function passed(until: string): WorldError {
  return new WorldError('usage', `${until} has passed`, 'A suppression ends later than it begins.')
}

/** An end as files write it: a date or time is taken as it is, a stretch of time counts from now. */
export function endOf(until: string, { maxDurationMs }: SuppressionPolicy, nowMs: number): string {
  const spanMs = readSpan(until)
  const endMs = spanMs === undefined ? dateOf(until) : nowMs + spanMs
  if (endMs === undefined) {
    throw new WorldError('usage', `"${until}" is no end`, 'Write 2027-01-31, 2027-01-31T18:00:00+01:00 or 30d.')
  }
  if (endMs <= nowMs) throw passed(until)
  if (maxDurationMs !== undefined && endMs - nowMs > maxDurationMs) {
    const latest = dateText(Math.floor((nowMs + maxDurationMs) / 1000) * 1000)
    const message = `a suppression may last ${spanText(maxDurationMs)} in this workspace`
    throw new WorldError('usage', message, `Let it end by ${latest}, or change policy.suppressions.maxDuration.`)
  }
  return spanMs === undefined ? until : dateText(wholeEnd(endMs, nowMs))
}
