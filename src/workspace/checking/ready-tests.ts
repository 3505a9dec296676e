import type { ReadyTests } from '../../mutation/run-mutations'
import type { TestableDetections } from '../../testing/find-subject'
import { stemOf } from '../list-files'
import type { Samples } from '../samples/read-samples'
import type { TestsFile, Workspace } from '../workspace'
import type { LocalDetections } from './local-detections'

/** The tests of one file with what stands around them, ready to run. */
export function readyTests(
  workspace: Workspace,
  file: TestsFile,
  detections: LocalDetections,
  samples: Samples,
): ReadyTests | undefined {
  if (!file.tests) return undefined
  return {
    file: file.tests,
    detections: withSibling(detections, workspace, file),
    options: {
      tables: workspace.tables,
      harmlessKeys: workspace.config.policy.harmlessKeys,
      ...samples(file),
    },
  }
}

/** The rule or suppression in the file of the same name beside a test file. */
export function siblingsOf({ rules, suppressions }: Workspace, { path }: TestsFile) {
  return [...rules, ...suppressions].filter((each) => stemOf(each.path) === stemOf(path))
}

function withSibling(detections: LocalDetections, workspace: Workspace, file: TestsFile): TestableDetections {
  const [sibling] = siblingsOf(workspace, file)
  if (!sibling) return detections
  const id = 'rule' in sibling ? sibling.rule?.id : sibling.suppression?.id
  const rule = 'rule' in sibling ? detections.rules.find((each) => each.id === id) : undefined
  const suppression = 'rule' in sibling ? undefined : detections.suppressions.find((each) => each.id === id)
  if (rule) return { ...detections, sibling: { rule } }
  return suppression ? { ...detections, sibling: { suppression } } : detections
}
