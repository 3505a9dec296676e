import type { ReferenceRows } from '../detect/compile-selector'
import type { Diagnostic } from '../diagnostic/diagnostic'
import type { Enrichment } from '../event/enrichment/enrich'
import type { GeoLookup } from '../event/enrichment/geo-database'
import type { RawProcessing } from '../event/given'
import type { RuleLock } from '../override/lock'
import type { Override } from '../override/override'
import type { Pipeline } from '../pipeline/pipeline'
import type { Pulled } from '../pipeline/pulled'
import type { PipelineTests } from '../pipeline/samples/read-pipeline-tests'
import type { Draft, Rule } from '../rule/rule'
import type { Suppression } from '../suppression/suppression'
import type { TestFile } from '../testing/declared-test'
import type { YamlDocument } from '../yaml/yaml-document'
import type { ForTenants, WorkspaceConfig } from './config'
import type { FileKind } from './list-files'

/** A folder of detections, read: everything in it as values that still know their place in the user's files. */
export interface Workspace {
  /** Absolute. */
  readonly root: string
  readonly config: WorkspaceConfig
  readonly configDocument: YamlDocument
  readonly rules: readonly RuleFile[]
  readonly suppressions: readonly SuppressionFile[]
  readonly overrides: readonly OverrideFile[]
  readonly tests: readonly TestsFile[]
  /** In the order in which a log passes them: the tenant's own order, then those that a person wrote, by path. */
  readonly pipelines: readonly PipelineFile[]
  readonly pipelineTests: readonly PipelineTestsFile[]
  /** The pipelines at work; undefined where there is none to pass. */
  readonly processing?: RawProcessing | undefined
  /** What is looked up for raw logs; undefined where rules ask for nothing of the kind. */
  readonly enrichment?: Enrichment | undefined
  /** Where addresses are; undefined without a database. */
  readonly geo?: GeoLookup | undefined
  /** Files whose names are nearly those of ours; nobody reads them. `file` is as the user knows it. */
  readonly misnamed: readonly { readonly kind: FileKind; readonly file: string }[]
  /** What is known of the default rules that are overridden; undefined where there is no lock, or it is damaged. */
  readonly locks: readonly RuleLock[] | undefined
  /** The rows of the reference tables that `ddac.yaml` names. */
  readonly tables: ReferenceRows
  /** What was found wrong while reading, in the order of files and places. */
  readonly diagnostics: readonly Diagnostic[]
}

/** A file of the workspace. */
interface WorkspaceFile extends ForTenants {
  /** Absolute; `document.source.path` is the path as the user knows it. */
  readonly path: string
  readonly document: YamlDocument
}

export interface RuleFile extends WorkspaceFile {
  /** Undefined where a mistake stands in the way. */
  readonly rule: Rule | undefined
  /** What could be read in spite of mistakes. */
  readonly draft: Draft | undefined
}

export interface SuppressionFile extends WorkspaceFile {
  readonly suppression: Suppression | undefined
}

export interface OverrideFile extends WorkspaceFile {
  readonly override: Override | undefined
}

export interface TestsFile extends WorkspaceFile {
  readonly tests: TestFile | undefined
}

export interface PipelineFile {
  /** Absolute. */
  readonly path: string
  readonly document: YamlDocument
  /** Undefined where a mistake stands in the way. */
  readonly pipeline: Pipeline | undefined
  /** Undefined for one that a person wrote. */
  readonly pulled: Pulled | undefined
}

export interface PipelineTestsFile {
  /** Absolute. */
  readonly path: string
  readonly document: YamlDocument
  readonly tests: PipelineTests | undefined
}

/** The rules of a workspace that could be read. */
export function rulesOf(workspace: Workspace): readonly Rule[] {
  return workspace.rules.flatMap(({ rule }) => rule ?? [])
}

/** The suppressions of a workspace that could be read. */
export function suppressionsOf(workspace: Workspace): readonly Suppression[] {
  return workspace.suppressions.flatMap(({ suppression }) => suppression ?? [])
}

/** The overrides of a workspace that could be read. */
export function overridesOf(workspace: Workspace): readonly Override[] {
  return workspace.overrides.flatMap(({ override }) => override ?? [])
}

/** Whether something was found that makes the workspace unfit to be applied. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error')
}
