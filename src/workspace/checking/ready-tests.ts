import type { ReadyTests } from '../../mutation/ready-tests'
import { findSubject, type TestSubject } from '../../testing/find-subject'
import { firstById } from '../../testing/first-by-id'
import { stemOf } from '../list-files'
import type { Samples } from '../samples/read-samples'
import type { RuleFile, SuppressionFile, TestsFile, Workspace } from '../workspace'
import type { LocalDetections } from './local-detections'

/** The test files of a workspace with what stands around them. Everything is looked up once for all of them. */
export interface TestFiles {
  /** The rules and suppressions in the files of the same name beside a test file. */
  siblingsOf(file: TestsFile): readonly (RuleFile | SuppressionFile)[]
  /** What the tests of one file are about; undefined where that cannot be told. */
  subjectOf(file: TestsFile): TestSubject | undefined
  /** The tests of one file, ready to run; undefined where the file could not be read. */
  readyTests(file: TestsFile, samples: Samples): ReadyTests | undefined
}

/** Finds what stands around the test files of a workspace. */
export function testFiles(workspace: Workspace, detections: LocalDetections): TestFiles {
  const byStem = new Map<string, (RuleFile | SuppressionFile)[]>()
  for (const each of [...workspace.rules, ...workspace.suppressions]) {
    const stem = stemOf(each.path)
    byStem.set(stem, [...(byStem.get(stem) ?? []), each])
  }
  const rules = firstById(detections.rules)
  const suppressions = firstById(detections.suppressions)
  const siblingsOf = ({ path }: TestsFile) => byStem.get(stemOf(path)) ?? []
  const around = (file: TestsFile): ReadyTests['detections'] => {
    const [sibling] = siblingsOf(file)
    if (!sibling) return detections
    const rule = 'rule' in sibling ? rules.get(sibling.rule?.id) : undefined
    const suppression = 'rule' in sibling ? undefined : suppressions.get(sibling.suppression?.id)
    if (rule) return { ...detections, sibling: { rule } }
    return suppression ? { ...detections, sibling: { suppression } } : detections
  }
  return {
    siblingsOf,
    subjectOf: (file) => file.tests && findSubject(file.tests, around(file)).subject,
    readyTests: (file, samples) =>
      file.tests && {
        file: file.tests,
        detections: around(file),
        options: {
          tables: workspace.tables,
          harmlessKeys: workspace.config.policy.harmlessKeys,
          ...samples(file),
        },
      },
  }
}
