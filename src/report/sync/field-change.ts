import { diffLines } from 'diff'
import { hasDate, isoText } from '../../diagnostic/times'
import type { Json } from '../../json/json'
import { asTexts } from '../../json/json-text'
import { parseQuery } from '../../query/parse-query'
import { printDuration } from '../../rule/durations'
import type { FieldChange } from '../../wire/differences'

/** One line of a field's difference: what goes, what comes, and what stays around it. */
export interface ChangedLine {
  readonly sign: '-' | '+' | ' '
  readonly text: string
}

/** How many unchanged lines are shown around a change in a long text. */
const around = 2

/**
 * A field's difference as lines. Long texts (messages) are compared line by line, queries clause by clause, lists of
 * texts as sets, everything else as a whole.
 */
export function changedLines({ path, before, after }: FieldChange): readonly ChangedLine[] {
  if (typeof before === 'string' && typeof after === 'string' && `${before}${after}`.includes('\n')) {
    return nearChanges(textLines(before, after))
  }
  if (typeof before === 'string' && typeof after === 'string' && queryField.test(path)) {
    const [ours, theirs] = [clausesOf(before), clausesOf(after)]
    if (ours.length + theirs.length > 2) return textLines(ours.join('\n'), theirs.join('\n'))
  }
  const [listBefore, listAfter] = [asTexts(before), asTexts(after)]
  if (listBefore && listAfter) {
    const lines = listLines(listBefore, listAfter)
    if (lines.length > 0) return lines
  }
  return [
    ...(before === undefined ? [] : valueLines(before, path).map((text): ChangedLine => ({ sign: '-', text }))),
    ...(after === undefined ? [] : valueLines(after, path).map((text): ChangedLine => ({ sign: '+', text }))),
  ]
}

const queryField = /(?:^|[._]|\])(?:query|customQueryExtension)$|_query$/

/** The clauses of a query that must all match, as they are written; a query that cannot be read as a whole. */
function clausesOf(text: string): readonly string[] {
  const { query } = parseQuery(text)
  if (query?.kind !== 'and') return [text]
  const ends = query.queries.map(({ end }, index, all) => (index === all.length - 1 ? text.length : end))
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end).trim())
}

/** What left a list and what joined it; nothing where only the order is another. */
function listLines(before: readonly string[], after: readonly string[]): readonly ChangedLine[] {
  return [
    ...before.filter((item) => !after.includes(item)).map((text): ChangedLine => ({ sign: '-', text })),
    ...after.filter((item) => !before.includes(item)).map((text): ChangedLine => ({ sign: '+', text })),
  ]
}

/** Fields in seconds, which files write as `3h`. */
const secondsField = /(?:evaluationWindow|keepAlive|maxSignalDuration)$/

/** Fields in milliseconds since the epoch, which files write as a day or a time. */
const dateField = /^(?:start_date|expiration_date)$/

function valueLines(value: Json, path = ''): readonly string[] {
  if (typeof value === 'number' && dateField.test(path) && hasDate(value)) {
    return [isoText(value)]
  }
  if (typeof value === 'number' && secondsField.test(path)) {
    const written = printDuration(value)
    return [written === value ? `${value}` : `${written} (${value} s)`]
  }
  if (typeof value === 'string') return value === '' ? ['""'] : value.replace(/\n$/, '').split('\n')
  const text = JSON.stringify(value)
  return text.length <= 100 ? [text] : JSON.stringify(value, null, 2).split('\n')
}

function textLines(before: string, after: string): ChangedLine[] {
  const [from, to] = [withLastBreak(before), withLastBreak(after)]
  if (from === to) return [{ sign: before === from ? '-' : '+', text: '(the line break at the end)' }]
  return (
    diffLines(from, to, { timeout: 2_000 })?.flatMap(({ value, added, removed }) => {
      const sign = added ? '+' : removed ? '-' : ' '
      return value
        .replace(/\n$/, '')
        .split('\n')
        .map((text): ChangedLine => ({ sign, text }))
    }) ?? [
      ...valueLines(before).map((text): ChangedLine => ({ sign: '-', text })),
      ...valueLines(after).map((text): ChangedLine => ({ sign: '+', text })),
    ]
  )
}

/** Without it a last line would differ from the same line with another one after it. */
function withLastBreak(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

function nearChanges(lines: readonly ChangedLine[]): readonly ChangedLine[] {
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ sign }) => sign !== ' ')
  const shown: ChangedLine[] = []
  let skipped = false
  for (const [index, line] of lines.entries()) {
    if (isNear(index)) {
      if (skipped && shown.length > 0) shown.push({ sign: ' ', text: '⋯' })
      shown.push(line)
      skipped = false
    } else skipped = true
  }
  return shown
}
