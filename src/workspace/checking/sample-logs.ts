import { logsAsSamples, type SampleLogs } from '../../lint/sample-logs'
import type { ReadyTests } from '../../mutation/ready-tests'
import type { Draft } from '../../rule/rule'
import { findSubject } from '../../testing/find-subject'
import { type LookedAt, lookAtLogs } from '../../testing/resolve-logs'
import type { Samples } from '../samples/read-samples'
import { rulesOf, suppressionsOf, type Workspace } from '../workspace'
import { testFiles } from './ready-tests'

/** What the logs in the tests of a rule hold; they are made when a rule is asked about for the first time. */
export function sampleLogs(
  workspace: Workspace,
  samples: Samples,
  seen: LookedAt,
): (rule: Draft) => SampleLogs | undefined {
  const known = new Map<string, SampleLogs | undefined>()
  let byRule: ReadonlyMap<string, readonly ReadyTests[]> | undefined
  return ({ id = '' }) => {
    byRule ??= testsByRule(workspace, samples)
    if (!known.has(id))
      known.set(
        id,
        logsAsSamples((byRule.get(id) ?? []).flatMap(({ file, options }) => lookAtLogs(file, options, seen).events)),
      )
    return known.get(id)
  }
}

function testsByRule(workspace: Workspace, samples: Samples): ReadonlyMap<string, readonly ReadyTests[]> {
  const detections = { rules: rulesOf(workspace), suppressions: suppressionsOf(workspace) }
  const { readyTests } = testFiles(workspace, detections)
  const byRule = new Map<string, ReadyTests[]>()
  for (const file of workspace.tests) {
    const ready = readyTests(file, samples)
    const { subject } = ready ? findSubject(ready.file, ready.detections) : {}
    for (const id of new Set(subject?.rules.flatMap((rule) => rule.id ?? []))) {
      const others = byRule.get(id)
      if (ready && others) others.push(ready)
      else if (ready) byRule.set(id, [ready])
    }
  }
  return byRule
}
