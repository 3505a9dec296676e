import type { GroundedTests } from '../../mutation/run-mutations'
import type { TestGround } from '../../testing/find-subject'
import { stemOf } from '../list-files'
import type { Samples } from '../read-samples'
import type { TestsFile, Workspace } from '../workspace'
import type { LocalGround } from './local-ground'

/** The tests of one file with what stands around them, ready to run. */
export function groundedTests(
  workspace: Workspace,
  file: TestsFile,
  ground: LocalGround,
  samples: Samples,
): GroundedTests | undefined {
  if (!file.tests) return undefined
  return {
    file: file.tests,
    ground: withSibling(ground, workspace, file),
    options: {
      tables: workspace.tables,
      harmlessKeys: workspace.config.policy.harmlessKeys,
      readRecords: samples(file),
    },
  }
}

/** The rule or suppression in the file of the same name beside a test file. */
export function siblingsOf({ rules, suppressions }: Workspace, { path }: TestsFile) {
  return [...rules, ...suppressions].filter((each) => stemOf(each.path) === stemOf(path))
}

function withSibling(ground: LocalGround, workspace: Workspace, file: TestsFile): TestGround {
  const [sibling] = siblingsOf(workspace, file)
  if (!sibling) return ground
  const id = 'rule' in sibling ? sibling.rule?.id : sibling.suppression?.id
  const rule = 'rule' in sibling ? ground.rules.find((each) => each.id === id) : undefined
  const suppression = 'rule' in sibling ? undefined : ground.suppressions.find((each) => each.id === id)
  if (rule) return { ...ground, sibling: { rule } }
  return suppression ? { ...ground, sibling: { suppression } } : ground
}
