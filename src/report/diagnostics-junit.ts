import type { Diagnostic } from '../diagnostic/diagnostic'
import { drawDiagnostic } from '../diagnostic/frame'
import { toldDiagnostics } from '../diagnostic/told-of-file'
import { troubleText } from '../diagnostic/trouble'
import { partsOf, type ToldFailure } from './failures'
import type { JunitCase } from './junit'

/**
 * What was found in files as test cases: one for each file that was looked at, which fails where an error stands in it. What
 * is found in no file is a case of the workspace.
 */
export function diagnosticsJunit(diagnostics: readonly Diagnostic[], files: readonly string[]): readonly JunitCase[] {
  const byFile = new Map<string, Diagnostic[]>(files.map((file) => [file, []]))
  for (const diagnostic of toldDiagnostics(diagnostics)) {
    const file = diagnostic.span?.source.path ?? ''
    const own = byFile.get(file)
    if (own) own.push(diagnostic)
    else byFile.set(file, [diagnostic])
  }
  return [...byFile].map(([file, found]): JunitCase => {
    const errors = found.filter(({ severity }) => severity === 'error')
    const name = 'has no mistakes'
    const one: JunitCase = file === '' ? { suite: 'workspace', isInNoFile: true, name } : { suite: file, name }
    if (errors.length > 0) return { ...one, failure: drawn(errors), type: errors[0]?.code ?? 'failed' }
    return found.length > 0 ? { ...one, output: drawn(found) } : one
  })
}

/** Why a command has no result, as tests without an answer: of each file with a mistake, and of the command itself. */
export function failuresJunit(told: readonly ToldFailure[], suite: string): readonly JunitCase[] {
  const { diagnostics, troubles } = partsOf(told)
  return [
    ...troubles.map((trouble): JunitCase => {
      const text = troubleText(trouble)
      const [message = ''] = text.split('\n', 1)
      return { suite, isInNoFile: true, name: 'has a result', trouble: { type: trouble.code, message, text } }
    }),
    ...diagnosticsJunit(diagnostics, []).map(({ failure = '', type = '', ...one }): JunitCase => {
      const [message = ''] = failure.split('\n', 1)
      return { ...one, trouble: { type, message, text: failure } }
    }),
  ]
}

function drawn(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => String(drawDiagnostic(diagnostic))).join('\n\n')
}
