import { WorldError } from '../diagnostic/world-error'
import { type ReportedDiagnostic, reportedDiagnostic } from '../report/diagnostics-json'
import { type TestReport, testReport } from '../report/testing/test-report'
import type { CaseCount } from '../testing/count-cases'
import { localDetections } from '../workspace/checking/local-detections'
import { selectFiles } from '../workspace/checking/select-files'
import { testWorkspace } from '../workspace/checking/test-workspace'
import { workspaceFor } from '../workspace/tenants/file-tenants'
import { type Workspace, wholeOf } from './load-workspace'

/** Which tests are run, and what is asked of them. */
export interface RunTestsOptions {
  /** Files or folders, from the process's own on; the whole workspace, if none is given. */
  readonly paths?: readonly string[]
  /** The variables and overlays of this tenant are laid on; without one, the default tenant's variables alone. */
  readonly tenant?: string
  /** The firing and silent tests that each rule needs at least. */
  readonly minimum?: CaseCount
}

/** What `ddac test --format json` prints, with what that tells on its other ways out. */
export interface TestsResult extends TestReport {
  /** Whether every test passed or could not be evaluated, no rule has too few, and no file has a mistake. */
  readonly isGood: boolean
  /** Mistakes in the files that are tested, and in what test files say they test. */
  readonly diagnostics: readonly ReportedDiagnostic[]
}

/**
 * Runs the declared tests of a workspace, or of the one in a folder. Throws a WorldError where there is no workspace,
 * and for a path or a tenant that it does not have.
 */
export async function runTests(workspace: string | Workspace, options: RunTestsOptions = {}): Promise<TestsResult> {
  const { paths = [], tenant, minimum } = options
  const whole = wholeOf(workspace)
  const { tenants } = whole.config
  const asked = tenant === undefined ? undefined : tenants.get(tenant)
  if (tenant !== undefined && !asked) {
    const help = `Its tenants are ${[...tenants.keys()].join(', ') || 'none'}.`
    throw new WorldError('configuration', `ddac.yaml has no tenant "${tenant}"`, help)
  }
  const cwd = process.cwd()
  const here = asked ? workspaceFor(whole, asked.name) : whole
  const tested = await testWorkspace(here, localDetections(here, asked), {
    isSelected: selectFiles(whole, paths, { cwd }),
    cwd,
    ...(minimum && { minimum }),
  })
  return { ...testReport(tested), isGood: tested.isGood, diagnostics: tested.diagnostics.map(reportedDiagnostic) }
}
