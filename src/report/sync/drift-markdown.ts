import type { Drift, DriftItem } from '../../sync/drift/drift'
import { driftSentence, howText, whoLines } from './drift-text'
import { changedLines } from './field-change'
import { cell, fenced, html } from './plan-markdown'

/** The drift of a tenant for a job summary or an issue: a table, and each thing's fields folded away. */
export function driftMarkdown(drift: Drift): string {
  const { tenant, items, fileGone, unmanaged, defaults } = drift
  const parts = [
    `## Drift of \`${tenant}\``,
    html(driftSentence(drift)),
    ...(items.length > 0 ? [tableOf(items)] : []),
    ...items.filter(({ fields }) => fields.length > 0).map(fieldsOf),
    ...(defaults?.rewritten ?? []).map(({ name, changes, overrides }) =>
      fieldsOf({ id: `${name} (rewritten by Datadog; overridden by ${overrides.join(', ')})`, fields: changes }),
    ),
    ...folded('whose file is gone', fileGone),
    ...folded('not managed from here', unmanaged),
  ]
  return `${parts.join('\n\n')}\n`
}

function tableOf(items: readonly DriftItem[]): string {
  const rows = items.map(({ kind, id, how, alsoInGit, who }) => {
    const told = how === 'missing' ? '' : whoLines(who).map(cell).join('<br>')
    return `| ${kind} | ${cell(id)} | ${howText(how, alsoInGit)} | ${told} |`
  })
  return ['| kind | id | what | who |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function fieldsOf({ id, fields }: Pick<DriftItem, 'id' | 'fields'>): string {
  const lines = fields.flatMap((field) => [
    `  ${field.path}`,
    ...changedLines(field).map(({ sign, text }) => `${sign} ${text}`),
  ])
  return `<details><summary><code>${html(id)}</code></summary>\n\n${fenced(lines.join('\n'), 'diff')}\n\n</details>`
}

function folded(what: string, things: Drift['unmanaged']): readonly string[] {
  if (things.length === 0) return []
  const lines = things.map(({ kind, remoteId, name }) => `- ${kind} \`${remoteId}\` ${html(name)}`)
  return [`<details><summary>${things.length} ${what}</summary>\n\n${lines.join('\n')}\n\n</details>`]
}
