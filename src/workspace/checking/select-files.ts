import { resolve, sep } from 'node:path'
import type { Diagnostic } from '../../diagnostic/diagnostic'
import { WorldError } from '../../diagnostic/world-error'
import { configFileName } from '../find-workspace'
import { stemOf } from '../list-files'
import type { Workspace } from '../workspace'

/** Answers whether a file of the workspace is meant by the paths of a command; without paths all are. */
export type Selection = (path: string) => boolean

/**
 * Throws a `not-found` WorldError for a path below which the workspace has nothing. Paths are those of `cwd`, the files that
 * are asked about absolute or from `shownFrom`.
 */
export function selectFiles(
  workspace: Workspace,
  paths: readonly string[],
  { cwd, shownFrom = cwd }: { readonly cwd: string; readonly shownFrom?: string },
): Selection {
  if (paths.length === 0) return () => true
  const wanted = paths.map((path) => ({ path, absolute: resolve(cwd, path) }))
  const isBelow = (file: string, folder: string): boolean => file === folder || file.startsWith(folder + sep)
  const files = filesOf(workspace)
  for (const { path, absolute } of wanted) {
    if (files.some((file) => isBelow(file, absolute))) continue
    throw new WorldError(
      'not-found',
      `the workspace has nothing at ${path}`,
      'Its files end in .rule.yaml, .test.yaml, .suppression.yaml, .override.yaml, .pipeline.yaml or .pipeline-test.yaml; name one, or a folder above it.',
    )
  }
  return (file) => wanted.some(({ absolute }) => isBelow(resolve(shownFrom, file), absolute))
}

/** The diagnostics in selected files; one without a place is everybody's. */
export function selectDiagnostics(diagnostics: readonly Diagnostic[], isSelected: Selection): readonly Diagnostic[] {
  return diagnostics.filter(({ span }) => span === undefined || isSelected(span.source.path))
}

/** A selection, and the files of rules and suppressions whose tests stand beside them and are selected. */
export function withTested(isSelected: Selection, { tests }: Workspace, { cwd }: { readonly cwd: string }): Selection {
  const tested = new Set(tests.flatMap(({ path }) => (isSelected(path) ? [stemOf(path)] : [])))
  return (file) => isSelected(file) || tested.has(stemOf(resolve(cwd, file)))
}

/** The files of the workspace that are meant, its `ddac.yaml` among them, absolute. */
export function selectedFiles(workspace: Workspace, isSelected: Selection): readonly string[] {
  return filesOf(workspace).filter(isSelected)
}

function filesOf(workspace: Workspace): readonly string[] {
  const { root, rules, suppressions, overrides, tests, pipelines, pipelineTests } = workspace
  const files = [...rules, ...suppressions, ...overrides, ...tests, ...pipelines, ...pipelineTests]
  return [resolve(root, configFileName), ...files.map(({ path }) => path)]
}
