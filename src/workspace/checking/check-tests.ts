import { type Diagnostic, type Finding, placeFinding } from '../../diagnostic/diagnostic'
import type { GroundedTests } from '../../mutation/run-mutations'
import { findSubject } from '../../testing/find-subject'
import { resolveLogs } from '../../testing/resolve-logs'
import type { Samples } from '../read-samples'
import { suppressionsOf, type Workspace } from '../workspace'
import { groundedTests, siblingsOf } from './grounded-tests'

/**
 * Test files that name what is not there: a rule, a suppression, a sample file or a record in it. A rule or suppression
 * whose own file has a mistake is there all the same: what that mistake entails is not told again.
 */
export function checkTests(workspace: Workspace, samples: Samples): readonly Diagnostic[] {
  const rules = workspace.rules.flatMap(({ draft }) => draft ?? [])
  const ground = { rules, suppressions: suppressionsOf(workspace) }
  const isWhole = workspace.suppressions.length === ground.suppressions.length
  return workspace.tests.flatMap((file) => {
    const grounded = groundedTests(workspace, file, ground, samples)
    if (!grounded) return []
    const subject = siblingsOf(workspace, file).some(isUnread)
      ? []
      : findSubject(grounded.file, grounded.ground).findings.filter(({ path: [key] }) => isWhole || key === 'rule')
    return [...subject, ...logFindings(grounded)].map((finding) => placeFinding(finding, file.document.locate))
  })
}

/** What keeps the logs of tests from being made. A base log that many tests stand on is told once. */
function logFindings({ file, options }: GroundedTests): readonly Finding[] {
  const found = new Map<string, Finding>()
  for (const test of file.tests) {
    for (const finding of resolveLogs(file, test, options.readRecords).findings) {
      found.set(`${finding.code} ${JSON.stringify(finding.path)}`, finding)
    }
  }
  return [...found.values()]
}

function isUnread(file: ReturnType<typeof siblingsOf>[number]): boolean {
  return ('rule' in file ? file.rule : file.suppression) === undefined
}
