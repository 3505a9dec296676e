import type { GivenOfLogs } from '../event/given'
import type { Levels } from '../lint/levels'
import type { CaseStatus } from '../rule/case-status'
import type { Ownership } from '../rule/tenant/ownership'
import type { SuppressionPolicy } from '../suppression/read-suppression'
import type { TestPolicy } from '../testing/test-policy'
import type { ChangePolicy } from '../wire/change-policy'
import type { FileReach } from './own-files'

/** What `ddac.yaml` says. Every part has a default, so that the smallest file is `tenants: { local: { emulator: true } }`. */
export interface WorkspaceConfig {
  readonly tenants: ReadonlyMap<string, TenantConfig>
  readonly defaultTenant?: string
  /** Under which name a tenant knows what this workspace manages. */
  readonly ownership: Ownership
  readonly policy: Policy
  /** For which tenants the files of some folders are, in the order written: of several the last one counts. */
  readonly folders: readonly FolderConfig[]
  /** What is said of the logs in some files, in the order written: of several the later goes before. */
  readonly logs: readonly LogsConfig[]
  readonly enrichment: EnrichmentConfig
  /** CSV files by the name of the reference table, relative to the workspace. */
  readonly referenceTables: ReadonlyMap<string, string>
  /** How far files that the workspace points to may lie away. */
  readonly files: FileReach
}

/** What is for some tenants only. */
export interface ForTenants {
  /** Names of tenants; undefined is all of them. */
  readonly tenants?: readonly string[]
}

/** What is said of the logs in one file or several, for what they do not say themselves. */
interface LogsConfig {
  /** Relative to the workspace, as that of a folder; one name means files of that name anywhere. */
  readonly pattern: string
  readonly given: GivenOfLogs
}

/** What is looked up for raw logs, and in which files. */
export interface EnrichmentConfig {
  readonly geoip?: readonly string[]
  readonly threatLists?: readonly ThreatListConfig[]
}

/** One of `file` and `table` says where it is. */
export interface ThreatListConfig {
  readonly file?: string
  readonly table?: string
  readonly column?: string
  readonly name?: string
  readonly category?: string
  readonly intention?: string
}

/** What is said of the files in one folder or several. */
export interface FolderConfig {
  /** Relative to the workspace: a path, in which `*`, `**` and `?` stand for others. */
  readonly pattern: string
  readonly tenants: readonly string[]
}

/** One place to which rules go: Datadog itself or the emulator. Keys are named, never held. */
export interface TenantConfig {
  readonly name: string
  readonly emulator: boolean
  /** It stands only in what somebody proposes, and is asked nothing before that is merged. */
  readonly isUnreachable?: true
  readonly site?: string
  /** The organisation that its keys must be of, by UUID or public id. */
  readonly org?: string
  /** The environment variables that hold its keys, where they are not the customary ones. */
  readonly keys: { readonly api?: string; readonly app?: string; readonly bearer?: string }
  /** What `${tenant.NAME}` stands for in the texts of rules and suppressions. */
  readonly variables: ReadonlyMap<string, string>
  readonly overlays: readonly Overlay[]
}

/**
 * What is other about some rules, or some suppressions, in one tenant. Later overlays win over earlier ones. Besides what
 * is named here it holds fields of a rule, or by the keys of its file of a suppression, as they are there; null takes a
 * field away.
 */
export interface Overlay {
  /** Slugs or tags (`key:value`), as suppressions name their rules; undefined is every rule. */
  readonly rules?: readonly string[]
  /** Slugs or tags of suppressions: then it is for these, and for no rule. */
  readonly suppressions?: readonly string[]
  readonly isEnabled?: boolean
  /** From the status that a case has in git to the one that it has here. */
  readonly severity?: Readonly<Partial<Record<CaseStatus, CaseStatus>>>
  /** Replaces the targets of every case. */
  readonly notifications?: readonly string[]
  /** Added to those that it has. */
  readonly tags?: readonly string[]
  /** Taken away from those that it has. */
  readonly withoutTags?: readonly string[]
  readonly [field: string]: unknown
}

/** What the workspace demands beyond what Datadog does. */
export interface Policy {
  readonly suppressions: SuppressionPolicy
  /** Tag keys that every rule must carry (`team`, `tactic`). */
  readonly requiredTags: readonly string[]
  /** Replaces the guard's own limit on deletions. */
  readonly maxDeletes?: number
  /** What becomes of what people changed in the tenant; what it does not speak of is withheld. */
  readonly tenantChanges: ChangePolicy
  /** Keys of rules that nobody here knows, and that change nothing about what a rule detects. */
  readonly harmlessKeys: ReadonlySet<string>
  /** What is asked of the tests of rules; undefined where nothing is. */
  readonly tests?: TestPolicy
  /** Levels of checks, by name or code. */
  readonly lint: Levels
}
