import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { placeFinding } from '../../src/diagnostic/diagnostic'
import { readRule } from '../../src/rule/read-rule'
import { readYaml } from '../../src/yaml/yaml-document'

const documentOf = (text: string, path = 'logins.rule.yaml') => readYaml({ path, text })
const read = (text: string, path?: string) => readRule(documentOf(text, path))

const whole = `id: logins
name: Too many logins
isEnabled: true
queries:
  - query: '@evt.name:ConsoleLogin'
    aggregation: count
cases:
  - status: high
    condition: a > 5
options:
  evaluationWindow: 15m
  keepAlive: 1h
  maxSignalDuration: 1d
message: Look at {{@usr.name}}.
`

/** Code, severity and the text that each finding points at. */
function findingsIn(text: string, path?: string): readonly (readonly [string, string, string])[] {
  const document = documentOf(text, path)
  return readRule(document).findings.map((finding) => {
    const { span } = placeFinding(finding, document.locate)
    return [finding.code, finding.severity, text.slice(span?.start, span?.end)] as const
  })
}

test('a rule is read with its windows in seconds', () => {
  const { rule, findings } = read(whole)
  expect(findings).toEqual([])
  expect(rule).toEqual({
    id: 'logins',
    name: 'Too many logins',
    isEnabled: true,
    queries: [{ query: '@evt.name:ConsoleLogin', aggregation: 'count' }],
    cases: [{ status: 'high', condition: 'a > 5' }],
    options: { evaluationWindow: 900, keepAlive: 3600, maxSignalDuration: 86_400 },
    message: 'Look at {{@usr.name}}.',
  })
})

/** Every field that the API page knows in a rule that can be written, with a value that it takes. */
const everyField = {
  id: 'every-field',
  name: 'Every field',
  type: 'log_detection',
  isEnabled: false,
  customName: 'Ours',
  queries: [
    {
      name: 'logins',
      query: 'source:cloudtrail',
      aggregation: 'new_value',
      dataSource: 'logs',
      groupByFields: ['@usr.name'],
      hasOptionalGroupByFields: true,
      distinctFields: ['@usr.id'],
      metrics: ['@a', '@b'],
      index: 'main',
      indexes: ['main', 'audit'],
      customQueryExtension: '-env:dev',
    },
    {
      ruleId: 'other-rule',
      aggregation: 'event_count',
      correlatedByFields: ['@usr.name'],
      correlatedQueryIndex: 0,
      metrics: [],
      name: '',
    },
  ],
  referenceTables: [
    { tableName: 't', columnName: 'c', logFieldPath: '@usr.name', ruleQueryName: 'logins', checkPresence: true },
  ],
  calculatedFields: [{ name: 'score', expression: '@a + @b' }],
  groupSignalsBy: ['@usr.name'],
  options: {
    detectionMethod: 'new_value',
    evaluationWindow: 0,
    keepAlive: 21_600,
    maxSignalDuration: 86_400,
    decreaseCriticalityBasedOnEnv: true,
    sequenceDetectionOptions: {
      steps: [
        { name: 'first', condition: 'a > 0', evaluationWindow: 60 },
        { name: 'second', condition: 'b > 0', evaluationWindow: 300 },
      ],
      stepTransitions: [{ parent: 'first', child: 'second', evaluationWindow: 900 }],
    },
    newValueOptions: {
      forgetAfter: 28,
      learningMethod: 'threshold',
      learningDuration: 0,
      learningThreshold: 1,
      instantaneousBaseline: true,
      instantaneousBaselineTimeoutMinutes: 30,
    },
    impossibleTravelOptions: {
      baselineUserLocations: true,
      baselineUserLocationsDuration: 7,
      detectIpTransition: false,
    },
    anomalyDetectionOptions: {
      bucketDuration: 300,
      detectionTolerance: 5,
      learningDuration: 24,
      learningPeriodBaseline: 10,
      instantaneousBaseline: false,
      instantaneousBaselineTimeoutMinutes: 30,
    },
    thirdPartyRuleOptions: {
      defaultStatus: 'info',
      defaultNotifications: ['@slack-soc'],
      rootQueries: [{ query: 'source:guardduty', groupByFields: ['instance-id'] }],
      signalTitleTemplate: '{{title}}',
    },
    hardcodedEvaluatorType: 'log4shell',
    complianceRuleOptions: {
      complexRule: false,
      resourceType: 'aws_s3_bucket',
      regoRule: { policy: 'package datadog', resourceTypes: ['aws_s3_bucket'] },
    },
  },
  schedulingOptions: { rrule: 'FREQ=HOURLY;INTERVAL=1;', start: '2026-01-01T00:00:00', timezone: 'UTC' },
  cases: [
    {
      name: 'many',
      status: 'critical',
      condition: 'logins > 0',
      notifications: ['@slack-soc'],
      customStatus: 'low',
      actions: [
        { type: 'block_ip', options: { duration: 900 } },
        { type: 'user_behavior', options: { userBehaviorName: 'odd' } },
        { type: 'flag_ip', options: { flaggedIPType: 'FLAGGED' } },
        { type: 'block_user' },
      ],
    },
  ],
  thirdPartyCases: [
    { name: 'grave', query: 'severity:8', status: 'high', notifications: ['@pagerduty'], customStatus: 'medium' },
  ],
  filters: [{ action: 'require', query: 'env:prod' }],
  complianceSignalOptions: {
    defaultActivationStatus: null,
    defaultGroupByFields: null,
    userActivationStatus: true,
    userGroupByFields: ['@account'],
  },
  tags: ['source:cloudtrail', 'bare', 'team:a', 'team:b', 'url:https://example.com/x?y=z'],
  hasExtendedTitle: true,
  message: 'Look.',
  customMessage: 'Look closer.',
}

test('every field that the API is known to have is read as it stands, without a word', () => {
  const { rule, findings } = read(JSON.stringify(everyField))
  expect(findings).toEqual([])
  expect(rule).toEqual(everyField)
})

test.each<[string, readonly string[]]>([
  [
    'type',
    [
      'log_detection',
      'application_security',
      'api_security',
      'workload_security',
      'workload_activity',
      'infrastructure_configuration',
      'cloud_configuration',
      'signal_correlation',
    ],
  ],
  [
    'options.detectionMethod',
    [
      'threshold',
      'new_value',
      'anomaly_detection',
      'impossible_travel',
      'hardcoded',
      'third_party',
      'anomaly_threshold',
      'sequence_detection',
    ],
  ],
  ['queries.0.aggregation', ['count', 'cardinality', 'sum', 'max', 'new_value', 'geo_data', 'event_count', 'none']],
  [
    'queries.0.dataSource',
    ['logs', 'audit', 'app_sec_spans', 'spans', 'security_runtime', 'network', 'events', 'security_signals'],
  ],
  ['cases.0.status', ['info', 'low', 'medium', 'high', 'critical']],
])('every %s of the API is taken', (path, values) => {
  for (const value of values) {
    expect(read(JSON.stringify(withAt(everyField, path.split('.'), value))).findings).toEqual([])
  }
})

function withAt(value: unknown, [step, ...rest]: readonly string[], wanted: unknown): unknown {
  if (step === undefined) return wanted
  const copy = structuredClone(value) as Record<string, unknown>
  copy[step] = withAt(copy[step], rest, wanted)
  return copy
}

test('a value of Datadog that is not known yet is kept with a warning, a mistyped one is an error', () => {
  const method = (name: string) => read(whole.replace('options:', `options:\n  detectionMethod: ${name}`))
  const newer = method('graph_walk')
  expect(newer.findings.map(({ code, severity, path }) => [code, severity, path])).toEqual([
    ['R103', 'warning', ['options', 'detectionMethod']],
  ])
  expect(newer.rule?.options.detectionMethod).toBe('graph_walk')
  const slip = method('treshold')
  expect(slip.rule).toBeUndefined()
  expect(slip.findings).toEqual([expect.objectContaining({ code: 'R103', severity: 'error' })])
  expect(slip.findings[0]?.help).toContain('did you mean threshold?')
})

describe('a rule pasted from an export of the Datadog app', () => {
  const pasted = JSON.stringify(
    {
      name: 'Too many logins',
      createdAt: 1_713_530_930_999,
      creationAuthorId: 12,
      isDefault: true,
      isPartner: false,
      isEnabled: true,
      isBeta: false,
      isDeleted: false,
      isDeprecated: false,
      queries: [
        {
          query: '@evt.name:ConsoleLogin',
          groupByFields: [],
          hasOptionalGroupByFields: false,
          distinctFields: [],
          aggregation: 'count',
          name: '',
          dataSource: 'logs',
        },
      ],
      options: { evaluationWindow: 900, detectionMethod: 'threshold', maxSignalDuration: 86_400, keepAlive: 3600 },
      cases: [{ name: '', status: 'high', notifications: [], condition: 'a > 5' }],
      message: 'Look.\n\n[1]: https://example.com',
      tags: ['source:cloudtrail'],
      hasExtendedTitle: true,
      type: 'log_detection',
      filters: [],
      defaultTags: ['source:cloudtrail'],
      version: 88,
      id: 'def-000-abc',
      updatedAt: 1_736_369_577_869,
      updateAuthorId: 13,
      blocking: false,
      metadata: { entities: null, sources: null },
      creator: { handle: '', name: '' },
      updater: { handle: 'someone@example.com', name: 'Someone' },
    },
    null,
    2,
  )

  test('works as it is; what Datadog sets alone is left out and said in one line', () => {
    const { rule, findings } = read(pasted)
    expect(rule).toMatchObject({ id: 'def-000-abc', name: 'Too many logins', options: { keepAlive: 3600 } })
    expect(findings.map(({ severity, code }) => [severity, code])).toEqual([['warning', 'R107']])
    const left = findings[0]?.message.replace(/^.*: /, '').split(', ') ?? []
    expect(left).toContain('version')
    expect(left).toContain('updater')
    expect(left).toHaveLength(15)
    for (const key of left) expect(rule).not.toHaveProperty(key)
  })

  test('the line points at the first of those keys', () => {
    expect(findingsIn(pasted)).toEqual([['R107', 'warning', '"createdAt"']])
  })

  test('the id under which Datadog ships the rule that a query names is kept, without a word', () => {
    const text = whole.replace('aggregation: count', 'ruleId: other\n    defaultRuleId: def-000-abc')
    expect(findingsIn(text)).toEqual([])
    expect(read(text).rule?.queries[0]).toMatchObject({ ruleId: 'other', defaultRuleId: 'def-000-abc' })
  })

  test('null lists of a third-party rule, as Terraform writes them, are absent without a word', () => {
    const { rule, findings } = read(
      JSON.stringify({
        id: 'guardduty',
        name: 'GuardDuty',
        message: 'Look.',
        isEnabled: true,
        queries: null,
        cases: null,
        options: { detectionMethod: 'third_party', thirdPartyRuleOptions: { rootQueries: [{ query: 'source:gd' }] } },
        thirdPartyCases: [{ status: 'high', query: 'severity:8' }],
      }),
    )
    expect(findings).toEqual([])
    expect(rule).toMatchObject({ queries: [], cases: [] })
  })
})

const without = (key: string) => whole.replace(new RegExp(`^${key}:.*\\n(?:  .*\\n)*`, 'm'), '')
const withLines = (lines: string) => `${without(lines.split(':')[0] ?? '')}${lines}\n`

describe('mistakes are findings at their place', () => {
  test.each<[string, string, string, string, string]>([
    ['an empty name', withLines("name: ' '"), 'R101', 'error', "' '"],
    ['an empty message', withLines('message: ""'), 'R101', 'error', '""'],
    ['a name that is a number', withLines('name: 404'), 'R102', 'error', '404'],
    ['a list where a map is wanted', withLines('options: []'), 'R102', 'error', '[]'],
    ['a map where a list is wanted', withLines('queries: { query: a }'), 'R102', 'error', '{ query: a }'],
    ['a text where a list is wanted', withLines('tags: source:ses'), 'R102', 'error', 'source:ses'],
    ['a query that is a text', withLines("queries: ['@a:b']"), 'R102', 'error', "'@a:b'"],
    ['a flag in words', withLines('isEnabled: "yes"'), 'R102', 'error', '"yes"'],
    ['a severity that is none', whole.replace('high', 'hihg'), 'R103', 'error', 'hihg'],
    ['a severity that resembles none', whole.replace('high', 'banana'), 'R103', 'error', 'banana'],
    ['a case without a severity', withLines('cases:\n  - condition: a > 5'), 'R101', 'error', 'condition'],
    ['a window that Datadog does not take', whole.replace('15m', '20m'), 'R105', 'error', '20m'],
    ['a window that is none', whole.replace('15m', 'a while'), 'R105', 'error', 'a while'],
    ['a window of only the schema', whole.replace('15m', '12h'), 'R106', 'warning', '12h'],
    ['an id with capitals', whole.replace('id: logins', 'id: Logins'), 'R105', 'error', 'Logins'],
    ['an id that is a number', whole.replace('id: logins', 'id: 12'), 'R105', 'error', '12'],
    ['a mistyped key', withLines('mesage2: x'), 'R104', 'warning', 'mesage2'],
    ['a mistyped key of a query', whole.replace('aggregation', 'agregation'), 'R104', 'warning', 'agregation'],
    ['a key without a value', withLines('tags:'), 'R106', 'warning', 'tags'],
    ['a deprecated key', whole.replace('aggregation: count', "metric: '@a'"), 'R108', 'warning', 'metric'],
    [
      'eleven queries',
      withLines(`queries: [${Array(11).fill('{query: a}').join(', ')}]`),
      'R103',
      'warning',
      'queries',
    ],
  ])('%s', (_, text, code, severity, at) => {
    expect(findingsIn(text)).toEqual([[code, severity, at]])
  })

  test.each(['name', 'message', 'options', 'queries', 'cases'])('a rule without %s lacks something', (key) => {
    const { rule, draft, findings } = read(without(key))
    expect(findings).toEqual([expect.objectContaining({ code: 'R101', severity: 'error', path: [key] })])
    expect(rule).toBeUndefined()
    expect(draft).toBeDefined()
  })

  test.each(['queries: []', 'queries:', 'cases: []', 'cases:'])('%s is as good as none', (lines) => {
    expect(findingsIn(withLines(lines)).map(([code]) => code)).toEqual(['R101'])
  })

  test('all mistakes of a file are told at once, and what is sound is still a draft', () => {
    const { rule, draft, findings } = read(`${withLines('options: { keepAlive: 7m, tomorrow: 1 }')}severity: high\n`)
    expect(findings.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'R105 options.keepAlive',
      'R104 options.tomorrow',
      'R110 severity',
    ])
    expect(rule).toBeUndefined()
    expect(draft).toMatchObject({ id: 'logins', options: { tomorrow: 1 }, severity: 'high' })
  })

  test('a key that stands twice is told by the reader of YAML', () => {
    const { diagnostics } = documentOf(`${whole}name: Again\n`)
    expect(diagnostics.map(({ code }) => code)).toEqual(['W002'])
  })

  test.each([
    ['', 'the file is empty'],
    ['# nothing but a comment\n', 'the file is empty'],
    ['- name: x\n', 'the file holds a list of rules'],
    ['just words\n', 'the file does not hold a rule'],
  ])('%j holds no rule', (text, message) => {
    expect(read(text)).toEqual({
      rule: undefined,
      draft: undefined,
      findings: [expect.objectContaining({ code: 'R100', message, path: [] })],
    })
  })

  test('of text that is not YAML nothing is said twice', () => {
    expect(read('a: [')).toEqual({ rule: undefined, draft: undefined, findings: [] })
  })
})

describe('unknown keys', () => {
  test('are kept wherever they stand, with a warning', () => {
    const { rule, findings } = read(
      whole
        .replace('aggregation: count', 'aggregation: count\n    samples: { rate: 0.1 }')
        .replace('keepAlive: 1h', 'keepAlive: 1h\n  quietHours: null')
        .replace('id: logins', 'id: logins\nowner: [blue]'),
    )
    expect(rule).toMatchObject({
      owner: ['blue'],
      queries: [{ samples: { rate: 0.1 } }],
      options: { quietHours: null },
    })
    expect(findings.map(({ code, severity, on }) => [code, severity, on])).toEqual(
      Array(3).fill(['R104', 'warning', 'key']),
    )
  })

  test('that resemble a known key name it', () => {
    const [finding] = read(withLines('tsgs: [a:b]')).findings
    expect(finding?.help).toBe('did you mean tags?')
  })
})

describe('the id', () => {
  test.each([
    ['rules/aws/logins.rule.yaml', 'logins'],
    ['rules/Console Logins.rule.yml', 'console-logins'],
    ['logins.json', 'logins'],
  ])('of a rule without one is the name of its file: %s', (path, id) => {
    const { rule, findings } = read(without('id'), path)
    expect(rule?.id).toBe(id)
    expect(findings).toEqual([expect.objectContaining({ code: 'R109', severity: 'warning', path: ['id'] })])
  })

  test('without a value counts as absent', () => {
    const { rule, findings } = read(whole.replace('id: logins', 'id:'))
    expect(rule?.id).toBe('logins')
    expect(findings.map(({ code }) => code)).toEqual(['R106', 'R109'])
  })

  test('cannot be taken from a file whose name has no letter', () => {
    const { rule, findings } = read(without('id'), '---.rule.yaml')
    expect(rule).toBeUndefined()
    expect(findings).toEqual([expect.objectContaining({ code: 'R101', path: ['id'] })])
  })

  test('that is wrong is not replaced by that of the file', () => {
    expect(read(whole.replace('id: logins', 'id: LOGINS')).draft).not.toHaveProperty('id')
  })
})

test('keys that objects have by birth are plain unknown keys', () => {
  const { rule, findings } = read(`${whole}__proto__: { isEnabled: false }\nconstructor: { prototype: { x: 1 } }\n`)
  expect(findings.map(({ code, path }) => [code, path])).toEqual([
    ['R104', ['__proto__']],
    ['R104', ['constructor']],
  ])
  expect(Object.getPrototypeOf(rule)).toBe(Object.prototype)
  expect(rule?.isEnabled).toBe(true)
  expect(({} as { x?: unknown }).x).toBeUndefined()
})

const shipped = join(__dirname, '../../rules/aws/ses')

test.each([
  'aws-ses-identity-added-then-deleted',
  'aws-ses-identity-added-then-deleted-by-identity-v1',
  'aws-ses-identity-added-then-deleted-by-identity-v2',
])('the shipped rule %s is read without a word', (id) => {
  const { rule, findings } = read(readFileSync(join(shipped, `${id}.rule.yaml`), 'utf8'))
  expect(findings).toEqual([])
  expect(rule?.id).toBe(id)
})

test('more cases and queries than were ever seen are kept, with a warning: the limit is not ours', () => {
  const cases = Array.from({ length: 12 }, (_, index) => `  - status: low\n    condition: a > ${20 - index}\n`).join('')
  const { rule, findings } = read(whole.replace('  - status: high\n    condition: a > 5\n', cases))
  expect(rule?.cases).toHaveLength(12)
  expect(findings).toMatchObject([{ code: 'R103', severity: 'warning', path: ['cases'] }])
})
