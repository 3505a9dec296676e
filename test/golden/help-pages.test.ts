import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatsOfCommands } from '../../src/cli/formats/command-formats'
import { expectGolden } from './golden'

/** Rows of a page of help, each cell as wide as the widest of its column. */
function tableOf(rows: readonly (readonly [string, ...string[]])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [lines[0], rule, ...lines.slice(1)].join('\n')
}

it('the page on formats has the table by which commands take them', () => {
  const path = join(__dirname, '../../src/cli/help/formats.help.md')
  const table = tableOf([
    ['command', 'formats', 'why no other'],
    ...Object.entries(formatsOfCommands).map(
      ([name, { has, lacks }]) => [`\`${name}\``, has.join(', '), lacks] as const,
    ),
  ])
  const page = readFileSync(path, 'utf8')
  expectGolden(
    path,
    page.replace(/^\| command (?:.*\n\|)*.*/m, () => table),
  )
})
