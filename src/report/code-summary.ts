import { codes } from '../diagnostic/codes'
import type { Diagnostic, Severity } from '../diagnostic/diagnostic'
import { cutToColumns } from '../diagnostic/text-width'
import type { Painter } from '../medium/painter'
import { type TerminalText, terminal } from '../medium/terminal-text'

const order: readonly Severity[] = ['error', 'warning', 'info']

/**
 * How often each code was told, one a line, the gravest and most frequent first, with a blank line behind. Nothing for
 * what is told in a glance.
 */
export function codeSummary(diagnostics: readonly Diagnostic[], paint: Painter, columns?: number): TerminalText {
  if (diagnostics.length < 2) return terminal``
  const counts = new Map<string, { readonly diagnostic: Diagnostic; times: number }>()
  for (const diagnostic of diagnostics) {
    const key = `${diagnostic.severity} ${diagnostic.code}`
    const known = counts.get(key)
    if (known) known.times += 1
    else counts.set(key, { diagnostic, times: 1 })
  }
  const rows = [...counts.values()].sort(
    (one, other) =>
      order.indexOf(one.diagnostic.severity) - order.indexOf(other.diagnostic.severity) || other.times - one.times,
  )
  const widest = String(Math.max(...rows.map(({ times }) => times))).length
  const lines = rows.map(({ diagnostic: { severity, code }, times }) => {
    const label = `${severity}[${code}]`
    const count = String(times).padStart(widest)
    const meaning = columns === undefined ? codes[code] : cutToColumns(codes[code], columns - widest - 17, 'end')
    return terminal`${count}  ${paint[severity](label)}${' '.repeat(13 - label.length)}  ${meaning}\n`
  })
  return terminal`${lines}\n`
}
