import { secondText } from '../../diagnostic/times'
import type { Painter } from '../../medium/painter'
import { indented, lined, type TerminalText, terminal } from '../../medium/terminal-text'
import type { Counts, Radius } from '../../radius/radius'
import { columnsFor, groundSentence, type RadiusOutcome, radiusSentences, share } from './radius-outcome'

/** So many groups are listed. */
const mostGroups = 10

/** What suppressions hide, for a person: sentences, then tables by rule, group, severity and day. */
export function radiusText({ radii, ground }: RadiusOutcome, paint: Painter): TerminalText {
  const blocks = radii.map((radius) => {
    const { suppression, rules, groups, severities, days } = radius
    const tables = [
      table('rule', [...rules], paint),
      table('severity', [...severities], paint),
      table('group', firstGroups([...groups]), paint),
      table('day (UTC)', [...days], paint),
    ].flat()
    return lined([
      terminal`${paint.bold(suppression.id)}`,
      ...radiusSentences(radius, ground).map((sentence) => terminal`  ${sentence}`),
      ...tables.map(indented),
      ...radius.examples.map((example) => indented(exampleText(example, paint))),
      terminal``,
    ])
  })
  return terminal`${groundSentence(ground)}\n\n${blocks.map((block) => terminal`${block}\n`)}`
}

function table(
  title: string,
  rows: readonly (readonly [string | undefined, Counts])[],
  paint: Painter,
): readonly TerminalText[] {
  if (rows.length === 0) return []
  const columns = columnsFor(rows.map(([, counts]) => counts))
  const cells = rows.map(([name = 'others', counts]) => [
    name,
    ...columns.map(({ key }) => String(counts[key])),
    share(counts.hidden, counts.signals),
  ])
  const head = [title, ...columns.map(({ name }) => name), 'share']
  const widths = head.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')
  return [lined([paint.bold(line(head)), ...cells.map((row) => terminal`${line(row)}`)])]
}

function firstGroups(
  groups: readonly (readonly [string | undefined, Counts])[],
): readonly (readonly [string | undefined, Counts])[] {
  const named = groups.map(([name, counts]) => [name === '' ? '(no group)' : name, counts] as const)
  if (named.length <= mostGroups) return named
  const rest = named.slice(mostGroups)
  const sum = rest.reduce(
    (all, [, counts]) => ({
      signals: all.signals + counts.signals,
      hidden: all.hidden + counts.hidden,
      beside: all.beside + counts.beside,
      allAlong: all.allAlong + counts.allAlong,
      besideAllAlong: all.besideAllAlong + counts.besideAllAlong,
    }),
    { signals: 0, hidden: 0, beside: 0, allAlong: 0, besideAllAlong: 0 },
  )
  return [...named.slice(0, mostGroups), [`and ${rest.length} more`, sum]]
}

function exampleText({ signal, isMeant, isTrue, isHidden }: Radius['examples'][number], paint: Painter): TerminalText {
  const what = isTrue ? 'called true' : isMeant === false ? 'not its purpose' : isMeant ? 'its purpose' : 'hidden'
  const group = Object.entries(signal.group).map(([field, value]) => `  ${field}:${value}`)
  const when = isHidden ? '' : ', only if it had acted then'
  return terminal`${paint.faint(`${what}${when}:`)} ${paint.severities[signal.severity](signal.severity)} ${signal.title}  ${secondText(signal.firstSeenMs)}${group.map((each) => terminal`${each}`)}`
}
