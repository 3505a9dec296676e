import { compileRules } from '../../src/detect/compile-rules'
import { evaluateTold } from '../../src/detect/evaluate'
import { type WatchedSignal, watchSignal } from '../../src/detect/signals/tell-signal'
import type { LogEvent } from '../../src/event/log-event'
import { readLog } from '../../src/event/read-log'
import type { JsonObject } from '../../src/json/json'
import { readRuleObject } from '../../src/rule/read-rule'
import type { Draft } from '../../src/rule/rule'

/** What somebody did: who, at what second, what, and from which address. */
export interface Deed {
  readonly who: number
  readonly at: number
  readonly what: number
  readonly from: number
}

/** A rule of one method, and how the logs that it looks for tell who acted. */
export interface KnownSignal {
  readonly about: string
  /** The rule that is looked at, and those beside it. */
  readonly rules: readonly Draft[]
  readonly log: (deed: Deed) => JsonObject
}

type Attributes = (who: number) => JsonObject

const okta: Attributes = (who) => ({ usr: { id: `00u${who}`, email: `person-${who}@example.com` }, outcome: 'x' })
const arn: Attributes = (who) => ({
  userIdentity: {
    arn: `arn:aws:sts::111122223333:assumed-role/role-${who % 2}/session-${who}`,
    accountId: '111122223333',
  },
})
const account: Attributes = (who) => ({
  userIdentity: { accountId: who % 2 === 0 ? '111122223333' : '444455556666' },
  usr: { name: `deploy-${who >> 1}` },
})
const google: Attributes = (who) => ({ usr: { email: `person-${who}@example.com` }, project_id: 'shop' })
const kubernetes: Attributes = (who) => ({ usr: { id: `system:serviceaccount:ci:runner "${who}"` }, cluster: 'one' })
const github: Attributes = (who) => ({ actor: `bot-${who}`, org: 'example' })
const local: Attributes = (who) => ({ usr: { id: who % 2 === 0 ? 'root' : 'admin' } })
const root: Attributes = () => ({ usr: { id: 'root' } })
const azure: Attributes = (who) => ({ properties: { caller: `person-${who}@example.com` }, tenantId: `t-${who % 2}` })
const entra: Attributes = (who) => ({
  properties: { userPrincipalName: `person${who >> 1}` },
  tenantId: `0000000${who % 2}-0000-4000-8000-000000000000`,
})
const workspace: Attributes = (who) => ({
  actor: { email: `person-${who}@example.com`, profileId: `10${who}` },
  ipAddress: `198.51.100.${who}`,
})
const windows: Attributes = (who) => ({ user: { name: `CORP\\person${who}` } })

const places = [
  { latitude: 51.5, longitude: -0.1 },
  { latitude: 40.7, longitude: -74 },
]

function ruleOf(id: string, rule: JsonObject): Draft {
  const usual = {
    id,
    name: id,
    message: 'Somebody did something.',
    tags: ['source:test', `technique:${id}`],
    cases: [{ name: 'found', status: 'medium', condition: 'a > 0' }],
  }
  const { draft } = readRuleObject({
    ...usual,
    ...rule,
    options: {
      evaluationWindow: 300,
      keepAlive: 300,
      maxSignalDuration: 600,
      detectionMethod: 'threshold',
      ...(rule.options as JsonObject),
    },
  })
  if (draft === undefined) throw new Error(`${id} is no rule`)
  return draft
}

function logOf(source: string, who: Attributes): KnownSignal['log'] {
  return (deed) => ({
    id: `${source}-${deed.who}-${deed.at}-${deed.what}-${deed.from}`,
    timestamp: new Date(Date.UTC(2026, 10, 20) + deed.at * 1000).toISOString(),
    source,
    service: source,
    // What people are called on their own host.
    ...(who === local && { host: `i-${deed.who >> 1}` }),
    ...(who === root && { host: `i-${deed.who}` }),
    tags: ['env:test'],
    attributes: {
      ...who(deed.who),
      evt: { name: ['Add', 'Delete', 'Read'][deed.what % 3] ?? 'Read' },
      network: { client: { ip: `198.51.100.${deed.from}`, geoip: { location: places[deed.from % 2] ?? {} } } },
      bytes: (deed.what + 1) * 100,
      k: 'a',
    },
  })
}

function known(
  about: string,
  source: string,
  who: Attributes,
  rule: JsonObject,
  more: readonly Draft[] = [],
): KnownSignal {
  return { about, rules: [ruleOf('watched', rule), ...more], log: logOf(source, who) }
}

const one = (query: string, fields: readonly string[], more: JsonObject = {}): JsonObject => ({
  name: 'a',
  query,
  groupByFields: fields,
  ...more,
})

/** Rules of every method that is evaluated, over several sources, by ways in which they tell who acted. */
export const knownSignals: readonly KnownSignal[] = [
  known('threshold by ARN', 'cloudtrail', arn, { queries: [one('source:cloudtrail', ['@userIdentity.arn'])] }),
  known('threshold by account and name', 'cloudtrail', account, {
    queries: [one('source:cloudtrail', ['@userIdentity.accountId', '@usr.name'])],
  }),
  known('threshold over two', 'okta', okta, {
    queries: [one('source:okta', ['@usr.id'])],
    cases: [{ name: 'two', status: 'high', condition: 'a > 1' }],
  }),
  known('threshold by mail', 'gcp', google, { queries: [one('source:gcp', ['@usr.email'])] }),
  known('threshold by principal and address', 'okta', okta, {
    queries: [one('source:okta', ['@usr.id', '@network.client.ip'])],
  }),
  known('threshold of one log', 'kubernetes', kubernetes, {
    queries: [one('source:kubernetes', ['@usr.id'])],
    options: { evaluationWindow: 0, keepAlive: 0, maxSignalDuration: 0 },
  }),
  known('cardinality', 'okta', okta, {
    queries: [
      one('source:okta', ['@usr.email'], { aggregation: 'cardinality', distinctFields: ['@network.client.ip'] }),
    ],
    cases: [{ name: 'many', status: 'low', condition: 'a > 1' }],
  }),
  known('sum', 'gcp', google, {
    queries: [one('source:gcp', ['@usr.email'], { aggregation: 'sum', metric: '@bytes' })],
    cases: [{ name: 'much', status: 'low', condition: 'a > 300' }],
  }),
  known('maximum', 'github', github, {
    queries: [one('source:github', ['@actor'], { aggregation: 'max', metric: '@bytes' })],
    cases: [{ name: 'much', status: 'low', condition: 'a > 200' }],
  }),
  known('THEN', 'cloudtrail', arn, {
    queries: [
      one('source:cloudtrail @evt.name:Add', ['@userIdentity.arn']),
      { ...one('source:cloudtrail @evt.name:Delete', ['@userIdentity.arn']), name: 'b' },
    ],
    cases: [{ name: 'both', status: 'high', condition: 'a > 0 THEN b > 0' }],
  }),
  known('two queries', 'windows', windows, {
    queries: [
      one('source:windows @evt.name:Add', ['@user.name']),
      { ...one('source:windows @evt.name:Read', ['@user.name']), name: 'b' },
    ],
    cases: [
      { name: 'both', status: 'high', condition: 'a > 0 && b > 0' },
      { name: 'one', status: 'low', condition: 'a > 0' },
    ],
  }),
  known('no group, named in the message', 'github', github, {
    queries: [one('source:github', ['@actor'])],
    message: 'By {{@actor}} of {{@org}}.',
  }),
  known('sequence', 'cloudtrail', arn, {
    queries: [
      one('source:cloudtrail @evt.name:Add', ['@userIdentity.arn'], { name: 'add' }),
      one('source:cloudtrail @evt.name:Delete', ['@userIdentity.arn'], { name: 'delete' }),
    ],
    cases: [{ name: 'both', status: 'medium', condition: 'deleted > 0' }],
    options: {
      detectionMethod: 'sequence_detection',
      sequenceDetectionOptions: {
        steps: [
          { name: 'added', condition: 'add > 0', evaluationWindow: 300 },
          { name: 'deleted', condition: 'delete > 0', evaluationWindow: 300 },
        ],
        stepTransitions: [{ parent: 'added', child: 'deleted', evaluationWindow: 300 }],
      },
    },
  }),
  known('new value', 'okta', okta, {
    queries: [one('source:okta', ['@usr.id'], { aggregation: 'new_value', metrics: ['@network.client.ip'] })],
    options: { detectionMethod: 'new_value', newValueOptions: { forgetAfter: 7 } },
    cases: [{ name: 'new', status: 'low' }],
  }),
  known('new value by account', 'cloudtrail', account, {
    queries: [
      one('source:cloudtrail', ['@userIdentity.accountId', '@usr.name'], {
        aggregation: 'new_value',
        metrics: ['@evt.name'],
      }),
    ],
    options: { detectionMethod: 'new_value', newValueOptions: { forgetAfter: 7 } },
    cases: [{ name: 'new', status: 'low' }],
  }),
  known('impossible travel', 'okta', okta, {
    queries: [one('source:okta', ['@usr.id'], { aggregation: 'geo_data', metrics: ['@network.client.geoip'] })],
    options: { detectionMethod: 'impossible_travel', impossibleTravelOptions: { baselineUserLocations: false } },
    cases: [{ name: 'far', status: 'high' }],
  }),
  known('third party', 'guardduty', okta, {
    queries: [],
    cases: [],
    thirdPartyCases: [
      { name: 'grave', query: '@evt.name:Delete', status: 'high' },
      { name: 'mild', query: '@k:*', status: 'low' },
    ],
    options: {
      detectionMethod: 'third_party',
      thirdPartyRuleOptions: { rootQueries: [{ query: '@k:a', groupByFields: ['@usr.id'] }] },
    },
  }),
  known('third party by actor', 'github', github, {
    queries: [],
    cases: [],
    thirdPartyCases: [{ name: 'mild', query: '@k:*', status: 'low' }],
    options: {
      detectionMethod: 'third_party',
      thirdPartyRuleOptions: { rootQueries: [{ query: '@k:a', groupByFields: ['@actor'] }] },
    },
  }),
  known(
    'correlation of two rules',
    'okta',
    okta,
    {
      type: 'signal_correlation',
      queries: [
        { ruleId: 'adds', name: 'a', correlatedByFields: ['@usr.id'] },
        { ruleId: 'deletes', name: 'b', correlatedByFields: ['@usr.id'] },
      ],
      cases: [{ name: 'both', status: 'high', condition: 'a > 0 && b > 0' }],
    },
    [
      ruleOf('adds', { queries: [one('source:okta @evt.name:Add', ['@usr.id'])] }),
      ruleOf('deletes', { queries: [one('source:okta @evt.name:Delete', ['@usr.id'])] }),
    ],
  ),
  known('by host, with who it was on it', 'runtime-security-agent', root, {
    queries: [one('source:runtime-security-agent', ['host'])],
    message: 'By {{@usr.id}}.',
  }),
  known('by host and name', 'sshd', local, { queries: [one('source:sshd', ['host', '@usr.id'])] }),
  known('Azure by caller', 'azure', azure, { queries: [one('source:azure', ['@properties.caller'])] }),
  known('Entra ID by principal name', 'azure.activedirectory', entra, {
    queries: [one('source:azure.activedirectory', ['@properties.userPrincipalName', '@tenantId'])],
    cases: [{ name: 'two', status: 'high', condition: 'a > 1' }],
  }),
  known('Google Workspace by actor', 'gsuite', workspace, {
    queries: [one('source:gsuite', ['@actor.email'])],
    message: 'By {{@actor.email}} from {{@ipAddress}}.',
  }),
  known('two steps with unlike fields', 'gcp', google, {
    queries: [
      one('source:gcp @evt.name:Add', ['@usr.email'], { name: 'add' }),
      one('source:gcp @evt.name:Read', ['@usr.email'], { name: 'read' }),
    ],
    cases: [{ name: 'both', status: 'medium', condition: 'looked > 0' }],
    options: {
      detectionMethod: 'sequence_detection',
      sequenceDetectionOptions: {
        steps: [
          { name: 'added', condition: 'add > 0', evaluationWindow: 300 },
          { name: 'looked', condition: 'read > 0', evaluationWindow: 300 },
        ],
        stepTransitions: [{ parent: 'added', child: 'looked', evaluationWindow: 300 }],
      },
    },
  }),
]

/** The logs of deeds, as rules see them. */
export function eventsOf({ log }: KnownSignal, deeds: readonly Deed[]): readonly LogEvent[] {
  return deeds.map((deed) => {
    const read = readLog(log(deed))
    if (!('event' in read)) throw new Error(read.trouble)
    return read.event
  })
}

/** The signals of the rule that is looked at. */
export function signalsOf({ rules }: KnownSignal, events: readonly LogEvent[]): readonly WatchedSignal[] {
  const compiled = compileRules(rules)
  if (compiled.notEvaluated.length > 0) throw new Error(compiled.notEvaluated.map(({ reason }) => reason).join())
  return evaluateTold(compiled, events, watchSignal).signals.filter(({ signal }) => signal.rule === 'watched')
}
