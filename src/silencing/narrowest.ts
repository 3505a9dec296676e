import { isGlobalName, namesPeople } from '../suppression/field-kind'
import type { Asked } from './clauses'
import type { SignalField } from './signal-fields'

/** What tells a signal from those of others as narrowly as it stands there, with what is to be known of it. */
export interface Narrowest {
  readonly asked: readonly Asked[]
  readonly warnings: readonly string[]
}

/** Values that all signals of most rules share tell nobody apart. */
const tellsNobody = new Set(['status', 'service', 'env'])

/**
 * The principal of a signal, within its realm: by the group where the rule groups by it, else by the best name that is on
 * the signal; a name that is not for the whole world also within the host or cluster by which the rule groups. Without a principal, what else the rule groups by, else a place, an address, at last what the caller chose.
 * Undefined where nothing tells the signal from others of its rule.
 */
export function narrowestOf(fields: readonly SignalField[]): Narrowest | undefined {
  const single = fields.filter(({ values, field }) => values.length === 1 && !tellsNobody.has(field))
  const grouped = single.filter(({ isGrouped }) => isGrouped)
  const principals = grouped.filter(({ kind }) => kind === 'principal')
  const homes = grouped.filter(({ kind, field }) => kind === 'place' && namesPeople(field))
  const isGlobal = ({ values: [name = ''] }: SignalField): boolean => isGlobalName(name)
  if (principals.length > 0) {
    const realms = grouped.filter(({ kind }) => kind === 'realm')
    const within = realms.length > 0 || principals.some(isGlobal) ? realms : homes
    return narrowest([...principals, ...within], fields)
  }
  const principal = single.find(({ kind }) => kind === 'principal')
  if (principal !== undefined) {
    if (isGlobal(principal)) return narrowest([principal], fields)
    const realm = single.find(({ kind }) => kind === 'realm')
    return narrowest([principal, ...(realm === undefined ? homes : [realm])], fields)
  }
  const leaning = grouped.filter(({ kind }) => kind !== 'chosen')
  if (leaning.length > 0) return narrowest(leaning, fields)
  const found =
    grouped.length > 0
      ? grouped
      : single.filter(({ kind }) => ['place', 'address', 'chosen'].includes(kind)).slice(0, 1)
  return found.length > 0 ? narrowest(found, fields) : undefined
}

function narrowest(found: readonly SignalField[], fields: readonly SignalField[]): Narrowest {
  const several = fields.find(({ kind, values }) => kind === 'principal' && values.length > 1)
  const nobody = found.every(({ kind }) => kind !== 'principal')
  return {
    asked: found.map(({ field, values }) => ({ field, value: values[0] ?? '' })),
    warnings: [
      ...(nobody && several
        ? [`the signal tells of ${several.values.length} values of ${several.field}; none is named`]
        : []),
      ...(nobody && !several ? ['no field of the signal says who it was'] : []),
      ...found.flatMap((each) => warningsOf(each)),
    ],
  }
}

/** What is to be known of a suppression that leans on a field. */
export function warningsOf({ field, kind, values, isGrouped }: SignalField): readonly string[] {
  const [value = ''] = values
  if (kind === 'chosen') return [`whoever makes a call chooses ${field}: anybody who knows of it can hide behind it`]
  if (kind === 'address') return [`everybody who comes from ${value} is hidden`]
  if (kind === 'principal' && !isGrouped) {
    return [`the rule does not group by ${field}: one log of it hides all of a signal, with what others did in it`]
  }
  return []
}

/** The role of a session in AWS, for whatever name the session has; undefined for another value. */
export function roleOf(value: string): string | undefined {
  return /^(arn:[^:]*:sts::\d*:assumed-role\/.+\/)[^/]+$/.exec(value)?.[1]
}
