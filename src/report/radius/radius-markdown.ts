import { secondText } from '../../diagnostic/times'
import type { Block } from '../../medium/bounded-markdown'
import { codeSpan, type MarkdownText, markdown } from '../../medium/markdown-text'
import type { Counts, Radius } from '../../radius/radius'
import { columnsFor, groundSentence, type RadiusOutcome, radiusSentences, share } from './radius-outcome'

/** What suppressions hide, for a pull request: rules, days and counts alone, unless values are asked for. */
export function radiusBlocks({ radii, ground }: RadiusOutcome, showsValues: boolean): readonly Block[] {
  return [
    { text: markdown`## What suppressions hide` },
    { text: markdown`${groundSentence(ground)}` },
    ...radii.flatMap((radius): readonly Block[] => {
      const { suppression, rules, severities, days, groups, examples } = radius
      const about = `what ${suppression.id} hides`
      const sentences = radiusSentences(radius, ground).map((sentence) => markdown`- ${sentence}\n`)
      const values = [
        ...tableBlock('group', [...groups]),
        ...examples.map((example) => ({ text: exampleLine(example), about: `an example of ${about}` })),
      ]
      return [
        { text: markdown`### ${codeSpan(suppression.id)}\n\n${sentences}`, about },
        ...tableBlock('rule', [...rules]),
        ...tableBlock('severity', [...severities]),
        ...tableBlock('day (UTC)', [...days]),
        ...(showsValues ? values : []),
      ]
    }),
  ]
}

function tableBlock(title: string, rows: readonly (readonly [string | undefined, Counts])[]): readonly Block[] {
  if (rows.length === 0) return []
  const columns = columnsFor(rows.map(([, counts]) => counts))
  const head = markdown`| ${title} |${columns.map(({ name }) => markdown` ${name} |`)} share |\n| --- |${columns.map(() => markdown` ---: |`)} ---: |`
  return [
    {
      text: head,
      rows: rows.map(([name = 'others', counts]) => ({
        text: markdown`| ${name} |${columns.map(({ key }) => markdown` ${String(counts[key])} |`)} ${share(counts.hidden, counts.signals)} |`,
        about: `${title} ${name}`,
      })),
    },
  ]
}

function exampleLine({ signal, isMeant, isTrue }: Radius['examples'][number]): MarkdownText {
  const what = isTrue ? 'called true' : isMeant === false ? 'not its purpose' : isMeant ? 'its purpose' : 'hidden'
  const group = Object.entries(signal.group)
    .map(([field, value]) => `${field}=${value}`)
    .join(', ')
  return markdown`- ${what}: ${signal.severity}, ${signal.title}, ${secondText(signal.firstSeenMs)}, ${group}`
}
