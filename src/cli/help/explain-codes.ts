import { unreachable } from '../../diagnostic/unreachable'
import { checks } from '../../lint/all-checks'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { checksJson, checksNdjson, checksText, codesJson, codesNdjson, codesText } from '../../report/code-list'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'

/** `ddac explain --checks` and `--codes`: everything that has a page of help, in the order in which it is told. */
export function explainCodes(list: 'checks' | 'codes', context: CliContext, globals: GlobalOptions): number {
  const format = formatFrom(globals, 'explain')
  context.stdout.write(list === 'checks' ? printedChecks(format, globals.colour) : printedCodes(format, globals.colour))
  return exitCodes.yes
}

function printedChecks(format: FormatOf<'explain'>, colour: boolean): SafeText {
  switch (format) {
    case 'text':
      return checksText(checks, makePainter(colour))
    case 'json':
      return checksJson(checks)
    case 'ndjson':
      return checksNdjson(checks)
    default:
      return unreachable(format)
  }
}

function printedCodes(format: FormatOf<'explain'>, colour: boolean): SafeText {
  switch (format) {
    case 'text':
      return codesText(makePainter(colour))
    case 'json':
      return codesJson()
    case 'ndjson':
      return codesNdjson()
    default:
      return unreachable(format)
  }
}
