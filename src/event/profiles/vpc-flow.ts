import type { Json, JsonObject } from '../../json/json'
import { isText } from '../../json/json-text'
import type { Profile } from '../profile'

/**
 * VPC flow logs: lines of the default format, of any format below the head of their file, and records under the same names,
 * also as Athena and Parquet write them. Those of transit gateways are kept beside them, under the same prefix. Source and
 * service are those of Datadog's public forwarder; its pipeline is not public.
 */
export const vpcFlow: Profile = {
  source: 'vpc',
  service: 'vpc',
  marks: ['interface-id', 'interface_id', 'interfaceid', 'srcaddr'],
  recognise: (record) => {
    const interfaceId = named(record, 'interface-id')
    const { srcaddr, dstaddr, start, end, action } = record
    const status = named(record, 'log-status')
    if (isText(interfaceId)) return interfaceId.startsWith('eni-') && (isText(srcaddr) || status !== undefined)
    const isTimed = [start, end].some((time) => typeof time === 'number' || isText(time))
    return isText(srcaddr) && isText(dstaddr) && isTimed && (status !== undefined || isText(action))
  },
  readLine,
  readHead,
  time: [['start'], ['end']],
  id: [],
  attributes: [
    { name: 'network.client.ip', from: 'srcaddr', known: 'assumed' },
    { name: 'network.client.port', from: 'srcport', known: 'assumed' },
    { name: 'network.destination.ip', from: 'dstaddr', known: 'assumed' },
    { name: 'network.destination.port', from: 'dstport', known: 'assumed' },
    { name: 'network.bytes_written', from: 'bytes', known: 'assumed' },
    { name: 'network.interface', from: (record) => named(record, 'interface-id'), known: 'assumed', isInText: true },
    { name: 'vpc.action', from: 'action', known: 'assumed' },
    { name: 'vpc.status', from: (record) => named(record, 'log-status'), known: 'assumed', isInText: true },
  ],
  tags: (record) => {
    const account = named(record, 'account-id')
    return account === undefined || account === 'unknown' ? [] : [`aws_account:${account}`]
  },
}

const fields = [
  ...[
    'version',
    'account-id',
    'interface-id',
    'srcaddr',
    'dstaddr',
    'srcport',
    'dstport',
    'protocol',
    'packets',
    'bytes',
  ],
  ...['start', 'end', 'action', 'log-status'],
]
const numbers: ReadonlySet<string> = new Set(['srcport', 'dstport', 'protocol', 'packets', 'bytes', 'start', 'end'])

const line = /^2 (?:\d{12}|unknown) eni-[0-9a-f]+ (?:\S+ ){7}\d+ \d+ (?:ACCEPT|REJECT|-) (?:OK|NODATA|SKIPDATA)$/

function readLine(text: string): JsonObject | undefined {
  return line.test(text) ? recordOf(fields, text.split(' ')) : undefined
}

/** Names of which the head of a file holds several. */
const telling = ['interface-id', 'srcaddr', 'dstaddr', 'start', 'end', 'log-status', 'account-id', 'pkt-srcaddr']

const head = /^[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)*$/

/** Files of flow logs begin with the names of their fields, in the order that whoever set them up chose. */
function readHead(text: string): ((text: string) => JsonObject | undefined) | undefined {
  if (!head.test(text)) return undefined
  const names = text.split(' ')
  if (!names.includes('interface-id') && telling.filter((name) => names.includes(name)).length < 4) return undefined
  return (below) => {
    const values = below.split(' ')
    return values.length === names.length ? recordOf(names, values) : undefined
  }
}

function recordOf(names: readonly string[], values: readonly string[]): JsonObject {
  const entries = names.map((name, index) => [name, written(name, values[index] ?? '-')] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== '-'))
}

function written(field: string, text: string): Json {
  return numbers.has(field) && /^\d{1,15}$/.test(text) ? Number(text) : text
}

/** What stands under a name of the format, which tables write with underscores or none. */
function named(record: JsonObject, name: string): Json | undefined {
  return record[name] ?? record[name.replace('-', '_')] ?? record[name.replace('-', '')]
}
