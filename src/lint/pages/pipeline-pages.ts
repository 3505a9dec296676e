import type { CodePages } from './code-page'

const api = { ground: 'documented', source: 'Datadog docs, API > Logs Pipelines; Log processors' } as const
const ours = { ground: 'documented', source: 'ddac help pipelines' } as const

/** What is wrong with a pipeline or its tests. The tests read both of each. */
export const pipelinePages: CodePages<`G${string}`> = {
  G001: {
    why: 'A processor needs to know what to read and where to write.',
    bad: 'processors: [{ type: status-remapper, is_enabled: true }]',
    good: 'processors: [{ type: status-remapper, is_enabled: true, sources: [level] }]',
    ...api,
  },
  G002: {
    why: 'YAML tells texts, lists and maps apart.',
    bad: 'processors: [{ type: status-remapper, is_enabled: true, sources: level }]',
    good: 'processors: [{ type: status-remapper, is_enabled: true, sources: [level] }]',
    ...api,
  },
  G003: {
    why: 'A key that is not known changes nothing here, and may be a slip.',
    bad: 'processors: [{ type: status-remapper, is_enabled: true, sources: [level], sauces: [a] }]',
    good: 'processors: [{ type: status-remapper, is_enabled: true, sources: [level] }]',
    ...api,
  },
  G004: {
    why: 'A table of a lookup is written key,value; other values have a form of their own too.',
    bad: 'processors: [{ type: lookup-processor, is_enabled: true, source: a, target: b, lookup_table: 3 }]',
    good: 'processors: [{ type: lookup-processor, is_enabled: true, source: a, target: b, lookup_table: ["1,one"] }]',
    ...api,
  },
  G005: {
    why: 'A key without a value counts as absent.',
    bad: 'processors: [{ type: status-remapper, is_enabled: null, sources: [level] }]',
    good: 'processors: [{ type: status-remapper, is_enabled: true, sources: [level] }]',
    ...api,
  },
  G006: {
    why: 'It is passed over, and what it would have done to logs is missing; such logs are marked.',
    bad: 'processors: [{ type: status-mapper, is_enabled: true, sources: [level] }]',
    good: 'processors: [{ type: status-remapper, is_enabled: true, sources: [level] }]',
    ...api,
  },
  G007: {
    why: 'The grok rule names a matcher or filter that does not exist, or a regular expression that cannot be read.',
    bad: 'processors: [{ type: grok-parser, is_enabled: true, source: message, grok: { match_rules: "r %{wrod:usr.id}" } }]',
    good: 'processors: [{ type: grok-parser, is_enabled: true, source: message, grok: { match_rules: "r %{word:usr.id}" } }]',
    ground: 'documented',
    source: 'Datadog docs, Log parsing: matchers and filters',
  },
  G008: {
    why: 'An arithmetic processor knows + - * / and brackets over numbers and attributes.',
    bad: 'processors: [{ type: arithmetic-processor, is_enabled: true, target: b, expression: "a +" }]',
    good: 'processors: [{ type: arithmetic-processor, is_enabled: true, target: b, expression: "a + 1" }]',
    ...api,
  },
  G009: {
    why: 'Pipelines that were pulled are the tenant’s: a change by hand makes verdicts that the tenant does not share.',
    bad: 'pulled: { digest: … } # and another processor below',
    good: 'ddac pipeline pull',
    isMet: true,
    ...ours,
  },
  G010: {
    why: 'Logs would pass the pipeline twice.',
    bad: 'id: abc # in two files',
    good: '# delete one of the two',
    isMet: true,
    ...ours,
  },
  G011: {
    why: 'A test has a sample.',
    bad: 'tests: [{ result: { message: a } }]',
    good: 'tests: [{ sample: a, result: { message: a } }]',
    ...ours,
  },
  G012: {
    why: 'YAML tells texts, lists and maps apart.',
    bad: 'tests: [{ sample: a, result: 3 }]',
    good: 'tests: [{ sample: a, result: { message: a } }]',
    ...ours,
  },
  G013: {
    why: 'A key that is not known is not compared.',
    bad: 'tests: [{ sample: a, result: { message: a }, results: 1 }]',
    good: 'tests: [{ sample: a, result: { message: a } }]',
    ...ours,
  },
  G014: {
    why: 'A file of tests bears the name of its pipeline, or names it with id:.',
    bad: 'id: shop # and no pipeline has that id',
    good: '# shop.pipeline-test.yaml beside shop.pipeline.yaml',
    isMet: true,
    ...ours,
  },
  G015: {
    why: 'Public integrations hold tests whose result nobody wrote yet.',
    bad: 'tests: [{ sample: a, result: null }]',
    good: 'tests: [{ sample: a, result: { message: a } }]',
    ...ours,
  },
  G101: {
    why: 'The pipeline makes something else of the sample than the test says; what differs is told key by key.',
    bad: 'result: { message: a, tags: [] }',
    good: '# ddac pipeline run LOGS --explain says which processor did what',
    isMet: true,
    ...ours,
  },
}
