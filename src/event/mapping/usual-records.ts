import { reservedField } from '../attribute-path'
import { lookupNames } from '../enrichment/enrich'
import { keysOfNoRecord } from '../envelopes/envelopes'
import { addingOnly, type KnownProfile, profiles } from '../known-profiles'
import { telltaleKeys } from '../log-shapes'
import type { FilledField } from '../profile'

/**
 * Raw records of one source as most are: no envelope, and no shape but the source's own. Two of them that agree in some
 * places agree in all that depends on these alone.
 */
export interface UsualRecords {
  readonly profile: KnownProfile
  /** Keys under which each has a text. Whether the profile tells it may depend on the values of `values` alone. */
  readonly values: readonly string[]
  readonly texts: readonly string[]
  /** The keys that the source gives them. */
  readonly keys: ReadonlySet<string>
  /** Keys that none of them has. */
  readonly unusual: ReadonlySet<string>
}

/** The usual records of all sources that have some. */
export const usualRecords: readonly UsualRecords[] = profiles.flatMap((profile) => {
  const { usual } = profile
  if (usual === undefined) return []
  const others = profiles.flatMap((other) => (other === profile ? [] : other.marks))
  const unusual = new Set([...keysOfNoRecord, ...telltaleKeys, ...others])
  return [{ profile, ...usual, keys: new Set(usual.keys), unusual }]
})

/**
 * The places in a usual record on which depends what a field finds in its event: `@a.b`, a reserved field or a tag key,
 * as `compileReach` has them. Undefined where that may be all of the record, or lie outside of it.
 */
export function placesRead(
  { profile }: UsualRecords,
  field: string,
  isEnriched: boolean,
): readonly string[] | undefined {
  if (!field.startsWith('@')) return placesOfField(profile, field)
  const path = field.slice(1)
  if (path === '' || path.includes('"') || profile.widen !== undefined) return undefined
  if (isEnriched && lookupNames.some((name) => overlap(name, path))) return undefined
  const places: string[] = [path]
  for (const { name, from, reads } of profile.attributes) {
    if (!overlap(name, path)) continue
    const read = typeof from === 'function' ? reads : placesOf(from)
    if (read === undefined) return undefined
    places.push(...read)
  }
  return places
}

/** The profile of usual records, adding of its attributes what decides what some fields find in their events. */
export function profileForFields({ profile }: UsualRecords, fields: readonly string[]): KnownProfile {
  const paths = fields.flatMap((field) => (field.startsWith('@') ? [field.slice(1)] : []))
  const isAsked = (attribute: string): boolean => paths.some((path) => overlap(attribute, path))
  const asked = profile.attributes.flatMap(({ name }) => (isAsked(name) ? [name] : []))
  const ofProfile = adding.get(profile) ?? new Map<string, KnownProfile>()
  const made = ofProfile.get(asked.join()) ?? addingOnly(profile, isAsked)
  ofProfile.set(asked.join(), made)
  adding.set(profile, ofProfile)
  return made
}

/** By the attributes that are added: these are few, however many ask. */
const adding = new Map<KnownProfile, Map<string, KnownProfile>>()

function placesOfField({ reads }: KnownProfile, name: string): readonly string[] | undefined {
  const reserved = reservedField(name) ?? 'tags'
  // Such a record has none.
  if (reserved === 'trace_id') return []
  return reserved === 'timestamp' ? undefined : reads?.[reserved satisfies FilledField]
}

function placesOf(from: KnownProfile['attributes'][number]['from']): readonly string[] {
  return typeof from === 'function' ? [] : [from].flat()
}

/** Whether one of two paths leads to the other, or they are one. */
export function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`)
}
