import type { Painter } from '../painter'

/** One line of the matrix of a run over several tenants; `error` stands for a tenant that could not be asked. */
export interface TenantRow {
  readonly tenant: string
  readonly counts?: Readonly<Record<string, number>>
  readonly error?: string
}

/** The tenants of a run under each other, a column for each count that is not zero everywhere. */
export function tenantMatrixText(rows: readonly TenantRow[], paint: Painter): string {
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
    error === undefined ? [] : [`${paint.error('failed')}  ${tenant}: ${error}`],
  )
  return [paint.bold(line(table.head)), ...table.body.map(line), ...failed].map((each) => `${each}\n`).join('')
}

/** The same as a Markdown table. */
export function tenantMatrixMarkdown(rows: readonly TenantRow[]): string {
  const { head, body } = tableOf(rows)
  const cells = (row: readonly string[]): string => `| ${row.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |\n`
  const failed = rows.flatMap(({ tenant, error }) => (error === undefined ? [] : [`\n:x: \`${tenant}\`: ${error}\n`]))
  return `${cells(head)}${cells(head.map(() => '---'))}${body.map(cells).join('')}${failed.join('')}`
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
