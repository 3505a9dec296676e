import type { ReferenceRows } from '../detect/compile-selector'
import type { Diagnostic } from '../diagnostic/diagnostic'
import type { Override } from '../override/override'
import type { Draft } from '../rule/rule'
import type { Suppression } from '../suppression/suppression'
import { findWorkspace } from '../workspace/find-workspace'
import { loadWorkspace as loadFolder } from '../workspace/load-workspace'
import type { Workspace as WholeWorkspace } from '../workspace/workspace'

/** A folder of detections, read. */
export interface Workspace {
  /** The folder, as an absolute path. */
  readonly root: string
  readonly rules: readonly RuleFile[]
  readonly suppressions: readonly SuppressionFile[]
  readonly overrides: readonly OverrideFile[]
  /** The rows of the reference tables that `ddac.yaml` names, as `evaluate` takes them. */
  readonly tables: ReferenceRows
  /** What was found wrong while reading, in the order of files and places. `validateWorkspace` finds more. */
  readonly diagnostics: readonly Diagnostic[]
}

/** A file of a workspace. */
export interface WorkspaceFile {
  /** Absolute. */
  readonly path: string
}

/** A `*.rule.yaml`. */
export interface RuleFile extends WorkspaceFile {
  /** Undefined where a mistake stands in the way. */
  readonly rule: Draft | undefined
}

/** A `*.suppression.yaml`. */
export interface SuppressionFile extends WorkspaceFile {
  /** Undefined where a mistake stands in the way. */
  readonly suppression: Suppression | undefined
}

/** A `*.override.yaml`. */
export interface OverrideFile extends WorkspaceFile {
  /** Undefined where a mistake stands in the way. */
  readonly override: Override | undefined
}

/** Those that were loaded here: more is known of them than their type says. */
const loaded = new WeakSet<object>()

/** Reads the workspace in a folder. Mistakes in its files are `diagnostics`; throws where there is no workspace. */
export function loadWorkspace(dir: string): Workspace {
  return loadWhole(dir)
}

/** The whole of a workspace, or of the one in a folder. Throws a `TypeError` for an object that was not loaded here. */
export function wholeOf(workspace: string | Workspace): WholeWorkspace {
  if (typeof workspace === 'string') return loadWhole(workspace)
  if (isWhole(workspace)) return workspace
  throw new TypeError('this is no workspace: give a folder, or the very object that loadWorkspace gave')
}

function loadWhole(dir: string): WholeWorkspace {
  const workspace = loadFolder(findWorkspace(process.cwd(), dir), process.cwd())
  loaded.add(workspace)
  return workspace
}

function isWhole(workspace: Workspace): workspace is WholeWorkspace {
  return loaded.has(workspace)
}
