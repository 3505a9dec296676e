import { checks } from '../../lint/all-checks'
import { makePainter } from '../../medium/painter'
import { checksJson, checksText, codesJson, codesText } from '../../report/code-list'
import { type CliContext, exitCodes } from '../context'
import { formatFrom, type GlobalOptions } from '../global-options'

/** `ddac explain --checks` and `--codes`: everything that has a page of help, in the order in which it is told. */
export function explainCodes(list: 'checks' | 'codes', context: CliContext, globals: GlobalOptions): number {
  const json = formatFrom(globals, ['text', 'json']) === 'json'
  const paint = makePainter(globals.colour)
  if (list === 'checks') context.stdout.write(json ? checksJson(checks) : checksText(checks, paint))
  else context.stdout.write(json ? codesJson() : codesText(paint))
  return exitCodes.yes
}
