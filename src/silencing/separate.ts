import { type Alternatives, type Asked, queryOf } from './clauses'
import { hidesSignal, type KeptSignal, type ProposalDraft } from './draft'
import { type SignalField, valuesAt } from './signal-fields'

/** So many more fields may be asked for. */
const mostFields = 3

/**
 * A draft narrowed until it hides none of the kept signals, by the fields that exclude best; or what it would hide, where no
 * field of the given signals tells the two apart.
 */
export function separateFrom(
  draft: ProposalDraft,
  given: readonly (readonly SignalField[])[],
  kept: readonly KeptSignal[],
): { readonly alternatives: Alternatives; readonly by: readonly string[] } | { readonly hides: readonly string[] } {
  let alternatives = draft.alternatives
  const by: string[] = []
  const hiddenOf = (tried: Alternatives): readonly KeptSignal[] => {
    const hides = hidesSignal({ rules: draft.rules, alternatives: tried })
    return kept.filter(hides)
  }
  let hidden = hiddenOf(alternatives)
  while (hidden.length > 0 && by.length < mostFields) {
    const next = bestField(hidden, given, by, alternatives)
    if (next === undefined) break
    by.push(next)
    alternatives = withField(draft.alternatives, given, by)
    hidden = hiddenOf(alternatives)
  }
  return hidden.length > 0 ? { hides: [...new Set(hidden.map(({ what }) => what))] } : { alternatives, by }
}

/** The field that leaves the fewest of the hidden ones hidden; of several the one that excludes best. */
function bestField(
  hidden: readonly KeptSignal[],
  given: readonly (readonly SignalField[])[],
  taken: readonly string[],
  alternatives: Alternatives,
): string | undefined {
  const [first = []] = given
  const isAsked = (field: string): boolean => alternatives.every((asked) => asked.some((one) => one.field === field))
  const usable = first.filter(
    ({ field }) =>
      !taken.includes(field) && !isAsked(field) && given.every((fields) => onlyValue(fields, field) !== undefined),
  )
  let best: { readonly field: string; readonly left: number } = { field: '', left: hidden.length }
  for (const { field } of usable) {
    const values = given.flatMap((fields) => onlyValue(fields, field) ?? [])
    const left = hidden.filter(({ event, isShort }) => {
      const own = valuesAt(field, event)
      // That an attribute is not told of one tells nothing of the next like it; of a tag that is missing it does.
      const isUnknown = own.length === 0 && (isShort === true || field.startsWith('@'))
      return isUnknown || own.some((value) => values.includes(value))
    }).length
    if (left < best.left) best = { field, left }
  }
  return best.field === '' ? undefined : best.field
}

/** The alternatives, each for every given signal that it is for, with the value of the field there. */
function withField(
  alternatives: Alternatives,
  given: readonly (readonly SignalField[])[],
  by: readonly string[],
): Alternatives {
  const all = given.flatMap((fields) =>
    alternatives
      .filter((asked) => asked.every((one) => isOf(one, fields)))
      .map((asked) => [...asked, ...by.map((field) => ({ field, value: onlyValue(fields, field) ?? '' }))]),
  )
  return [...new Map(all.map((asked) => [queryOf([asked]), asked])).values()]
}

function isOf({ field, value, isBeginning }: Asked, fields: readonly SignalField[]): boolean {
  const own = fields.find((one) => one.field === field)?.values ?? []
  return own.some((each) => (isBeginning ? each.startsWith(value) : each === value))
}

function onlyValue(fields: readonly SignalField[], field: string): string | undefined {
  const [only, ...others] = fields.find((one) => one.field === field)?.values ?? []
  return others.length === 0 ? only : undefined
}
