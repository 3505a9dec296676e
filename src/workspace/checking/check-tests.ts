import { type Diagnostic, type Finding, placeFinding } from '../../diagnostic/diagnostic'
import { valueAt } from '../../json/value-at-path'
import type { ReadyTests } from '../../mutation/ready-tests'
import { findSubject } from '../../testing/find-subject'
import { type LookedAt, lookAtLogs } from '../../testing/resolve-logs'
import type { Samples } from '../samples/read-samples'
import { type RuleFile, type SuppressionFile, suppressionsOf, type Workspace } from '../workspace'
import { testFiles } from './ready-tests'
import { unreadRules } from './unread-rules'

/**
 * Test files that name what is not there: a rule, a suppression, a sample file or a record in it. A rule or suppression
 * whose own file has a mistake is there all the same: what that mistake entails is not told again.
 */
export function checkTests(workspace: Workspace, samples: Samples, seen: LookedAt): readonly Diagnostic[] {
  const rules = workspace.rules.flatMap(({ draft }) => draft ?? [])
  const detections = { rules, suppressions: suppressionsOf(workspace) }
  const isWhole = workspace.suppressions.length === detections.suppressions.length
  const unread = unreadRules(workspace)
  const { siblingsOf, readyTests } = testFiles(workspace, detections)
  return workspace.tests.flatMap((file) => {
    const ready = readyTests(file, samples)
    if (!ready) return []
    const subject = siblingsOf(file).some(isUnread)
      ? []
      : findSubject(ready.file, ready.detections).findings.filter(
          ({ path }) => (isWhole || path[0] === 'rule') && !unread.has(String(valueAt(file.document.value, path))),
        )
    return [...subject, ...logFindings(ready, seen)].map((finding) => placeFinding(finding, file.document.locate))
  })
}

/** What keeps the logs of tests from being made. A base log that many tests stand on is told once. */
function logFindings({ file, options }: ReadyTests, seen: LookedAt): readonly Finding[] {
  const { findings } = lookAtLogs(file, options, seen)
  return [...new Map(findings.map((finding) => [`${finding.code} ${JSON.stringify(finding.path)}`, finding])).values()]
}

function isUnread(file: RuleFile | SuppressionFile): boolean {
  return ('rule' in file ? file.rule : file.suppression) === undefined
}
