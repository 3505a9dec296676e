import { unreachable } from '../../diagnostic/unreachable'
import type { JsonText } from '../../medium/json-text'
import { joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import { makePainter, type Painter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { lined, type TerminalText, terminal } from '../../medium/terminal-text'
import type { FailedTenant } from '../../report/sync/failed-tenant'
import { type TenantRow, tenantMatrixMarkdown, tenantMatrixText } from '../../report/sync/tenant-matrix'
import type { FormatOf } from '../formats/command-formats'
import { type TenantOutcome, valuesOf } from './each-tenant'

/** How each medium tells what came of one tenant, and what of it is counted where there are several. */
interface Telling<Told> {
  readonly text: (told: Told, paint: Painter) => TerminalText
  readonly json: (told: readonly (Told | FailedTenant)[]) => JsonText
  readonly ndjson: (told: readonly (Told | FailedTenant)[]) => JsonText
  readonly markdown: (told: Told) => MarkdownText
}

/** What came of each tenant, one after another; of several also the matrix of their counts. */
export function tellTenants<Value, Told>(
  outcomes: readonly TenantOutcome<Value>[],
  options: { readonly format: FormatOf<'plan' | 'apply' | 'drift'>; readonly colour: boolean },
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
  switch (options.format) {
    case 'text': {
      const paint = makePainter(options.colour)
      const matrix = isMany ? terminal`\n${tenantMatrixText(rows, paint)}` : terminal``
      return terminal`${lined(each.map((one) => telling.text(one, paint)))}${matrix}`
    }
    case 'json':
      return telling.json(all)
    case 'ndjson':
      return telling.ndjson(all)
    case 'markdown': {
      const matrix = isMany ? markdown`${tenantMatrixMarkdown(rows)}\n` : markdown``
      return markdown`${matrix}${joinedMarkdown(each.map(telling.markdown), markdown`\n`)}`
    }
    default:
      return unreachable(options.format)
  }
}
