import type { LogEvent } from '../event/log-event'
import type { Draft } from '../rule/rule'
import { compileSuppression } from '../suppression/compile-suppression'
import type { Suppression } from '../suppression/suppression'
import { type Alternatives, queryOf } from './clauses'
import { valuesAt } from './signal-fields'

/** A signal that must stay visible, and whose it is: a firing test, a file, triage. */
export interface KeptSignal {
  readonly rule: Draft
  readonly event: LogEvent
  readonly what: string
  /** Only its group, its tags and its severity were told: what else is on it is not known. */
  readonly isShort?: boolean
}

/** A proposal before anything had to be kept visible. */
export interface ProposalDraft {
  readonly about: string
  readonly rules: readonly string[]
  readonly alternatives: Alternatives
  readonly intends: Alternatives
  readonly warnings: readonly string[]
}

/** A suppression as long as nobody has written one: of no end, and for what it hides alone. */
export function asSuppression(
  id: string,
  { rules, query }: { readonly rules: readonly string[]; readonly query: string },
): Suppression {
  return { id, name: id, enabled: true, rules, suppressionQuery: query, tags: [] }
}

/** Whether a proposal hides a signal of a rule, or may hide one of which not all is known. */
export function hidesSignal(
  proposal: Pick<ProposalDraft, 'rules' | 'alternatives'>,
): (signal: Pick<KeptSignal, 'rule' | 'event' | 'isShort'>) => boolean {
  const compiledOf = (alternatives: Alternatives) =>
    compileSuppression(asSuppression('proposal', { rules: proposal.rules, query: queryOf(alternatives) }))
  const whole = compiledOf(proposal.alternatives)
  return ({ rule, event, isShort }) => {
    if (!whole.appliesTo(rule)) return false
    if (!isShort) return whole.hides(event)
    const known = proposal.alternatives.map((asked) => asked.filter(({ field }) => valuesAt(field, event).length > 0))
    return known.some((asked) => asked.length === 0) || compiledOf(known).hides(event)
  }
}

/** What of the signals that must stay visible a proposal hides, each once. */
export function hiddenBy(
  proposal: Pick<ProposalDraft, 'rules' | 'alternatives'>,
  kept: readonly KeptSignal[],
): readonly string[] {
  return [...new Set(kept.filter(hidesSignal(proposal)).map(({ what }) => what))]
}
