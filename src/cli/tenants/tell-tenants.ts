import type { Diagnostic } from '../../diagnostic/diagnostic'
import { unreachable } from '../../diagnostic/unreachable'
import { type Bound, boundedMarkdown } from '../../medium/bounded-markdown'
import type { JsonText } from '../../medium/json-text'
import { joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import { makePainter, type Painter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { lined, type TerminalText, terminal } from '../../medium/terminal-text'
import { mistakesTable } from '../../report/diagnostics-markdown'
import type { FailedTenant } from '../../report/sync/failed-tenant'
import { type TenantRow, tenantMatrixMarkdown, tenantMatrixText } from '../../report/sync/tenant-matrix'
import type { FormatOf } from '../formats/command-formats'
import { type TenantOutcome, valuesOf } from './each-tenant'
import { boundOf } from './markdown-bound'

/** How each medium tells what came of one tenant, and what of it is counted where there are several. */
interface Telling<Told> {
  readonly text: (told: Told, paint: Painter) => TerminalText
  readonly json: (told: readonly (Told | FailedTenant)[], mistakes: readonly Diagnostic[]) => JsonText
  readonly ndjson: (told: readonly (Told | FailedTenant)[], mistakes: readonly Diagnostic[]) => JsonText
  readonly markdown: (told: Told, bound: Bound | undefined) => MarkdownText
}

interface TellingOptions {
  readonly format: FormatOf<'plan' | 'apply' | 'drift'>
  readonly colour: boolean
  /** Why the rest is a part: mistakes in files, and what stands against a plan. */
  readonly mistakes: readonly Diagnostic[]
  /** Of Markdown, in bytes; 0 is as much as there is. */
  readonly maxSize: number | undefined
  /** Where the rest of it can be read. */
  readonly whole: string
}

/** What came of each tenant, one after another; of several also the matrix of their counts. */
export function tellTenants<Value, Told>(
  outcomes: readonly TenantOutcome<Value>[],
  options: TellingOptions,
  told: (value: Value) => Told,
  counts: (value: Value) => Readonly<Record<string, number>>,
  telling: Telling<Told>,
): SafeText {
  const all = outcomes.map((each) => ('value' in each ? told(each.value) : each))
  const each = valuesOf(outcomes).map(told)
  const rows = outcomes.map(
    (one): TenantRow =>
      'value' in one
        ? { tenant: one.tenant, counts: counts(one.value) }
        : { tenant: one.tenant, error: one.error.message },
  )
  const isMany = outcomes.length > 1
  const { mistakes } = options
  switch (options.format) {
    case 'text': {
      const paint = makePainter(options.colour)
      const matrix = isMany ? terminal`\n${tenantMatrixText(rows, paint)}` : terminal``
      return terminal`${lined(each.map((one) => telling.text(one, paint)))}${matrix}`
    }
    case 'json':
      return telling.json(all, mistakes)
    case 'ndjson':
      return telling.ndjson(all, mistakes)
    case 'markdown': {
      const matrix = isMany ? markdown`${tenantMatrixMarkdown(rows)}\n` : markdown``
      const table = mistakesTable(mistakes)
      const parts = table.length > 0 ? 1 : 0
      const bound = boundOf(options.maxSize, outcomes.length + parts, options.whole)
      const { markdown: page } = telling
      const told = each.map((one) => page(one, bound))
      const all = parts > 0 ? [...told, boundedMarkdown(table, bound)] : told
      return markdown`${matrix}${joinedMarkdown(all, markdown`\n`)}`
    }
    default:
      return unreachable(options.format)
  }
}
