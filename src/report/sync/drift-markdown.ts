import { type Block, type Bound, boundedMarkdown } from '../../medium/bounded-markdown'
import { codeSpan, joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import type { Drift, DriftItem } from '../../sync/drift/drift'
import { weakeningWords } from './change/weakening-text'
import { driftSentence, howText, whoLines } from './drift-text'
import { foldedFields, foldedThings } from './plan-markdown'

/**
 * The drift of a tenant for a job summary or an issue: a table, and each thing's fields folded away. What would make it longer
 * than `bound` is named and left out.
 */
export function driftMarkdown(drift: Drift, bound?: Bound): MarkdownText {
  const { tenant, items, fileGone, unmanaged, defaults } = drift
  const blocks: readonly Block[] = [
    { text: markdown`## Drift of ${codeSpan(tenant)}` },
    { text: markdown`${driftSentence(drift)}` },
    ...(items.length > 0 ? [{ text: tableHead, rows: items.map(rowOf) }] : []),
    ...items
      .filter(({ fields }) => fields.length > 0)
      .map(({ kind, id, fields }) => ({ text: foldedFields(id, fields), about: `the fields of ${kind} ${id}` })),
    ...(defaults?.rewritten ?? []).map(({ name, changes, overrides }) => ({
      text: foldedFields(`${name} (rewritten by Datadog; overridden by ${overrides.join(', ')})`, changes),
      about: `what Datadog rewrote in ${name}`,
    })),
    ...foldedThings('whose file is gone', fileGone).map((text) => ({ text, about: 'those whose file is gone' })),
    ...foldedThings('not managed from here', unmanaged).map((text) => ({ text, about: 'what is not managed' })),
  ]
  return boundedMarkdown(blocks, bound)
}

const tableHead = markdown`| kind | id | what | who |\n| --- | --- | --- | --- |`

function rowOf({ kind, id, how, alsoInGit, who, fields }: DriftItem) {
  const told = how === 'missing' ? [] : whoLines(who).map((line) => markdown`${line}`)
  const what = `${howText(how, alsoInGit)}${weakeningWords(kind, fields)}`
  const text = markdown`| ${kind} | ${id} | ${what} | ${joinedMarkdown(told, markdown`<br>`)} |`
  return { text, about: `the row of ${kind} ${id}` }
}
