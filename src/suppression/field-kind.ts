/**
 * What a field of a log or signal tells of whoever acted: who it was (`principal`), within which account or tenant a name
 * holds (`realm`), where it ran (`place`), from which address it came (`address`), what the caller wrote there as it pleased
 * (`chosen`), or something else. What somebody can lean on when he looks away comes first.
 */
export type FieldKind = 'principal' | 'realm' | 'place' | 'other' | 'address' | 'chosen'

/** From what excludes others best to what excludes nobody who knows of it. */
const order: readonly FieldKind[] = ['principal', 'realm', 'place', 'other', 'address', 'chosen']

/**
 * Names in the order in which they are asked. The names are those of Datadog's standard attributes, of AWS's record contents
 * (`userIdentity`; a session's name and a user agent are what the client sent), and of the records of the sources that have a
 * profile; that a name says the same in other sources is assumed.
 */
const names: readonly (readonly [FieldKind, RegExp])[] = [
  ['chosen', /user_?-?agent|(?:^|\.)(?:referr?er|session_?name|role_?session_?name)$|^http\.(?!status_code)/i],
  ['chosen', /^(?:requestParameters|request_parameters|dns\.question)\.|(?:^|\.)(?:query_?string|invoked_?by)$/i],
  ['address', /(?:^|[._])(?:client_?ip|ip|ip_?addr(?:ess)?|source_?ip(?:_?address)?|src_?ip|remote_?addr(?:ess)?)$/i],
  ['address', /(?:^|\.)geoip\.|(?:^|[._])(?:asn?|country|city)$/i],
  [
    'realm',
    /(?:^|[._])(?:account_?id|account|tenant(?:_?id)?|project(?:_?id)?|subscription(?:_?id)?|org(?:anization)?(?:_?id)?)$/i,
  ],
  [
    'principal',
    /^(?:usr|user|actor|userIdentity|principal|identity|caller|subject)(?:\.|$)(?!.*\.?(?:type|kind|mfa\w*)$)/i,
  ],
  [
    'principal',
    /(?:^|[._])(?:principal(?:_?(?:id|name|email|arn))?|user(?:_?(?:id|name|email|principal_?name))?|service_?account(?:_?\w+)?|actor|login|upn|access_?key(?:_?id)?)$/i,
  ],
  [
    'place',
    /^(?:host|service|env|cluster|namespace|region|pod|container)(?:[._]|$)|(?:^|[._])(?:host_?name|cluster(?:_?name)?|instance_?id|namespace|region|bucket_?name)$/i,
  ],
]

/**
 * Where the signals of the known sources name who did it, the surest name first; then where it came from. A test holds them to
 * the kinds above.
 */
export const principalFields: readonly string[] = [
  '@usr.email',
  '@usr.id',
  '@usr.name',
  '@userIdentity.arn',
  '@userIdentity.userName',
  '@userIdentity.principalId',
  '@actor.alternateId',
  '@actor.email',
  '@actor.user.name',
  '@github.actor',
  '@network.client.ip',
]

/** Which of several fields that say who it was says it best: a name for the whole world, then one within a realm. */
const best: readonly RegExp[] = [/(?:^|[._])arn$/i, /^usr\.id$/i, /(?:^|[._])email$/i, /^usr\.name$/i, /id$/i]

/** The kind of a field as queries write it: `@usr.id`, `host`, `env`. */
export function kindOfField(field: string): FieldKind {
  const name = field.replace(/^@/, '')
  return names.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other'
}

/** Orders fields by what they exclude: principal before address before user agent. */
export function compareFields(left: string, right: string): number {
  return rankOf(left) - rankOf(right) || (left < right ? -1 : left > right ? 1 : 0)
}

function rankOf(field: string): number {
  const kind = kindOfField(field)
  const place = best.findIndex((pattern) => pattern.test(field.replace(/^@/, '')))
  return order.indexOf(kind) * 10 + (kind !== 'principal' ? 0 : place === -1 ? best.length : place)
}

/** Whether a place gives names of its own: `root` of one host is not that of another. */
export function namesPeople(field: string): boolean {
  return /(?:^@?|[._])(?:host(?:_?name)?|instance[_-]?id|cluster(?:[_-]?name)?)$/i.test(field)
}

/** Whether a name holds for the whole world: an ARN names its account, an address of mail its domain. */
export function isGlobalName(value: string): boolean {
  return value.startsWith('arn:') || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)
}
