import type { JsonObject } from '../json/json'
import { isText } from '../json/json-text'
import { compileAttributes } from './mapping/add-attributes'
import type { Place } from './place'
import type { Profile } from './profile'
import { auth0 } from './profiles/auth0'
import { azure } from './profiles/azure'
import { ciscoDuo } from './profiles/cisco-duo'
import { cloudTrail } from './profiles/cloudtrail'
import { entraId } from './profiles/entra-id'
import { gitHubAudit } from './profiles/github-audit'
import { googleCloud } from './profiles/google-cloud'
import { googleWorkspace } from './profiles/google-workspace'
import { guardDuty } from './profiles/guardduty'
import { kubernetesAudit } from './profiles/kubernetes-audit'
import { microsoft365 } from './profiles/microsoft-365'
import { okta } from './profiles/okta'
import { onePassword } from './profiles/one-password'
import { s3Access } from './profiles/s3-access'
import { securityHub } from './profiles/security-hub'
import { slackAudit } from './profiles/slack-audit'
import { vpcFlow } from './profiles/vpc-flow'
import { windowsEvents } from './profiles/windows-events'

/** A profile that is ready to be applied. */
export interface KnownProfile extends Profile {
  readonly addAttributes: (record: JsonObject) => JsonObject
  /** What `source:` finds of a record. */
  readonly sourceOf: (record: JsonObject) => string
  /** Whether a standard attribute that the profile adds stands in a record already. */
  readonly hasAdded: (record: JsonObject) => boolean
}

/** Where the id of a record stands whose source gives it none: what keeps records may have named it. */
const ownIds: readonly Place[] = [['_id']]

/** All sources whose raw logs the house knows. A new one is one file in `profiles/` and a name here. */
export const profiles: readonly KnownProfile[] = [
  cloudTrail,
  auth0,
  azure,
  ciscoDuo,
  entraId,
  gitHubAudit,
  googleCloud,
  googleWorkspace,
  guardDuty,
  kubernetesAudit,
  microsoft365,
  okta,
  onePassword,
  s3Access,
  securityHub,
  slackAudit,
  vpcFlow,
  windowsEvents,
].map(known)

/** A profile that adds some of its attributes, for those who ask for no other; what one of them is hangs on no other. */
export function addingOnly(profile: KnownProfile, isAsked: (attribute: string) => boolean): KnownProfile {
  return known({ ...profile, attributes: profile.attributes.filter(({ name }) => isAsked(name)) })
}

function known(profile: Profile): KnownProfile {
  const { widen, attributes, source, from } = profile
  const { add, hasAdded } = compileAttributes(attributes)
  return {
    ...profile,
    id: profile.id.length > 0 ? profile.id : ownIds,
    addAttributes: widen === undefined ? add : (record) => add(widen(record)),
    sourceOf: (record) => from?.source?.(record) ?? source,
    hasAdded,
  }
}

const bySource = new Map<string, readonly KnownProfile[]>()
for (const profile of profiles) {
  for (const source of sourcesOf(profile)) bySource.set(source, [...(bySource.get(source) ?? []), profile])
}

function sourcesOf({ source, otherSources = [] }: Profile): readonly string[] {
  return [source, ...otherSources]
}

/** The profiles whose logs may carry a source: those of that name, else those that know more than one of its kind. */
function profilesFor(source: string): readonly KnownProfile[] {
  const named = bySource.get(source) ?? none
  const kind = bySource.get(`${source.split('.', 1)[0]}.*`)
  return kind === undefined ? named : [...named, ...kind]
}

const none: readonly KnownProfile[] = []

/** The profile of a log that names its source, if what it holds fits. */
export function profileOf(source: string, attributes: JsonObject): KnownProfile | undefined {
  return profilesFor(source).find((profile) => (profile.fits ?? profile.recognise)(attributes))
}

/** The profile whose source wrote a record that names none. */
export function recogniseProfile(record: JsonObject): KnownProfile | undefined {
  for (const key of Object.keys(record)) {
    for (const profile of byMark.get(key) ?? []) if (profile.recognise(record)) return profile
  }
  return undefined
}

const byMark = new Map<string, readonly KnownProfile[]>()
for (const profile of profiles) {
  for (const mark of profile.marks) byMark.set(mark, [...(byMark.get(mark) ?? []), profile])
}

/** Whether records of some source are told by a key of theirs; those that have none such are of no source. */
export function isMark(key: string): boolean {
  return byMark.has(key)
}

/** The record that a line of text holds, of the source that is named, else of any that writes such lines. */
export function recordOfLine(line: unknown, source: unknown): JsonObject | undefined {
  if (typeof line !== 'string' || line.length > longestLine) return undefined
  const asked = isText(source) ? profilesFor(source) : profiles
  for (const { readLine } of asked) {
    const record = readLine?.(line.trimEnd())
    if (record !== undefined) return { message: line, ...record }
  }
  return undefined
}

const longestLine = 65_536

/** What reads the lines of a file below its head, where a source begins its files with one. */
export function readerOfHead(line: string): ((line: string) => JsonObject | undefined) | undefined {
  for (const { readHead } of profiles) {
    const reader = readHead?.(line)
    if (reader !== undefined) return reader
  }
  return undefined
}

/**
 * Attributes whose values are worked out, so that a log need not hold them as text: those of all sources, or of the
 * sources that a query asks for.
 */
export function workedOut(sources?: readonly string[]): ReadonlySet<string> {
  const key = sources?.join(' ') ?? ''
  const found = workedOutBySources.get(key)
  if (found !== undefined) return found
  const asked = sources === undefined ? profiles : sources.flatMap((source) => profilesFor(source.toLowerCase()))
  const names = new Set(asked.flatMap(({ attributes }) => attributes.filter(isMadeUp).map(({ name }) => name)))
  workedOutBySources.set(key, names)
  return names
}

const workedOutBySources = new Map<string, ReadonlySet<string>>()

function isMadeUp({ from, isInText }: Profile['attributes'][number]): boolean {
  return typeof from === 'function' && isInText !== true
}
