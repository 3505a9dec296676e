import { codeSpan, joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import type { Drift, DriftItem } from '../../sync/drift/drift'
import { weakeningWords } from './change/weakening-text'
import { driftSentence, howText, whoLines } from './drift-text'
import { foldedFields, foldedThings, sections } from './plan-markdown'

/** The drift of a tenant for a job summary or an issue: a table, and each thing's fields folded away. */
export function driftMarkdown(drift: Drift): MarkdownText {
  const { tenant, items, fileGone, unmanaged, defaults } = drift
  return sections([
    markdown`## Drift of ${codeSpan(tenant)}`,
    markdown`${driftSentence(drift)}`,
    ...(items.length > 0 ? [tableOf(items)] : []),
    ...items.filter(({ fields }) => fields.length > 0).map(({ id, fields }) => foldedFields(id, fields)),
    ...(defaults?.rewritten ?? []).map(({ name, changes, overrides }) =>
      foldedFields(`${name} (rewritten by Datadog; overridden by ${overrides.join(', ')})`, changes),
    ),
    ...foldedThings('whose file is gone', fileGone),
    ...foldedThings('not managed from here', unmanaged),
  ])
}

function tableOf(items: readonly DriftItem[]): MarkdownText {
  const rows = items.map(({ kind, id, how, alsoInGit, who, fields }) => {
    const told = how === 'missing' ? [] : whoLines(who).map((line) => markdown`${line}`)
    return markdown`\n| ${kind} | ${id} | ${`${howText(how, alsoInGit)}${weakeningWords(kind, fields)}`} | ${joinedMarkdown(told, markdown`<br>`)} |`
  })
  return markdown`| kind | id | what | who |\n| --- | --- | --- | --- |${rows}`
}
