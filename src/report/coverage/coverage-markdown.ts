import { type Coverage, type Covered, testsOf } from '../../coverage/measure-coverage'
import type { Diagnostic } from '../../diagnostic/diagnostic'
import { type Block, type Bound, boundedMarkdown } from '../../medium/bounded-markdown'
import { codeSpan, joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import { mistakesTable } from '../diagnostics-markdown'
import { coverageSentence } from './coverage-text'
import { countText, ruleText, stateText } from './coverage-words'

/** Coverage for a wiki or an auditor: the same tables, with the rules on which each line rests, as many lines as fit. */
export function coverageMarkdown(coverage: Coverage, mistakes: readonly Diagnostic[], bound?: Bound): MarkdownText {
  const { tactics, techniques, strange, untagged } = coverage
  const notes: readonly Block[] = [
    ...strange.map(({ rule, tag }) => ({
      text: markdown`- ${codeSpan(rule)}: ${codeSpan(tag)} names nothing in ATT&CK`,
      about: `${rule}: ${tag}`,
    })),
    ...(untagged.length > 0
      ? [{ text: markdown`- ${countText(untagged.length, 'rule')} without tactic and technique` }]
      : []),
  ]
  return boundedMarkdown(
    [
      { text: markdown`## ATT&CK coverage` },
      { text: markdown`${coverageSentence(coverage)}.` },
      ...mistakesTable(mistakes),
      table('tactic', tactics),
      ...(techniques.length > 0 ? [table('technique', techniques)] : []),
      ...notes,
    ],
    bound,
  )
}

function table(title: string, covered: readonly Covered[]): Block {
  const rows = covered.map((row) => {
    const rules = joinedMarkdown(
      row.rules.map((rule) => markdown`${ruleText(rule)}`),
      markdown`, `,
    )
    const text = markdown`| ${row.id} ${row.name} | ${stateText(row)} | ${testsOf(row)} | ${rules} |`
    return { text, about: `${row.id} ${row.name}` }
  })
  return { text: markdown`| ${title} | state | tests | rules |\n| --- | --- | ---: | --- |`, rows }
}
