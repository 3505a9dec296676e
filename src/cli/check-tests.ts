import { type Diagnostic, placeFinding } from '../diagnostic/diagnostic'
import { findSubject } from '../testing/find-subject'
import { suppressionsOf, type Workspace } from '../workspace/workspace'
import type { CliContext } from './context'
import { groundedTests, siblingsOf } from './grounded-tests'

/**
 * Test files that name what is not there. A rule or suppression whose own file has a mistake is there all the same: what
 * that mistake entails is not told again.
 */
export function checkTests(workspace: Workspace, context: Pick<CliContext, 'cwd'>): readonly Diagnostic[] {
  const rules = workspace.rules.flatMap(({ draft }) => draft ?? [])
  const ground = { rules, suppressions: suppressionsOf(workspace) }
  const isWhole = workspace.suppressions.length === ground.suppressions.length
  return workspace.tests.flatMap((file) => {
    const grounded = groundedTests(workspace, file, ground, context)
    if (!grounded || siblingsOf(workspace, file).some(isUnread)) return []
    return findSubject(grounded.file, grounded.ground)
      .findings.filter(({ path: [key] }) => isWhole || key === 'rule')
      .map((finding) => placeFinding(finding, file.document.locate))
  })
}

function isUnread(file: ReturnType<typeof siblingsOf>[number]): boolean {
  return ('rule' in file ? file.rule : file.suppression) === undefined
}
