import type { TestFile } from '../testing/declared-test'
import type { TestableDetections } from '../testing/find-subject'
import type { RunOptions } from '../testing/run-tests'

/** A test file with what stands around it. */
export interface ReadyTests {
  readonly file: TestFile
  readonly detections: TestableDetections
  readonly options: Pick<RunOptions, 'readRecords' | 'given' | 'tables' | 'harmlessKeys' | 'resolved'>
}
