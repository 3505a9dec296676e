import type { CodePages } from './code-page'

const api = {
  ground: 'documented',
  source: 'Datadog docs, API > Security Monitoring: create a detection rule',
} as const
const method = (name: string) =>
  ({ ground: 'documented', source: `Datadog docs, Cloud SIEM > Detection rules: ${name}` }) as const
const ours = { ground: 'documented', source: 'ddac help workspace' } as const

/** What is wrong when a rule is read, and what the evaluator cannot make sense of. The tests read both of each. */
export const rulePages: CodePages<`R1${string}` | `R2${string}`> = {
  R100: {
    why: 'The file of a rule holds a map of keys. A list of rules, as an export of several has it, is split: a file each.',
    bad: '- just a list',
    good: 'id: a-rule\nname: A rule\n…',
    ...ours,
  },
  R101: {
    why: 'Without it Datadog refuses the rule, or the rule could never raise a signal.',
    bad: 'queries: []',
    good: 'queries: [{ query: "source:app @evt.outcome:failure" }]',
    ...api,
  },
  R102: {
    why: 'YAML tells texts, numbers, lists and maps apart, and so does Datadog. A text that looks like a number is quoted.',
    bad: 'tags: source:cloudtrail',
    good: 'tags: ["source:cloudtrail"]',
    ...api,
  },
  R103: {
    why: 'Datadog takes a closed set of words here.',
    bad: 'cases: [{ status: severe, condition: a > 0 }]',
    good: 'cases: [{ status: high, condition: a > 0 }]',
    ...api,
  },
  R104: {
    why: 'A key that ddac does not know may be a slip, or newer than ddac. It is sent, so that nothing is lost, and the rule is not evaluated, since what the key changes is not known. policy: { harmlessKeys: [name] } says that it changes nothing.',
    bad: 'queries: [{ query: "source:app", groupedFields: ["@usr.id"] }]',
    good: 'queries: [{ query: "source:app", groupByFields: ["@usr.id"] }]',
    ...ours,
  },
  R105: {
    why: 'Durations are written 90s, 10m, 3h, 1d or in seconds, and Datadog takes only some of them. An id has a-z, 0-9 and dashes.',
    bad: 'options: { evaluationWindow: 7m }',
    good: 'options: { evaluationWindow: 10m }',
    ...api,
  },
  R106: {
    why: 'A key without a value counts as absent; a window above six hours is in the schema of the API and in none of its documentation, and a tenant may refuse it.',
    bad: 'options: { evaluationWindow: 12h }',
    good: 'options: { evaluationWindow: 6h }',
    ...api,
  },
  R107: {
    why: 'An export holds what Datadog alone sets: version, creator, dates. It is left out of what is sent, and only makes differences in git.',
    bad: 'version: 3',
    good: 'name: Example',
    ground: 'observed',
    source: 'answers of the API',
  },
  R108: {
    why: 'Datadog has given the key up for another one, and takes it for now.',
    bad: 'queries: [{ query: "source:app", aggregation: sum, metric: "@bytes" }]',
    good: 'queries: [{ query: "source:app", aggregation: sum, metrics: ["@bytes"] }]',
    ...api,
  },
  R109: {
    why: 'The id ties a file to its rule in the tenant. Where the name of the file stands in for it, renaming the file would make another rule.',
    bad: 'name: Example',
    good: 'id: example\nname: Example',
    ...ours,
  },
  R110: {
    why: 'Terraform, Sigma and other programs call some keys otherwise, and a key in the wrong place does nothing there: the rule would not be the one that was meant.',
    bad: `detectionMethod: new_value`,
    good: `options: { detectionMethod: new_value }`,
    ...ours,
  },
  R204: {
    why: 'Conditions name queries by their names; a query without one is a, b, c … by its position.',
    bad: 'cases: [{ status: low, condition: logins > 5 }]',
    good: 'queries: [{ name: logins, query: "source:app" }]\ncases: [{ status: low, condition: logins > 5 }]',
    ...method('rule conditions'),
  },
  R205: {
    why: 'The steps of a sequence follow each other: each but the first is the child of one transition, and each but the last the parent of one.',
    bad: `options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps:
      - { name: one, condition: a > 0, evaluationWindow: 5m }
      - { name: two, condition: a > 1, evaluationWindow: 5m }
    stepTransitions: []
cases: [{ status: low, condition: two > 0 }]`,
    good: `options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps:
      - { name: one, condition: a > 0, evaluationWindow: 5m }
      - { name: two, condition: a > 1, evaluationWindow: 5m }
    stepTransitions: [{ parent: one, child: two, evaluationWindow: 1h }]
cases: [{ status: low, condition: two > 0 }]`,
    ...method('sequence'),
  },
  R206: {
    why: 'A sequence raises its signal when its last step fires, and that is all its case may ask for.',
    bad: `options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps:
      - { name: one, condition: a > 0, evaluationWindow: 5m }
    stepTransitions: []
cases: [{ status: low, condition: one > 5 }]`,
    good: `options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps:
      - { name: one, condition: a > 0, evaluationWindow: 5m }
    stepTransitions: []
cases: [{ status: low, condition: one > 0 }]`,
    ...method('sequence'),
  },
  R207: {
    why: 'Queries are joined by the values of their group-by fields, one by one, so each needs the same number of them.',
    bad: 'queries: [{ query: "source:app", groupByFields: ["@usr.id"] }, { query: "source:vpn", groupByFields: ["@usr.id", "@network.client.ip"] }]',
    good: 'queries: [{ query: "source:app", groupByFields: ["@usr.id"] }, { query: "source:vpn", groupByFields: ["@usr.id"] }]',
    ...method('joining queries'),
  },
  R208: {
    why: 'A cardinality counts the values of distinctFields, a sum or max those of one metric; a sequence counts logs and nothing else.',
    bad: 'queries: [{ query: "source:app", aggregation: sum }]',
    good: 'queries: [{ query: "source:app", aggregation: sum, metrics: ["@bytes"] }]',
    ...method('threshold'),
  },
  R209: {
    why: 'Signals can be grouped by fewer fields than queries count by, and by no other.',
    bad: 'queries: [{ query: "source:app", groupByFields: ["@usr.id"] }]\ngroupSignalsBy: ["@network.client.ip"]',
    good: 'queries: [{ query: "source:app", groupByFields: ["@usr.id", "@network.client.ip"] }]\ngroupSignalsBy: ["@network.client.ip"]',
    ...api,
  },
  R210: {
    why: 'A reference table filters one query, which it calls by name.',
    bad: 'referenceTables: [{ tableName: t, columnName: c, logFieldPath: usr.id, ruleQueryName: logins }]',
    good: 'referenceTables: [{ tableName: t, columnName: c, logFieldPath: usr.id, ruleQueryName: a }]',
    ...api,
  },
  R211: {
    why: 'A rule over signals counts those of another rule, which its queries name by ruleId: the id of a rule of this workspace, or of the tenant.',
    bad: `type: signal_correlation
queries: [{ aggregation: event_count }]`,
    good: `type: signal_correlation
queries: [{ aggregation: event_count, ruleId: abc-def-ghi }]`,
    ...method('signal correlation'),
  },
  R212: {
    why: 'Each waits for the signals of the other, and none could be evaluated first.',
    bad: '# first.rule.yaml counts signals of "second", and\n# second.rule.yaml those of "first"',
    good: '# first.rule.yaml counts signals of "second",\n# second.rule.yaml looks at logs',
    isMet: true,
    ...method('signal correlation'),
  },
  R213: {
    why: 'A condition that names them could mean either.',
    bad: 'queries: [{ name: a, query: "source:app" }, { name: a, query: "source:vpn" }]',
    good: 'queries: [{ name: a, query: "source:app" }, { name: b, query: "source:vpn" }]',
    ...method('rule conditions'),
  },
  R214: {
    why: 'A rule of the method third_party needs a root query; none can have more queries than letters can name.',
    bad: `queries: []
cases: []
options:
  detectionMethod: third_party
  thirdPartyRuleOptions:
    defaultStatus: low
    rootQueries: []
thirdPartyCases: [{ name: a, query: '*', status: low }]`,
    good: `queries: []
cases: []
options:
  detectionMethod: third_party
  thirdPartyRuleOptions:
    defaultStatus: low
    rootQueries: [{ query: 'source:app', groupByFields: [] }]
thirdPartyCases: [{ name: a, query: '*', status: low }]`,
    ...method('third party'),
  },
  R215: {
    why: 'A table is CSV with a header. A row that has another number of cells than the header cannot be told apart from a cut-off file.',
    bad: 'usr,team\nann,soc,night',
    good: 'usr,team\nann,soc',
    isMet: true,
    ground: 'documented',
    source: 'Datadog docs, Reference tables; ddac help workspace',
  },
}
