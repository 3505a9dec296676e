import { join } from 'node:path'
import type { FileResults } from '../workspace/checking/run-test-files'
import type { TestRun } from '../workspace/checking/test-workspace'
import type { Workspace } from '../workspace/workspace'
import type { Changed } from './watch'

/**
 * Which results of a run are shown: all of the first one; later those of what changed, and those that came out otherwise
 * than the time before.
 */
export class ShownResults {
  private before = new Map<string, string>()

  since(changed: Changed, workspace: Workspace): (run: TestRun) => TestRun['files'] {
    return ({ files }) => {
      const before = this.before
      this.before = new Map(files.map((file) => [file.file, outcomesOf(file)]))
      if (changed === undefined) return files
      const touched = touchedBy(changed, workspace)
      return files.filter((file) => before.get(file.file) !== outcomesOf(file) || touched(file))
    }
  }
}

/** Whether a file of tests changed, or a rule or suppression that one of its tests is about. */
function touchedBy(changed: ReadonlySet<string>, workspace: Workspace): (file: FileResults) => boolean {
  const paths = new Set([...changed].map((name) => join(workspace.root, name)))
  const ids = new Set<string | undefined>()
  for (const { path, draft } of workspace.rules) if (paths.has(path)) ids.add(draft?.id)
  for (const { path, suppression } of workspace.suppressions) if (paths.has(path)) ids.add(suppression?.id)
  const files = new Set(workspace.tests.flatMap(({ path, document }) => (paths.has(path) ? document.source.path : [])))
  return ({ file, results }) =>
    files.has(file) ||
    results.some(({ result }) => [...result.rules, result.suppression].some((id) => id !== undefined && ids.has(id)))
}

/** The outcomes of a file as a text to compare. */
function outcomesOf({ results }: FileResults): string {
  return results
    .map(({ result: { name, outcome }, diagnostics }) =>
      [name, outcome.kind, ...diagnostics.map(({ message }) => message)].join('\n'),
    )
    .join('\n\n')
}
