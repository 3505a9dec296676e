import type { LogEvent } from '../../event/log-event'
import { logsAsSamples, type SampleLogs } from '../../lint/sample-logs'
import type { Draft } from '../../rule/rule'
import { findSubject } from '../../testing/find-subject'
import { resolveLogs } from '../../testing/resolve-logs'
import type { Samples } from '../samples/read-samples'
import { rulesOf, suppressionsOf, type Workspace } from '../workspace'
import { readyTests } from './ready-tests'

/** What the logs in the tests of a rule hold; they are made when a rule is asked about for the first time. */
export function sampleLogs(workspace: Workspace, samples: Samples): (rule: Draft) => SampleLogs | undefined {
  const detections = { rules: rulesOf(workspace), suppressions: suppressionsOf(workspace) }
  const known = new Map<string, SampleLogs | undefined>()
  return ({ id = '' }) => {
    if (!known.has(id)) known.set(id, logsAsSamples(sampleEvents(workspace, detections, id, samples)))
    return known.get(id)
  }
}

function sampleEvents(
  workspace: Workspace,
  detections: Parameters<typeof readyTests>[2],
  id: string,
  samples: Samples,
): readonly LogEvent[] {
  return workspace.tests.flatMap((each) => {
    const ready = readyTests(workspace, each, detections, samples)
    if (!ready) return []
    const { file, detections: around, options } = ready
    const { subject } = findSubject(file, around)
    if (!subject?.rules.some((rule) => rule.id === id)) return []
    return file.tests.flatMap((test) => resolveLogs(file, test, options).events)
  })
}
