import type { Finding, Path } from '../diagnostic/diagnostic'
import type { Draft } from '../rule/rule'
import { nearestName } from '../shape/nearest-name'
import { rulesUnder } from '../suppression/scopes'
import type { Suppression } from '../suppression/suppression'
import type { DeclaredTest, TestFile } from './declared-test'
import { FindingList } from './finding-list'
import { firstById } from './first-by-id'

/** What the workspace holds that a test file may name. */
export interface TestableDetections {
  readonly rules: readonly Draft[]
  readonly suppressions: readonly Suppression[]
  /** The rule or suppression in the file of the same base name beside the test file. */
  readonly sibling?: { readonly rule: Draft } | { readonly suppression: Suppression }
}

/** What a test file tests. */
export interface TestSubject {
  readonly rules: readonly Draft[]
  readonly suppression?: Suppression
}

/** Finds what a test file tests; without a subject the findings say why. */
export function findSubject(
  file: TestFile,
  detections: TestableDetections,
): { readonly subject: TestSubject | undefined; readonly findings: readonly Finding[] } {
  const found = new FindingList()
  const subject = subjectOf(file, detections, found)
  return { subject, findings: found.findings }
}

function subjectOf(file: TestFile, detections: TestableDetections, found: FindingList): TestSubject | undefined {
  const named = file.rules.length > 0 || file.suppression !== undefined
  const sibling = named ? undefined : detections.sibling
  if (sibling && 'rule' in sibling) return { rules: [sibling.rule] }
  const suppression =
    file.suppression === undefined
      ? sibling?.suppression
      : findNamed(detections.suppressions, file.suppression, 'suppression', ['suppression'], found)
  const rules = file.rules.flatMap((id) => findNamed(detections.rules, id, 'rule', ['rule'], found) ?? [])
  if (found.findings.length > 0) return undefined
  if (rules.length > 0) return { rules, ...(suppression && { suppression }) }
  if (suppression) return rulesOf(suppression, detections, found)
  const help = 'name it with rule: or suppression:, or give this file the name of its file'
  return found.error('T012', [], 'this file says nowhere what it tests', help)
}

function rulesOf(
  suppression: Suppression,
  detections: TestableDetections,
  found: FindingList,
): TestSubject | undefined {
  const rules = rulesUnder(detections.rules)(suppression)
  if (rules.length > 0) return { rules, suppression }
  return found.error('T012', ['suppression'], `no rule of the workspace is in the scope of ${suppression.id}`)
}

/** The suppressions in force for a test: those it names, else the file's kind decides. */
export function inForce(
  test: DeclaredTest,
  subject: TestSubject,
  detections: TestableDetections,
): { readonly suppressions: readonly Suppression[]; readonly findings: readonly Finding[] } {
  const found = new FindingList()
  const named = test.suppressions
  if (named === undefined && subject.suppression) return { suppressions: [subject.suppression], findings: [] }
  if (named === undefined || named === 'all') return { suppressions: detections.suppressions, findings: [] }
  const suppressions = named.flatMap(
    (id) => findNamed(detections.suppressions, id, 'suppression', [...test.path, 'suppressions'], found) ?? [],
  )
  return { suppressions, findings: found.findings }
}

function findNamed<Thing extends { readonly id?: string }>(
  things: readonly Thing[],
  id: string,
  what: string,
  path: Path,
  found: FindingList,
): Thing | undefined {
  const thing = firstById(things).get(id)
  if (thing) return thing
  const near = nearestName(
    id,
    things.flatMap((each) => each.id ?? []),
  )
  return found.error('T012', path, `the workspace has no ${what} "${id}"`, near && `did you mean ${near}?`)
}
