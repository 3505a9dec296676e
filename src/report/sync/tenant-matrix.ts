import { codeSpan, type MarkdownText, markdown } from '../../medium/markdown-text'
import type { Painter } from '../../medium/painter'
import { type TerminalText, terminal } from '../../medium/terminal-text'

/** One line of the matrix of a run over several tenants; `error` stands for a tenant that could not be asked. */
export interface TenantRow {
  readonly tenant: string
  readonly counts?: Readonly<Record<string, number>>
  readonly error?: string
}

/** The tenants of a run under each other, a column for each count that is not zero everywhere. */
export function tenantMatrixText(rows: readonly TenantRow[], paint: Painter): TerminalText {
  const table = tableOf(rows)
  const widths = table.head.map((_, column) =>
    Math.max(...[table.head, ...table.body].map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  const failed = rows.flatMap(({ tenant, error }) =>
    error === undefined ? [] : [terminal`${paint.error('failed')}  ${tenant}: ${error}\n`],
  )
  const body = table.body.map((row) => terminal`${line(row)}\n`)
  return terminal`${paint.bold(line(table.head))}\n${body}${failed}`
}

/** The same as a Markdown table. */
export function tenantMatrixMarkdown(rows: readonly TenantRow[]): MarkdownText {
  const { head, body } = tableOf(rows)
  const cells = (row: readonly string[]): MarkdownText => markdown`|${row.map((cell) => markdown` ${cell} |`)}\n`
  const rule = markdown`|${head.map(() => markdown` --- |`)}\n`
  const failed = rows.flatMap(({ tenant, error }) =>
    error === undefined ? [] : [markdown`\n:x: ${codeSpan(tenant)}: ${error}\n`],
  )
  return markdown`${cells(head)}${rule}${body.map(cells)}${failed}`
}

function tableOf(rows: readonly TenantRow[]): { readonly head: readonly string[]; readonly body: readonly string[][] } {
  const names = [...new Set(rows.flatMap(({ counts }) => Object.keys(counts ?? {})))]
  const columns = names.filter((name) => rows.some(({ counts }) => (counts?.[name] ?? 0) > 0))
  const body = rows.map(({ tenant, counts }) => [
    tenant,
    ...columns.map((name) => (counts ? String(counts[name] ?? 0) : '?')),
  ])
  return { head: ['tenant', ...columns], body }
}
