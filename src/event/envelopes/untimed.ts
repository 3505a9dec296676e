import type { JsonObject } from '../../json/json'
import { isJsonObject, isObjectList, objectAt } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { unreadTimeIn } from '../mapping/guessed-places'

/** Events for functions that are told by their keys: what they are of. */
const lambdaEvents: readonly (readonly [of: string, isOne: (event: JsonObject) => boolean])[] = [
  ['a load balancer', (event) => isJsonObject(objectAt(event, 'requestContext')?.['elb'])],
  [
    'API Gateway',
    (event) =>
      objectAt(event, 'requestContext') !== undefined &&
      ['httpMethod', 'routeKey', 'resource'].some((key) => key in event),
  ],
  ['Cognito', ({ triggerSource, userPoolId }) => isText(triggerSource) && isText(userPoolId)],
  ['Config', ({ invokingEvent, resultToken }) => isText(invokingEvent) && isText(resultToken)],
  ['CodePipeline', (event) => isJsonObject(event['CodePipeline.job'])],
  ['CloudFormation', ({ RequestType, ResponseURL }) => isText(RequestType) && isText(ResponseURL)],
  ['Kafka', ({ eventSource }) => eventSource === 'aws:kafka' || eventSource === 'SelfManagedKafka'],
]

/** Records that are told by their keys and have their time under a name of their own; the source is what rules ask for. */
const knownRecords: readonly {
  readonly of: string
  readonly source: string
  readonly isOne: (log: JsonObject) => boolean
}[] = [
  {
    of: "an event of Atlassian's audit log",
    source: 'atlassian-event-logs',
    isOne: ({ type, attributes }) =>
      type === 'events' && isJsonObject(attributes) && isText(attributes['action']) && 'actor' in attributes,
  },
  {
    of: 'an issue of Snyk',
    source: 'snyk',
    isOne: ({ type, attributes, issue, project }) =>
      (type === 'issue' && isJsonObject(attributes) && 'key' in attributes && 'title' in attributes) ||
      (isJsonObject(issue) && isJsonObject(project) && 'issueType' in issue),
  },
  {
    of: "an event of Snyk's audit log",
    source: 'snyk',
    isOne: ({ groupId, group_id, orgId, org_id, event }) =>
      isText(event) && [groupId, group_id, orgId, org_id].some(isText) && /^[a-z_]+(?:\.[a-z_]+)+$/.test(event),
  },
  {
    of: 'an issue of Wiz',
    source: 'wiz',
    isOne: ({ trigger, issue, sourceRule, entitySnapshot }) =>
      (isJsonObject(issue) && isJsonObject(trigger)) || (isJsonObject(sourceRule) && isJsonObject(entitySnapshot)),
  },
]

/** The root of a Windows event, with what may go before it. */
const windowsXml =
  /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<Events\b[^>]{0,200}>\s*)?<Event\s[^>]{0,200}schemas\.microsoft\.com\/win\//
const asJson = 'give ddac the events as JSON, as the Datadog Agent, Winlogbeat or evtx_dump -o jsonl writes them'

/** What a text is that is no log and no record of one, in words that follow "this log …". */
export function whatTextIs(text: string): Untimed | undefined {
  const start = text.slice(0, 1000)
  if (windowsXml.test(start)) return { trouble: 'is a Windows event written as XML, which is not opened', help: asJson }
  return isLineOfFlows(start)
    ? { trouble: 'is a line of a VPC flow log whose fields nobody names', help: nameTheFields }
    : undefined
}

const nameTheFields =
  'begin the file with the names of the fields in their order, as files in S3 do: version account-id interface-id srcaddr …'

const outcome = /\b(?:ACCEPT|REJECT|OK|NODATA|SKIPDATA)\b/

/** Values that only flow logs set beside each other, in a format of somebody's own. */
function isLineOfFlows(text: string): boolean {
  if (!outcome.test(text)) return false
  const values = text.trimEnd().split(' ')
  return (
    values.length >= 5 &&
    values.length <= 40 &&
    values.every((value) => /^[\w.:/-]{1,64}$/.test(value)) &&
    values.filter((value) => /^1\d{9}$/.test(value)).length >= 2 &&
    values.some((value) => outcome.test(value) && /^[A-Z]+$/.test(value))
  )
}

export interface Untimed {
  readonly trouble: string
  readonly help: string
}

/**
 * What a log without a time may be, in words that follow "this log …", with what to do: an event that is no log, a
 * document with its logs under a key that nobody knows, or a log whose time has a name of its own. `asked` is where its
 * time was said to be, `likely` where it may stand.
 */
export function whatUntimedIs(log: JsonObject, asked?: string, likely?: string): Untimed {
  const event = lambdaEvents.find(([, isOne]) => isOne(log))
  if (event)
    return { trouble: `is an AWS Lambda event of ${event[0]}, and no log`, help: 'give ddac the logs themselves' }
  const written = xmlIn(log)
  if (written !== undefined) return written
  const record = knownRecords.find(({ isOne }) => isOne(log))
  if (record !== undefined) {
    const help = sayWhere(likely ?? 'PATH', record.source)
    return {
      trouble: `is ${record.of}, and has no time ${asked === undefined ? 'where one is looked for' : `at ${shown(asked)}`}`,
      help,
    }
  }
  const list = listIn(log)
  if (list !== undefined) {
    const of = knownRecords.find(({ isOne }) => isOne(list.first))?.of
    const help = `if these are the logs, take them out of it: jq '.${list.path}' FILE`
    const what = `a list of objects under "${list.name}"`
    return { trouble: `has no time, and ${what}${of === undefined ? '' : `, of which the first is ${of}`}`, help }
  }
  if (likely !== undefined) {
    const trouble =
      asked === undefined ? 'has no time where one is looked for' : `has no time, nor anything at ${shown(asked)}`
    return { trouble: `${trouble}; "${likely}" may be it`, help: sayWhere(likely) }
  }
  if (asked !== undefined) {
    const help = 'the path is keys joined by dots, as --time-field or logs: in ddac.yaml has it'
    return { trouble: `has no time, nor anything at ${shown(asked)}`, help }
  }
  const help = 'if it has one under another name, say where: --time-field PATH, or logs: in ddac.yaml'
  const unread = unreadTimeIn(log)
  if (unread === undefined && saysAllInText(log)) {
    const help = 'if its line says when, a pipeline of the workspace reads that: ddac help pipelines'
    return { trouble: 'has no time', help }
  }
  if (unread === undefined) return { trouble: 'has no time', help }
  return {
    trouble: `has a time under "${unread.name}" that cannot be read: ${JSON.stringify(unread.text)}`,
    help: 'write it as ISO 8601, or say where else it is: --time-field PATH, or logs: in ddac.yaml',
  }
}

/** Whether what a log says is one text, beside fields of its delivery. */
function saysAllInText(log: JsonObject): boolean {
  return isText(log['message']) && Object.keys(log).every((key) => lineKeys.has(key))
}

const lineKeys: ReadonlySet<string> = new Set([
  ...['message', 'ddsource', 'source', 'ddtags', 'tags', 'service', 'host', 'hostname', 'status', '_id'],
])

/** What to write where a log says when it happened at `path`. */
function sayWhere(path: string, source?: string): string {
  const isWord = /^[\p{L}\p{N}_.-]+$/u.test(path)
  const quoted = isWord ? path : JSON.stringify(path)
  const options = `--time-field ${path.startsWith('@') && !path.includes(' ') ? path : quoted}${source === undefined ? '' : ` --source ${source}`}`
  const keys = `time: ${quoted}${source === undefined ? '' : `, source: ${source}`}`
  return `say so: ${options}, or logs: { "FILE": { ${keys} } } in ddac.yaml`
}

function shown(asked: string): string {
  return JSON.stringify(asked.slice(0, 60))
}

/** The first text of a log, or of an object in it, that is an event written as XML. */
function xmlIn(log: JsonObject, depth = 0): Untimed | undefined {
  for (const value of Object.values(log).slice(0, 100)) {
    const is = isText(value)
      ? whatTextIs(value)
      : isJsonObject(value) && depth < 2
        ? xmlIn(value, depth + 1)
        : undefined
    if (is !== undefined) return is
  }
  return undefined
}

interface FoundList {
  readonly name: string
  /** As jq has it. */
  readonly path: string
  readonly first: JsonObject
}

/** A list of objects in a document, or in what its objects hold, as answers of GraphQL do: the least deep. */
function listIn(document: JsonObject): FoundList | undefined {
  let level: readonly (readonly [path: readonly string[], object: JsonObject])[] = [[[], document]]
  for (let depth = 0; depth < 3; depth += 1) {
    const below: (readonly [readonly string[], JsonObject])[] = []
    for (const [path, object] of level) {
      for (const [key, value] of Object.entries(object)) {
        if (!/^[A-Za-z_]\w{0,60}$/.test(key)) continue
        const here = [...path, key]
        const [first] = isObjectList(value) ? value : []
        if (first !== undefined) {
          const node = objectAt(first, 'node')
          const name = here.join('.')
          return { name, path: `${name}[]${node ? '.node' : ''}`, first: node ?? first }
        }
        if (isJsonObject(value) && below.length < 100) below.push([here, value])
      }
    }
    level = below
  }
  return undefined
}
