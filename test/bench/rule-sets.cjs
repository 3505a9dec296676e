const { readFileSync } = require('node:fs')
const { actions, services } = require('./cloudtrail.cjs')

const alive = { evaluationWindow: 3600, keepAlive: 3600, maxSignalDuration: 7200 }
const shared = { message: 'By {{@userIdentity.arn}}', isEnabled: true }
const seen = [{ status: 'low', condition: 'a > 0' }]
const often = [{ status: 'low', condition: 'a > 2' }]
const byArn = ['@userIdentity.arn']
const rare = (index) => `(${actions[index % 10]}Thing${(index * 7) % 90} OR Rare${index})`

/** The kinds of rules that teams have, those among them that cost most: each makes the rule of that number. */
const kinds = [
  (index) => ({
    queries: [
      {
        name: 'a',
        query: `source:cloudtrail @evt.name:${rare(index)} -@error.kind:*`,
        groupByFields: ['@recipientAccountId'],
      },
    ],
    cases: often,
    options: alive,
  }),
  (index) => ({
    queries: [
      {
        name: 'a',
        query: `source:cloudtrail @eventSource:${services[index % 10]}.amazonaws.com @evt.name:${rare(index)}`,
        groupByFields: byArn,
        aggregation: 'cardinality',
        distinctFields: ['@requestParameters.bucketName'],
      },
    ],
    cases: often,
    options: alive,
  }),
  (index) => ({
    queries: [
      {
        name: 'a',
        query: `source:cloudtrail @evt.name:Put* @userIdentity.session_name:session-${index}`,
        groupByFields: byArn,
      },
      { name: 'b', query: `source:cloudtrail @evt.name:Delete* @awsRegion:eu-*`, groupByFields: byArn },
    ],
    cases: [{ status: 'high', condition: 'two > 0' }],
    options: {
      ...alive,
      detectionMethod: 'sequence_detection',
      sequenceDetectionOptions: {
        steps: [
          { name: 'one', condition: 'a > 0', evaluationWindow: 300 },
          { name: 'two', condition: 'b > 0', evaluationWindow: 300 },
        ],
        stepTransitions: [{ parent: 'one', child: 'two', evaluationWindow: 300 }],
      },
    },
  }),
  (index) => ({
    queries: [
      { name: 'a', query: `source:cloudtrail @userIdentity.type:Root @evt.name:${rare(index)}`, groupByFields: byArn },
    ],
    cases: seen,
    options: alive,
  }),
  (index) => ({
    queries: [
      { name: 'a', query: `source:okta @evt.outcome:FAILURE @evt.name:thing.${index}`, groupByFields: ['@usr.email'] },
    ],
    cases: often,
    options: alive,
  }),
  (index) => ({
    queries: ['sum', 'max'].map((aggregation, at) => ({
      name: 'ab'[at],
      query: `source:cloudtrail @evt.name:${rare(index)}`,
      groupByFields: byArn,
      aggregation,
      metrics: ['@requestParameters.page'],
    })),
    cases: [{ status: 'low', condition: 'a > 1000000 && b > 1000' }],
    options: alive,
  }),
  (index) => ({
    queries: ['Put', 'Delete'].map((action, at) => ({
      name: 'ab'[at],
      query: `source:cloudtrail @evt.name:${action}Thing${index % 90}`,
      groupByFields: byArn,
    })),
    cases: [{ status: 'medium', condition: 'a > 0 THEN b > 0' }],
    options: alive,
  }),
  (index) => ({
    queries: [],
    cases: [],
    options: {
      ...alive,
      detectionMethod: 'third_party',
      thirdPartyRuleOptions: {
        defaultStatus: 'info',
        rootQueries: [{ query: `source:cloudtrail @evt.name:${rare(index)}`, groupByFields: byArn }],
      },
    },
    thirdPartyCases: [{ name: 'failed', query: '@error.kind:*', status: 'high' }],
  }),
  // What the rules before it raised, one of them of many steps.
  (index) => ({
    type: 'signal_correlation',
    queries: [1, 2].map((back, at) => ({
      name: 'ab'[at],
      ruleId: `rule-${index - back}`,
      aggregation: 'event_count',
      correlatedByFields: byArn,
    })),
    cases: [{ status: 'critical', condition: 'a > 0 && b > 0' }],
    options: alive,
  }),
]

/** One of each in every set: a new value without a literal, travel without places, a group of nobody, a group of all. */
const broad = [
  {
    queries: [
      { name: 'a', query: 'source:cloudtrail', groupByFields: ['@recipientAccountId'], metrics: ['@awsRegion'] },
    ],
    cases: [{ status: 'info' }],
    options: {
      ...alive,
      detectionMethod: 'new_value',
      newValueOptions: { learningMethod: 'duration', learningDuration: 1, forgetAfter: 7 },
    },
  },
  {
    queries: [
      { name: 'a', query: 'source:cloudtrail', groupByFields: ['@usr.id'], metrics: ['@network.client.geoip'] },
    ],
    cases: [{ status: 'low' }],
    options: {
      ...alive,
      detectionMethod: 'impossible_travel',
      impossibleTravelOptions: { baselineUserLocations: true },
    },
  },
  { queries: [{ name: 'a', query: 'source:cloudtrail', groupByFields: ['@nobody.has'] }], cases: seen, options: alive },
  {
    queries: [{ name: 'a', query: 'source:cloudtrail @evt.name:CreateThing*', groupByFields: ['@recipientAccountId'] }],
    cases: [{ status: 'low', condition: 'a > 1000000' }],
    options: alive,
  },
]

/** So many rules of the mix; with `DDAC_BENCH_RULES=FILE` (a rule a line, as the API has them) of those, over and over. */
function ruleSet(count) {
  const file = process.env.DDAC_BENCH_RULES
  const real = file
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : undefined
  return Array.from({ length: count }, (_, index) => {
    const own = real
      ? { ...real[index % real.length], isEnabled: true }
      : { ...shared, ...(broad[index] ?? kinds[index % kinds.length](index)) }
    return { ...own, id: `rule-${index}`, name: `Rule ${index}` }
  })
}

/** A rule that the first so many records of an archive raise a signal of, each one of its own. */
function oneSignalEach(count) {
  const query = `source:cloudtrail @requestParameters.page:<${count}`
  return {
    ...shared,
    id: 'each',
    name: 'Each',
    message: '{{@userIdentity.arn}} called {{@evt.name}} from {{@network.client.ip}}.',
    queries: [{ name: 'a', query, groupByFields: ['@requestID'] }],
    cases: seen,
    options: { evaluationWindow: 0, keepAlive: 0, maxSignalDuration: 0 },
  }
}

module.exports = { oneSignalEach, ruleSet }
