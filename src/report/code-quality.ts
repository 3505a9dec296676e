import type { Diagnostic } from '../diagnostic/diagnostic'
import { toldDiagnostics } from '../diagnostic/told-of-file'
import { type Trouble, troubleText } from '../diagnostic/trouble'
import { contentDigest } from '../json/canonical-json'
import { type JsonText, jsonText } from '../medium/json-text'
import { configFileName } from '../workspace/find-workspace'
import { reportedDiagnostic } from './diagnostics-json'

const severityOf = { error: 'major', warning: 'minor', info: 'info' } as const

/**
 * A report of GitLab's code quality: what was found, as a merge request shows it. What is the same in two commits has the
 * same fingerprint, also where lines moved; GitLab takes each fingerprint once, so that equal ones are counted. Trouble that
 * stands in no file is shown at `ddac.yaml`.
 */
export function codeQuality(diagnostics: readonly Diagnostic[], troubles: readonly Trouble[] = []): JsonText {
  const seen = new Map<string, number>()
  const entries = toldDiagnostics(diagnostics).map((diagnostic) => {
    const { code, severity, message } = diagnostic
    const place = { file: configFileName, line: 1, ...reportedDiagnostic(diagnostic) }
    const what = contentDigest([code, place.file, message], 32)
    const turn = (seen.get(what) ?? 0) + 1
    seen.set(what, turn)
    return {
      description: message,
      check_name: code,
      fingerprint: contentDigest([what, turn], 32),
      severity: severityOf[severity],
      location: { path: place.file, lines: { begin: place.line } },
    }
  })
  return jsonText([...troubles.map(issueOf), ...entries])
}

function issueOf(trouble: Trouble) {
  return {
    description: troubleText(trouble),
    check_name: trouble.code,
    fingerprint: contentDigest([trouble.code, trouble.of ?? '', trouble.message], 32),
    severity: 'blocker',
    location: { path: configFileName, lines: { begin: 1 } },
  }
}
