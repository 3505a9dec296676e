import { profiles } from './known-profiles'

/**
 * Datadog's default standard attributes (docs, Attributes and aliasing > Default standard attribute list), and beside them
 * what its own rules ask of logs of every source: evt.category, evt.type, evt.id and threat_intel (observed in default
 * rules). Below an entry that ends in `.*` any name may stand; that it may be one that the docs do not list is assumed.
 */
const standardNames = `
  network.client.ip network.client.port network.client.geoip.*
  network.destination.ip network.destination.port network.destination.geoip.*
  network.bytes_read network.bytes_written
  http.url http.url_details.* http.status_code http.method http.referer http.request_id http.version
  http.useragent http.useragent_details.*
  usr.id usr.name usr.email
  evt.name evt.outcome evt.category evt.type evt.id
  error.kind error.message error.stack
  db.instance db.statement db.operation db.user
  dns.id dns.question.name dns.question.type dns.question.class dns.question.size
  dns.answer.name dns.answer.type dns.answer.class dns.answer.size dns.flags.rcode
  logger.name logger.thread_name logger.method_name logger.version
  syslog.hostname syslog.appname syslog.severity syslog.timestamp syslog.env
  threat_intel.* duration
`
  .trim()
  .split(/\s+/)

const names = [
  ...standardNames.filter((name) => !name.endsWith('.*')),
  ...profiles.flatMap(({ attributes }) => attributes.map(({ name }) => name)),
]
const openAbove = standardNames.flatMap((name) => (name.endsWith('.*') ? [name.slice(0, -1)] : []))

/** The names that a query or message may well ask for: those of the house's tables, and of the objects that hold them. */
export const knownAttributes: ReadonlySet<string> = new Set(
  [...names, ...openAbove.map((name) => name.slice(0, -1))].flatMap((name) => [name, ...objectsAbove(name)]),
)

const standard = new Set(standardNames)

/** Whether an attribute is one of Datadog's standard ones, or lies below one that is open. */
export function isStandardAttribute(path: string): boolean {
  return standard.has(path) || openAbove.some((above) => path.startsWith(above))
}

/** Whether an attribute is one of those that the house knows, so that a log without it says nothing about its name. */
export function isKnownAttribute(path: string): boolean {
  return knownAttributes.has(path) || openAbove.some((above) => path.startsWith(above))
}

function objectsAbove(name: string): readonly string[] {
  const keys = name.split('.')
  return keys.slice(0, -1).map((_, index) => keys.slice(0, index + 1).join('.'))
}
