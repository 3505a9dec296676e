import type { JsonObject } from '../../json/json'
import { isJsonObject, isObjectList, objectAt } from '../../json/json-object'
import { isText } from '../../json/json-text'

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

/**
 * What a log without a time may be, in words that follow "this log …", with what to do: an event that is no log, or a
 * document with its logs under a key that nobody knows. `asked` is where its time was said to be.
 */
export function whatUntimedIs(log: JsonObject, asked?: string): { readonly trouble: string; readonly help: string } {
  const event = lambdaEvents.find(([, isOne]) => isOne(log))
  if (event)
    return { trouble: `is an AWS Lambda event of ${event[0]}, and no log`, help: 'give ddac the logs themselves' }
  const list = Object.entries(log).find(([, value]) => isObjectList(value) && value.length > 0)
  if (list !== undefined && /^[A-Za-z_]\w{0,60}$/.test(list[0])) {
    const help = `if these are the logs, take them out of it: jq '.${list[0]}[]' FILE`
    return { trouble: `has no time, and a list of objects under "${list[0]}"`, help }
  }
  if (asked !== undefined) {
    const help = 'the path is keys joined by dots, as --time-field or logs: in ddac.yaml has it'
    return { trouble: `has no time, nor anything at ${JSON.stringify(asked.slice(0, 60))}`, help }
  }
  const help = 'if it has one under another name, say where: --time-field PATH, or logs: in ddac.yaml'
  return { trouble: 'has no time', help }
}
