import { compilePath } from '../../event/attribute-path'
import type { LogEvent } from '../../event/log-event'
import type { Draft } from '../../rule/rule'
import { findSubject } from '../../testing/find-subject'
import { resolveLogs } from '../../testing/resolve-logs'
import type { Samples } from '../read-samples'
import { rulesOf, suppressionsOf, type Workspace } from '../workspace'
import { groundedTests } from './grounded-tests'

/**
 * Answers whether any log in the tests of a rule has an attribute; undefined for a rule whose tests have no logs. The
 * logs of a rule are made when it is asked about for the first time.
 */
export function sampleAttributes(
  workspace: Workspace,
  samples: Samples,
): (path: string, rule: Draft) => boolean | undefined {
  const ground = { rules: rulesOf(workspace), suppressions: suppressionsOf(workspace) }
  const eventsOf = new Map<string, readonly LogEvent[]>()
  return (path, { id = '' }) => {
    const events = eventsOf.get(id) ?? sampleEvents(workspace, ground, id, samples)
    eventsOf.set(id, events)
    const valuesIn = compilePath(`@${path}`)
    return events.length === 0 ? undefined : events.some((event) => valuesIn(event).length > 0)
  }
}

function sampleEvents(
  workspace: Workspace,
  ground: Parameters<typeof groundedTests>[2],
  id: string,
  samples: Samples,
): readonly LogEvent[] {
  return workspace.tests.flatMap((each) => {
    const grounded = groundedTests(workspace, each, ground, samples)
    if (!grounded) return []
    const { file, ground: around, options } = grounded
    const { subject } = findSubject(file, around)
    if (!subject?.rules.some((rule) => rule.id === id)) return []
    return file.tests.flatMap((test) => resolveLogs(file, test, options.readRecords).events)
  })
}
