/** What the workspaces and the tenants of a siege hold. */

const ruleText = (id, change = {}) => {
  const {
    message = 'Look at {{@usr.id}}.',
    detection = threshold,
    enabled = true,
    tags = 'team:security',
    more = '',
  } = change
  return `# ${id}, by the team
id: ${id}
name: Rule ${id} of {{@usr.id}}
type: log_detection
isEnabled: ${enabled}
${detection(id)}tags: [source:app, ${tags}] # ours
message: |
  ${message}
${more}`
}

const threshold = (id) => `queries:
  - { name: failed, query: 'source:app @number:${id}', groupByFields: ["@usr.id"], aggregation: count }
options: { detectionMethod: threshold, evaluationWindow: 5m, keepAlive: 1h, maxSignalDuration: 1d }
cases:
  - { name: several, status: medium, condition: failed > 1, notifications: [] }
`
const newValue = () => `queries:
  - { name: failed, query: source:app, metrics: ["@usr.id"], aggregation: new_value }
options:
  detectionMethod: new_value
  keepAlive: 1h
  maxSignalDuration: 1d
  newValueOptions: { forgetAfter: 7, learningDuration: 1, learningMethod: duration, learningThreshold: 0 }
cases:
  - { name: new, status: low, notifications: [] }
`

const suppressionText = (id, rule, query = `@usr.id:${id}`) => `# ${id}, agreed
id: ${id}
name: Quiet ${id}
rules: [${rule}] # the one
suppressionQuery: '${query}'
expires: 2999-01-31
owner: team@example.com
reason: It is known.
`

/** A rule that somebody made in the tenant's pages, or one of Datadog's. */
const strangerRule = (id, change = {}) => ({
  id: `str-ang-${id}`,
  version: 3,
  name: `Stranger ${id}`,
  message: 'Made by hand.',
  type: 'log_detection',
  isEnabled: true,
  hasExtendedTitle: true,
  isDefault: false,
  tags: ['source:okta'],
  queries: [
    { name: 'a', query: `source:okta @number:${id}`, aggregation: 'count', groupByFields: [], distinctFields: [] },
  ],
  cases: [{ name: '', status: 'low', condition: 'a > 0', notifications: [] }],
  filters: [],
  options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 },
  ...change,
})

const strangerSuppression = (id) => ({
  id: `sup-han-${id}`,
  version: 4,
  name: `Quiet by hand ${id}`,
  description: '',
  enabled: true,
  rule_query: 'type:log_detection source:okta',
  suppression_query: `env:test${id}`,
  data_exclusion_query: '',
  tags: [],
  editable: true,
})

const numbered = (from, to) => Array.from({ length: to - from }, (_, at) => String(from + at).padStart(3, '0'))

/** More than two pages, so that a list takes three requests. */
const strangers = {
  rules: [
    ...numbered(0, 205).map((id) => strangerRule(id)),
    strangerRule('def', { id: 'def-000-aaa', isDefault: true, defaultTags: ['source:okta'] }),
  ],
  suppressions: [strangerSuppression('001')],
}
const fewStrangers = { rules: strangers.rules.slice(-3), suppressions: strangers.suppressions }

const pipeline = (id, source, table = 'bad,failure') => ({
  id,
  type: 'pipeline',
  name: `Of ${source}`,
  is_enabled: true,
  is_read_only: false,
  filter: { query: `source:${source}` },
  processors: [
    {
      type: 'lookup-processor',
      name: '',
      is_enabled: true,
      source: 'result',
      target: 'evt.outcome',
      lookup_table: [table],
    },
  ],
})

const log = (at, user) => ({
  ddsource: 'app',
  timestamp: at,
  number: 'r-0',
  usr: { id: user, email: `${user}@corp.test` },
  client: '203.0.113.77',
})

module.exports = {
  fewStrangers,
  log,
  newValue,
  pipeline,
  ruleText,
  strangerRule,
  strangers,
  suppressionText,
}
