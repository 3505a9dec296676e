import type { Json, JsonObject } from '../../json/json'
import { isText } from '../../json/json-text'
import type { Profile } from '../profile'

/**
 * Server access logs of Amazon S3, a line a request. Source and service are those of Datadog's public forwarder; its
 * pipeline is not public.
 */
export const s3Access: Profile = {
  source: 's3',
  service: 's3',
  marks: ['bucket_owner'],
  recognise: ({ bucket_owner: owner, bucket, operation, request_id: request }) =>
    isText(owner) && isText(bucket) && isText(operation) && isText(request),
  readLine,
  time: [['time']],
  id: [],
  attributes: [
    { name: 'evt.name', from: 'operation', known: 'assumed' },
    { name: 'network.client.ip', from: 'remote_ip', known: 'assumed' },
    { name: 'network.bytes_written', from: 'bytes_sent', known: 'assumed' },
    { name: 'http.method', from: (record) => requestOf(record)[0], known: 'assumed', isInText: true },
    { name: 'http.url', from: (record) => requestOf(record)[1], known: 'assumed', isInText: true },
    { name: 'http.status_code', from: 'http_status', known: 'assumed' },
    { name: 'http.referer', from: 'referer', known: 'assumed' },
    { name: 'http.useragent', from: 'user_agent', known: 'assumed' },
    { name: 'usr.id', from: 'requester', known: 'assumed' },
    { name: 'error.kind', from: 'error_code', known: 'assumed' },
  ],
}

/** The fields of a line in their order, as Amazon's page on the format has them; later ones were added at the end. */
const fields = [
  ...['bucket_owner', 'bucket', 'time', 'remote_ip', 'requester', 'request_id', 'operation', 'key', 'request_uri'],
  ...['http_status', 'error_code', 'bytes_sent', 'object_size', 'total_time', 'turn_around_time', 'referer'],
  ...['user_agent', 'version_id', 'host_id', 'signature_version', 'cipher_suite', 'authentication_type'],
  ...['host_header', 'tls_version', 'access_point_arn', 'acl_required'],
]
const numbers: ReadonlySet<string> = new Set([
  ...['http_status', 'bytes_sent', 'object_size', 'total_time', 'turn_around_time'],
])

const beginning =
  /^([0-9a-f]{64}|-) ([a-z0-9][a-z0-9.-]{2,62}) \[(\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\] (\S+) (\S+) (\S+) (\S+) (\S+) /
/** What was asked and answered. A request holds quotes as they came, so that its end is told by what follows. */
const request = /^(?:"(.*?)"|(-)) (\d{3}|-) (\S+) (\d+|-) (\d+|-) (\d+|-) (\d+|-) /

function readLine(text: string): JsonObject | undefined {
  const start = beginning.exec(text)
  const asked = start && request.exec(text.slice(start[0].length))
  if (!start || !asked) return undefined
  const [, quoted, none, ...answered] = asked
  const rest = agentsIn(text.slice(start[0].length + asked[0].length))
  const values = [...start.slice(1), quoted ?? none ?? '-', ...answered, ...rest]
  if (values.length < 17) return undefined
  const entries = fields.map((field, index) => [field, written(field, values[index] ?? '-')] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== '-'))
}

/**
 * Referer and user agent, which hold quotes as they came, and what follows them: the last quote of a line is the end of
 * the latter.
 */
function agentsIn(rest: string): readonly string[] {
  const end = rest.lastIndexOf('"')
  if (end <= 0) return rest.split(' ')
  const after = rest
    .slice(end + 1)
    .split(' ')
    .slice(1)
  const both = rest.slice(0, end)
  if (both.startsWith('- "')) return ['-', both.slice(3), ...after]
  const between = both.indexOf('" "')
  return between === -1 ? [both.slice(1), ...after] : [both.slice(1, between), both.slice(between + 3), ...after]
}

function written(field: string, text: string): Json {
  if (field === 'time') return isoOf(text)
  return numbers.has(field) && /^\d{1,15}$/.test(text) ? Number(text) : text
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `06/Feb/2026:00:00:38 +0000` as `2026-02-06T00:00:38+00:00`. */
function isoOf(text: string): string {
  const [day, month = '', year, time, zone = ''] = text.split(/[/ ]|(?<=\/\d{4}):/)
  const number = String(months.indexOf(month) + 1).padStart(2, '0')
  return `${year}-${number}-${day}T${time}${zone.slice(0, 3)}:${zone.slice(3)}`
}

function requestOf({ request_uri: request }: JsonObject): readonly string[] {
  return isText(request) ? request.split(' ') : []
}
