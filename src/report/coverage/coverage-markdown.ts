import { type Coverage, type Covered, testsOf } from '../../coverage/measure-coverage'
import { codeSpan, joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import { coverageSentence } from './coverage-text'
import { countText, ruleText, stateText } from './coverage-words'

/** Coverage for a wiki or an auditor: the same tables, with the rules on which each line rests. */
export function coverageMarkdown(coverage: Coverage): MarkdownText {
  const { tactics, techniques, strange, untagged } = coverage
  const notes = [
    ...strange.map(({ rule, tag }) => markdown`- ${codeSpan(rule)}: ${codeSpan(tag)} names nothing in ATT&CK`),
    ...(untagged.length > 0 ? [markdown`- ${countText(untagged.length, 'rule')} without tactic and technique`] : []),
  ]
  const blocks = [
    markdown`## ATT&CK coverage`,
    markdown`${coverageSentence(coverage)}.`,
    table('tactic', tactics),
    ...(techniques.length > 0 ? [table('technique', techniques)] : []),
    ...(notes.length > 0 ? [joinedMarkdown(notes, markdown`\n`)] : []),
  ]
  return markdown`${joinedMarkdown(blocks, markdown`\n\n`)}\n`
}

function table(title: string, rows: readonly Covered[]): MarkdownText {
  const lines = rows.map((row) => {
    const rules = joinedMarkdown(
      row.rules.map((rule) => markdown`${ruleText(rule)}`),
      markdown`, `,
    )
    return markdown`| ${row.id} ${row.name} | ${stateText(row)} | ${testsOf(row)} | ${rules} |`
  })
  const head = markdown`| ${title} | state | tests | rules |\n| --- | --- | ---: | --- |`
  return joinedMarkdown([head, ...lines], markdown`\n`)
}
