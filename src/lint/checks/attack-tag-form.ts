import { nearestName } from '../../shape/nearest-name'
import { attackTactics } from '../attack-tactics'
import { type AttackTag, attackTagsOf, fullTag, successorTag, techniqueOf } from '../attack-tags'
import { attackTechniques } from '../attack-techniques'
import { attackSuccessors } from '../attack-withdrawn'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const attackTagForm: RuleCheck = {
  about: 'rule',
  code: 'R330',
  name: 'attack-tag-form',
  level: 'warning',
  page: {
    why: 'Datadog counts a rule in its ATT&CK map by tags of one form: the id, a dash, and the name in lower case with dashes. A tag in another form is kept and counted nowhere. What ATT&CK gave up ddac validate --fix replaces.',
    bad: `
tags: [source:cloudtrail, security:attack, "tactic:Defense Evasion"]`,
    good: `
tags: [source:cloudtrail, security:attack, tactic:TA0005-defense-evasion]`,
    ground: 'documented',
    source: "Datadog docs, partner guide: tags must exist in MITRE ATT&CK; the form is that of Datadog's own rules",
  },
  run: misformed,
}

function* misformed(parts: RuleParts): Iterable<Remark> {
  for (const tag of attackTagsOf(parts)) {
    const message = messageFor(tag)
    if (message !== undefined) yield { path: ['tags', tag.at], message, help: helpFor(tag) }
  }
}

function messageFor({ kind, text, value, id, name, names }: AttackTag): string | undefined {
  const isOfKind = id !== undefined && id.startsWith('TA') === (kind === 'tactic')
  if (!isOfKind) return `"${value}" does not begin with the id of a ${kind}`
  if (attackSuccessors.has(id)) return `ATT&CK gave up ${id}: it is ${attackSuccessors.get(id)} today`
  if (names === undefined) return `ATT&CK has no ${kind} ${id}`
  if (name === '') return `"${value}" is the id alone, without the name`
  return text === `${kind}:${id}-${name}` && /^[a-z0-9/-]+$/.test(name)
    ? undefined
    : `"${text}" is not in the form that Datadog knows`
}

function helpFor({ kind, id, value, names }: AttackTag): string {
  const example = kind === 'tactic' ? 'tactic:TA0005-defense-evasion' : 'technique:T1070-indicator-removal'
  if (
    id !== undefined &&
    names !== undefined &&
    !attackSuccessors.has(id) &&
    id.startsWith('TA') === (kind === 'tactic')
  ) {
    // The name of a sub-technique is not in the table.
    return `write ${id.includes('.') ? fullTag(kind, id, 'its-name') : fullTag(kind, id, names[0])}`
  }
  const successor = id === undefined ? undefined : attackSuccessors.get(id)
  if (id !== undefined && successor !== undefined) {
    const isWhole = techniqueOf(successor) === successor
    return `write ${successorTag(id)}${isWhole ? '' : `, or ${fullTag(kind, successor, 'its-name')} for the sub-technique`}`
  }
  const slug = value
    .toLowerCase()
    .replace(/^ta?\d+(?:\.\d+)?/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  const known = kind === 'tactic' ? tacticIds : techniqueIds
  const near = slug === '' ? undefined : nearestName(slug, known.keys())
  return near === undefined ? `write it like ${example}` : `did you mean ${fullTag(kind, known.get(near) ?? '', near)}?`
}

/** Ids by name. */
const tacticIds: ReadonlyMap<string, string> = new Map([...attackTactics].map(([id, name]) => [name, id]))
const techniqueIds: ReadonlyMap<string, string> = new Map(
  [...attackTechniques].flatMap(([id, { names }]) => names.slice(0, 1).map((name) => [name, id] as const)),
)
