import { suppressionShape } from '../suppression/suppression-shape'

/**
 * What becomes of a field that people changed in the tenant: `withhold` leaves it and says so, `keep` leaves it to them,
 * `overwrite` takes git's side.
 */
export type Treatment = 'withhold' | 'keep' | 'overwrite'

/** Treatments by field, for some things or all. */
export interface ChangeRule {
  /** Slugs or tags (`key:value`) of rules and suppressions; undefined is all of them. */
  readonly rules?: readonly string[]
  /** By the name of a field at any depth, by its path without positions (`options.keepAlive`), or by `*` for any other. */
  readonly fields: Readonly<Record<string, Treatment>>
}

/** A workspace's policy about changes made in the tenant; of several that speak of a field the last one counts. */
export type ChangePolicy = readonly ChangeRule[]

/** The treatment of each field of one thing, by the path of a `FieldChange`; what no rule speaks of is withheld. */
export function treatmentOf(
  policy: ChangePolicy,
  { id, tags }: { readonly id: string; readonly tags: readonly unknown[] },
): (path: string) => Treatment {
  const own = policy.filter(
    ({ rules }) => rules === undefined || rules.some((name) => name === id || tags.includes(name)),
  )
  return (path) => {
    const names = namesOf(path)
    for (const { fields } of own.toReversed()) {
      const name = names.find((each) => Object.hasOwn(fields, each))
      const treatment = name === undefined ? undefined : fields[name]
      if (treatment !== undefined) return treatment
    }
    return 'withhold'
  }
}

/** By what names a field may be called, the most exact first. */
function namesOf(path: string): readonly string[] {
  const steps = path.replace(/\[\d+\]/g, '').split('.')
  const nested = steps.map((_, at) => steps.slice(0, steps.length - at).join('.'))
  const single = [...steps].reverse().flatMap((step) => [step, ...(alsoCalled.get(step) ?? [])])
  return [...nested, ...single, '*']
}

/** Words of files and overlays for what the wire calls otherwise. */
const alsoCalled = new Map<string, readonly string[]>([
  ['status', ['severity']],
  ['customStatus', ['severity']],
  ...Object.entries(suppressionShape.fields).flatMap(([key, { wire }]): [string, readonly string[]][] =>
    wire?.as === undefined ? [] : [[wire.as, [key]]],
  ),
])
