import type { ExampleExplanations } from '../../impact/explain-examples'
import type { RuleImpact } from '../../impact/measure-impact'
import type { SignalChange } from '../../impact/pair-signals'
import { changesIn } from '../../impact/tally'
import type { Painter } from '../../medium/painter'
import { indented, lined, type TerminalText, terminal } from '../../medium/terminal-text'
import { explainText } from '../explain/explain-text'
import { signalText } from '../signals-text'
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

/** So many principals are listed. */
const mostPrincipals = 10

/** An impact for a person: suppressions that are wider or new, counts by rule, severity, day and principal, then an example of each kind with its reasons. */
export function impactText(outcome: ImpactOutcome, paint: Painter): TerminalText {
  const { impact, explanations, excesses } = outcome
  const { rules, severities, days, totals, suppressions } = impact
  const told = suppressions.map((one) => {
    const { kind, sentence } = suppressionTexts(one, outcome)
    const mark = one.kind === 'new' ? paint.bold(kind) : paint.warning(kind)
    return terminal`${mark} suppression ${one.after.id}: ${sentence}\n`
  })
  const head = terminal`${told}${impactSentence(outcome)}\n`
  if (rules.length === 0) return head
  const compared = rules.filter(({ notEvaluated }) => Object.keys(notEvaluated).length === 0)
  const tables = [
    table('rule', [...compared.map(({ rule, counts }): Row => [rule.rule, counts]), ['all', totals]], paint),
    ...(changesIn(totals) > 0
      ? [
          table('severity', [...severities], paint),
          table('day (UTC)', [...days], paint),
          table('principal', principalRows(impact, mostPrincipals), paint),
        ]
      : []),
  ]
  const why = rules.map(
    (rule) => terminal`${rule.rule.rule}: ${[causesText(rule), ...notEvaluatedTexts(rule)].join('; ')}`,
  )
  const examples = rules.flatMap((rule) =>
    rule.examples.map((example) => exampleText(rule, example, explanations, paint)),
  )
  const over = excesses.map((excess) => paint.error(excessText(excess)))
  const blocks = [
    head,
    ...tables,
    terminal`${paint.bold('Why')}\n${indented(lined(why))}\n`,
    ...examples,
    ...(over.length > 0 ? [terminal`${lined(over)}\n`] : []),
  ]
  return terminal`${lined(blocks)}\n`
}

/** A table without the columns in which nothing stands. */
function table(title: string, rows: readonly Row[], paint: Painter): TerminalText {
  const shown = columns.filter(
    ([key]) => key === 'before' || key === 'after' || rows.some(([, counts]) => counts[key] > 0),
  )
  const width = Math.max(title.length, ...rows.map(([name]) => name.length))
  const widths = shown.map(([key, name]) =>
    Math.max(name.length, ...rows.map(([, counts]) => String(counts[key]).length)),
  )
  const line = (name: string, cells: readonly string[]): string =>
    [name.padEnd(width), ...cells.map((cell, at) => cell.padStart(widths[at] ?? 0))].join('  ')
  const head = line(
    title,
    shown.map(([, name]) => name),
  )
  const body = rows.map(([name, counts]) =>
    line(
      name,
      shown.map(([key]) => String(counts[key])),
    ),
  )
  return terminal`${lined([paint.bold(head), ...body.map((row) => terminal`${row}`)])}\n`
}

function exampleText(
  { rule }: RuleImpact,
  example: SignalChange,
  explanations: ExampleExplanations | undefined,
  paint: Painter,
): TerminalText {
  const { kind, before, after, differences } = example
  const shown = after ?? before
  const explained = explanations?.get(example)
  const what = differences.length > 0 ? ` (${differences.join(', ')})` : ''
  const head = paint.bold(`Example: ${kindTexts[kind]}${what}, ${rule.rule}`)
  const old = kind === 'changed' && before ? [terminal`before`, indented(signalText(before, paint)), terminal`now`] : []
  const side = sideToExplain(example)
  const explanation = explained?.[side]
  const lead = side === 'before' ? 'What explain says of the rule as it was' : 'What explain says of the rule as it is'
  return lined([
    head,
    ...old.map(indented),
    ...(shown ? [indented(signalText(shown, paint))] : []),
    ...(explanation ? [indented(terminal`${paint.bold(lead)}`), indented(explainText(explanation, paint))] : []),
  ])
}
