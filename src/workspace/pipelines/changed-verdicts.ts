import { pulledIn } from '../../pipeline/pulled'
import { readPipeline } from '../../pipeline/read-pipeline'
import type { OutcomeKind } from '../../testing/test-result'
import { readYaml } from '../../yaml/yaml-document'
import { localDetections } from '../checking/local-detections'
import { testWorkspace } from '../checking/test-workspace'
import type { PipelineFile, Workspace } from '../workspace'
import { inOrder, processingOf } from './pipeline-files'
import type { PulledPipeline } from './pull-pipelines'
import { testPipelines } from './test-pipelines'

/** A test that comes out otherwise with the pipelines of now than with those of then. */
export interface ChangedVerdict {
  /** The file of the test, as the user knows it. */
  readonly file: string
  readonly name: string
  readonly before: OutcomeKind | 'absent'
  readonly after: OutcomeKind | 'absent'
}

/** The workspace as it would be after a pull. */
export function pulledWorkspace(workspace: Workspace, pulls: readonly PulledPipeline[]): Workspace {
  const byPath = new Map(pulls.map((pull) => [pull.path, pull]))
  const kept = workspace.pipelines.filter(({ path }) => {
    const pull = byPath.get(path)
    return pull === undefined || (pull.text === undefined && pull.action !== 'gone')
  })
  const written = pulls.flatMap(({ path, file, text }): readonly PipelineFile[] => {
    if (text === undefined) return []
    const document = readYaml({ path: file, text })
    return [{ path, document, pipeline: readPipeline(document).pipeline, pulled: pulledIn(document.value) }]
  })
  const pipelines = inOrder([...kept, ...written])
  return { ...workspace, pipelines, processing: processingOf(pipelines, workspace.tables, workspace.geo) }
}

/** The declared tests and the tests of pipelines whose verdict another workspace changes. */
export async function changedVerdicts(
  before: Workspace,
  after: Workspace,
  cwd: string,
): Promise<readonly ChangedVerdict[]> {
  const [old, now] = [await verdictsOf(before, cwd), await verdictsOf(after, cwd)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key): readonly ChangedVerdict[] => {
    const [then, next] = [old.get(key), now.get(key)]
    if (then?.outcome === next?.outcome) return []
    const { file, name } = then ?? next ?? { file: '', name: '' }
    return [{ file, name, before: then?.outcome ?? 'absent', after: next?.outcome ?? 'absent' }]
  })
}

interface Verdict {
  readonly file: string
  readonly name: string
  readonly outcome: OutcomeKind
}

async function verdictsOf(workspace: Workspace, cwd: string): Promise<ReadonlyMap<string, Verdict>> {
  const declared = await testWorkspace(workspace, localDetections(workspace), { isSelected: () => true, cwd })
  const verdicts: Verdict[] = [
    ...declared.files.flatMap(({ file, results }) =>
      results.map(({ result }) => ({ file, name: result.name, outcome: result.outcome.kind })),
    ),
    ...testPipelines(workspace).results.map(({ file, pipeline, number, differences }) => ({
      file,
      name: `${pipeline} ${number}`,
      outcome: differences.length === 0 ? ('passed' as const) : ('failed' as const),
    })),
  ]
  return new Map(verdicts.map((verdict) => [JSON.stringify([verdict.file, verdict.name]), verdict]))
}
