import type { FoundLogFiles } from '../archive/log-files'
import { type LogTrouble, placeOf } from '../archive/log-trouble'
import type { Diagnostic } from '../diagnostic/diagnostic'
import { drawDiagnostic } from '../diagnostic/frame'
import { toldDiagnostics } from '../diagnostic/told-of-file'
import { makePainter } from '../medium/painter'
import { type TerminalText, terminal } from '../medium/terminal-text'
import type { CliContext, Outlet, Told } from './context'
import type { GlobalOptions } from './global-options'

/** Draws diagnostics in the user's files, one after the other, a blank line between them. */
export function drawAll(
  diagnostics: readonly Diagnostic[],
  { colour, columns }: Pick<GlobalOptions, 'colour' | 'columns'>,
): TerminalText {
  const paint = makePainter(colour)
  const drawn = toldDiagnostics(diagnostics).map(
    (diagnostic) => terminal`${drawDiagnostic(diagnostic, { colour: paint, columns })}\n\n`,
  )
  return terminal`${drawn}`
}

/**
 * Tells on stderr what stands in the way of a command whose own result goes to stdout. With `--quiet` only errors.
 */
export function tellDiagnostics(
  diagnostics: readonly Diagnostic[],
  { stderr, failed }: Told,
  { quiet, colour }: GlobalOptions,
): void {
  if (failed)
    for (const each of toldDiagnostics(diagnostics))
      if (each.severity === 'error') failed({ kind: 'diagnostic', diagnostic: each })
  const shown = quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics
  if (shown.length > 0)
    stderr.write(drawAll(shown, { colour, ...(stderr.columns !== undefined && { columns: stderr.columns }) }))
}

/** Tells on stderr, a line each, what could not be read of the logs. */
export function tellTroubles(troubles: readonly LogTrouble[], { stderr }: Pick<CliContext, 'stderr'>): void {
  for (const trouble of troubles) {
    const help = trouble.help ? ` (${trouble.help})` : ''
    stderr.write(terminal`${trouble.severity}[${trouble.code}]: ${placeOf(trouble)}: ${trouble.message}${help}\n`)
  }
}

/** Tells on stderr which files were found and not opened, and why. */
export function tellUnopened(
  { skipped, outside }: Pick<FoundLogFiles, 'skipped' | 'outside'>,
  { stderr }: Pick<CliContext, 'stderr'>,
): void {
  for (const name of skipped) stderr.write(terminal`skipped ${name}: a digest, which holds no log\n`)
  if (outside === 0) return
  const files = outside === 1 ? '1 file' : `${outside} files`
  stderr.write(terminal`skipped ${files}: of other times than those asked for, by name or folder\n`)
}

/** A line for whoever waits: on stderr, only on a terminal, never with `--quiet`. It is replaced by the next one. */
export function progressLine(stderr: Outlet, quiet: boolean): { show(text: string): void; clear(): void } {
  const isShown = stderr.isTerminal && !quiet
  let any = false
  return {
    show: (text) => {
      if (!isShown) return
      any = true
      stderr.write(terminal`\r\u001b[K${text}`)
    },
    clear: () => {
      if (any) stderr.write(terminal`\r\u001b[K`)
      any = false
    },
  }
}
