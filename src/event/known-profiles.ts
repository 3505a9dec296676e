import type { JsonObject } from '../json/json'
import { compileAttributes } from './add-attributes'
import type { Profile } from './profile'
import { cloudTrail } from './profiles/cloudtrail'

/** A profile that is ready to be applied. */
export interface KnownProfile extends Profile {
  readonly addAttributes: (record: JsonObject) => JsonObject
}

/** All sources whose raw logs the house knows. A new one is one file in `profiles/` and a name here. */
export const profiles: readonly KnownProfile[] = [cloudTrail].map((profile) => ({
  ...profile,
  addAttributes: compileAttributes(profile.attributes),
}))

/** Attributes whose values are worked out, so that a record need not hold them as text. */
export const workedOut: readonly string[] = profiles.flatMap(({ attributes }) =>
  attributes.flatMap(({ name, from }) => (typeof from === 'string' ? [] : [name])),
)

const bySource = new Map(profiles.map((profile) => [profile.source, profile]))

/** The profile of a log that names its source, if what it holds fits. */
export function profileOf(source: string, attributes: JsonObject): KnownProfile | undefined {
  const profile = bySource.get(source)
  return profile === undefined || profile.fits?.(attributes) === false ? undefined : profile
}

/** The profile whose source wrote a record that names none. */
export function recogniseProfile(record: JsonObject): KnownProfile | undefined {
  return profiles.find((profile) => profile.recognise(record))
}
