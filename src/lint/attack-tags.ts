import { attackTactics } from './attack-tactics'
import { attackTechniques } from './attack-techniques'
import { attackSuccessors } from './attack-withdrawn'
import type { RuleParts } from './rule-parts'

/** A `tactic:` or `technique:` tag of a rule, taken apart as far as it can be. */
export interface AttackTag {
  readonly kind: 'tactic' | 'technique'
  /** Where it stands in `tags`. */
  readonly at: number
  readonly text: string
  /** The value: all behind the colon. */
  readonly value: string
  /** The id at its beginning in capitals, a sub-technique with its dot; undefined without one. */
  readonly id: string | undefined
  /** What follows the id and a dash. */
  readonly name: string
  /** The names that ATT&CK has for the id; undefined for one that is not in the tables. */
  readonly names: readonly string[] | undefined
}

export function attackTagsOf({ rule }: { readonly rule: Pick<RuleParts['rule'], 'tags'> }): readonly AttackTag[] {
  return (rule.tags ?? []).flatMap((text, at): AttackTag[] => {
    const [, kind, value = ''] = /^(tactic|technique):(.*)$/i.exec(text) ?? []
    if (kind === undefined) return []
    const [, id, name = ''] = /^(TA\d{4}|T\d{4}(?:\.\d{3})?)(?:[-_ ](.*))?$/i.exec(value) ?? []
    const known = id?.toUpperCase()
    return [
      {
        kind: kind.toLowerCase() === 'tactic' ? 'tactic' : 'technique',
        at,
        text,
        value,
        id: known,
        name,
        names: known === undefined ? undefined : namesOf(known),
      },
    ]
  })
}

/** The technique that a sub-technique belongs to; a technique is its own. */
export function techniqueOf(id: string): string {
  return id.slice(0, 5)
}

/** The tag that names this tactic or technique in full. */
export function fullTag(kind: AttackTag['kind'], id: string, name: string | undefined): string {
  return name === undefined ? `${kind}:${id}` : `${kind}:${id}-${name}`
}

/**
 * The tag of the technique that took the place of one that ATT&CK gave up; of a sub-technique that of the technique that it
 * belongs to, as default rules have it.
 */
export function successorTag(id: string): string | undefined {
  const successor = attackSuccessors.get(id)
  if (successor === undefined) return undefined
  const technique = techniqueOf(successor)
  return fullTag('technique', technique, attackTechniques.get(technique)?.names[0])
}

function namesOf(id: string): readonly string[] | undefined {
  const tactic = attackTactics.get(id)
  return tactic === undefined ? attackTechniques.get(techniqueOf(id))?.names : [tactic]
}
