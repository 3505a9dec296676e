import { parseAllDocuments } from 'yaml'
import type { LogEvent } from '../../src/event/log-event'
import type { LintFinding, LintInput } from '../../src/lint/lint-workspace'
import { lintWorkspace } from '../../src/lint/lint-workspace'
import { logsAsSamples } from '../../src/lint/sample-logs'
import { readRule } from '../../src/rule/read-rule'
import type { Draft } from '../../src/rule/rule'
import { readSuppression } from '../../src/suppression/read-suppression'
import type { Suppression } from '../../src/suppression/suppression'
import { readYaml } from '../../src/yaml/yaml-document'

/** What an example need not say: a rule about which no check has anything to say. */
const plainRule = {
  id: 'example',
  name: 'Example',
  queries: [{ name: 'a', query: 'source:cloudtrail @evt.name:DeleteTrail' }],
  cases: [{ status: 'low', condition: 'a > 0' }],
  options: {},
  message: '## Goal\nOne.\n## Strategy\nTwo.\n## Triage and response\nThree.',
  tags: ['source:cloudtrail'],
}

const plainSuppression = {
  id: 'example-suppression',
  name: 'Example',
  owner: 'team@example.com',
  reason: 'An example.',
}

/** The day on which examples are read. */
const juneMs = Date.UTC(2026, 5, 1)

/** The sample log of every example that says nothing else. */
const sample = {
  source: 'cloudtrail',
  attributes: {
    evt: { name: 'DeleteTrail' },
    userIdentity: { arn: 'arn:aws:iam::111122223333:user/x' },
    size_as_text: '12',
  },
}

/** A log event of which only the telling part is written. */
export function eventOf(some: Partial<LogEvent>): LogEvent {
  return { id: 'e', timeMs: 0, tags: [], attributes: {}, ...some }
}

/** Fragments of rules and suppressions (`---` between files) as the files of one workspace. */
export function readExample(text: string): Pick<LintInput, 'rules'> & Required<Pick<LintInput, 'suppressions'>> {
  const rules: { rule: Draft }[] = []
  const suppressions: { suppression: Suppression }[] = []
  for (const document of parseAllDocuments(text)) {
    if (document.errors.length > 0) throw new Error(`the example is not YAML: ${document.errors[0]?.message}`)
    const fragment = document.toJS()
    if ('suppressionQuery' in fragment || 'dataExclusionQuery' in fragment) {
      const scope = 'rules' in fragment || 'ruleQuery' in fragment ? {} : { ruleQuery: 'source:cloudtrail' }
      const { suppression, findings } = readSuppression(
        { value: { ...plainSuppression, ...scope, ...fragment } },
        { required: ['owner', 'reason'] },
      )
      if (!suppression) throw new Error(`the example is no suppression: ${findings.map(({ message }) => message)}`)
      suppressions.push({ suppression })
    } else {
      const source = { path: 'example.rule.yaml', text: JSON.stringify({ ...plainRule, ...fragment }) }
      const { draft } = readRule(readYaml(source))
      if (!draft) throw new Error('the example is no rule')
      rules.push({ rule: draft })
    }
  }
  if (rules.length === 0) rules.push(...readExample('{}').rules)
  return { rules, suppressions }
}

/** All that lint says of an example. */
export function lintExample(text: string, more: Partial<LintInput> = {}): readonly LintFinding[] {
  return lintWorkspace({
    ...readExample(text),
    nowMs: juneMs,
    samplesOf: () => logsAsSamples([eventOf(sample)]),
    ...more,
  })
}

/** A place as users read it: `queries[0].query "-@a:x"`, the words in quotes where only a part of the text is meant. */
export function placeOf(
  { subject, finding }: LintFinding,
  { rules, suppressions }: ReturnType<typeof readExample>,
): string {
  const path = finding.path.map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${key}`))
  if (finding.range === undefined) return path.join('')
  const file = subject.kind === 'rule' ? rules[subject.index]?.rule : suppressions[subject.index]?.suppression
  const text = finding.path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], file)
  return `${path.join('')} "${String(text).slice(finding.range.start, finding.range.end)}"`
}
