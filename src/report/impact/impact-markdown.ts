import { secondText } from '../../diagnostic/times'
import type { Impact, RuleImpact } from '../../impact/measure-impact'
import type { SignalChange } from '../../impact/pair-signals'
import type { Counts } from '../../impact/tally'
import { type Block, type Bound, boundedMarkdown } from '../../medium/bounded-markdown'
import { html } from '../../medium/html-text'
import { codeSpan, folded, joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import { mistakesTable } from '../diagnostics-markdown'
import { nearMissText } from '../explain/near-miss-text'
import {
  causesText,
  columns,
  excessText,
  type ImpactOutcome,
  impactSentence,
  kindTexts,
  notEvaluatedTexts,
  principalRows,
  type Row,
  sideToExplain,
  suppressionTexts,
} from './impact-outcome'

/**
 * An impact for a pull request. Rules, days and counts alone, unless values are asked for: who did what is for those who may
 * read the logs.
 */
export function impactMarkdown(outcome: ImpactOutcome, showsValues: boolean, bound?: Bound): MarkdownText {
  const { impact, excesses, mistakes } = outcome
  const { rules, severities, days, totals, suppressions } = impact
  const values = [
    countsBlock('principal', principalRows(impact, impact.principals.size)),
    ...rules.flatMap((rule) => rule.examples.map((example) => exampleBlock(rule, example, outcome))),
  ]
  const tables = [
    { text: headOf('rule', true), rows: [...rules.map(ruleRow), allRow(totals)] },
    countsBlock('severity', [...severities]),
    countsBlock('day (UTC)', [...days]),
    ...(showsValues ? values : []),
  ]
  const blocks: readonly Block[] = [
    { text: markdown`## What it does to alerts` },
    ...(suppressions.length > 0 ? [suppressionsBlock(suppressions, outcome)] : []),
    { text: markdown`${impactSentence(outcome)}` },
    ...excesses.map((excess) => ({ text: markdown`:x: ${excessText(excess)}` })),
    ...mistakesTable(mistakes),
    ...(rules.length > 0 ? tables : []),
  ]
  return boundedMarkdown(blocks, bound)
}

function suppressionsBlock(suppressions: Impact['suppressions'], outcome: ImpactOutcome): Block {
  return {
    text: markdown`| suppression | | why |\n| --- | --- | --- |`,
    rows: suppressions.map((one) => {
      const { kind, sentence } = suppressionTexts(one, outcome)
      const { id } = one.after
      return {
        text: markdown`| ${codeSpan(id)} | ${one.kind === 'new' ? '' : markdown`:warning: `}${kind} | ${sentence} |`,
        about: `the row of ${id}`,
      }
    }),
  }
}

/** The head of a table of counts; behind those of rules stands why they changed. */
function headOf(title: string, isOfRules = false): MarkdownText {
  const names = columns.map(([, name]) => markdown` ${name} |`)
  const lines = columns.map(() => markdown` ---: |`)
  return isOfRules
    ? markdown`| ${title} |${names} why |\n| --- |${lines} --- |`
    : markdown`| ${title} |${names}\n| --- |${lines}`
}

function cells(counts: Counts): readonly MarkdownText[] {
  return columns.map(([key]) => markdown` ${String(counts[key])} |`)
}

function ruleRow(impact: RuleImpact) {
  const { rule, counts } = impact
  const why = [causesText(impact), ...notEvaluatedTexts(impact)].join('; ')
  return { text: markdown`| ${codeSpan(rule.rule)} |${cells(counts)} ${why} |`, about: `the row of ${rule.rule}` }
}

function allRow(totals: Counts) {
  return { text: markdown`| all that are compared |${cells(totals)} |`, about: 'the row of all rules' }
}

function countsBlock(title: string, rows: readonly Row[]): Block {
  return {
    text: headOf(title),
    rows: rows.map(([name, counts]) => ({ text: markdown`| ${name} |${cells(counts)}`, about: `${title} ${name}` })),
  }
}

/** A signal that is seen otherwise, folded away with what its rule came near to. */
function exampleBlock({ rule }: RuleImpact, example: SignalChange, { explanations }: ImpactOutcome): Block {
  const { kind, before, after, differences } = example
  const shown = after ?? before
  const explanation = explanations?.get(example)?.[sideToExplain(example)]
  const lines = [
    ...(differences.length > 0 ? [`other than before: ${differences.join(', ')}`] : []),
    ...(shown
      ? [
          `${shown.severity}: ${shown.title}`,
          ...Object.entries(shown.group).map(([field, value]) => `${field}=${value}`),
          `seen ${secondText(shown.firstSeenMs)} to ${secondText(shown.lastSeenMs)}, events: ${shown.count}`,
          ...shown.suppressedBy.map((id) => `hidden by ${id}`),
        ]
      : []),
    ...(explanation?.nearMisses ?? []).map(nearMissText).map(({ word, sentence }) => `${word}: ${sentence}`),
  ]
  const body = joinedMarkdown(
    lines.map((line) => markdown`- ${line}`),
    markdown`\n`,
  )
  const about = `an example of ${rule.rule}: ${kindTexts[kind]}`
  return { text: folded(html`${kindTexts[kind]}: ${rule.rule}`, body), about }
}
