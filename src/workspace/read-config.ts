import type { Finding } from '../diagnostic/diagnostic'
import type { GivenOfLogs } from '../event/given'
import { type Levels, readLevels } from '../lint/levels'
import type { Ownership } from '../rule/tenant/ownership'
import { checkShape, type ShapeCodes } from '../shape/check-shape'
import { nearestName } from '../shape/nearest-name'
import type { SuppressionPolicy } from '../suppression/read-suppression'
import type { TestPolicy } from '../testing/test-policy'
import type { ChangePolicy } from '../wire/change-policy'
import type { EnrichmentConfig, Overlay, Policy, TenantConfig, WorkspaceConfig } from './config'
import { configShape } from './config-shape'
import { meantSite, siteHelp, siteNamed } from './tenants/known-sites'

const configCodes: ShapeCodes = {
  missing: 'W101',
  wrongType: 'W102',
  notAllowed: 'W102',
  unknownKey: 'W103',
  misplaced: 'W103',
  unread: 'W104',
  doubtful: 'W104',
  setByDatadog: 'W103',
  deprecated: 'W103',
}

/** What holds where `ddac.yaml` says nothing. */
const emptyConfig: WorkspaceConfig = {
  tenants: new Map(),
  ownership: {},
  policy: {
    suppressions: { required: ['owner', 'reason', 'expires'] },
    requiredTags: [],
    tenantChanges: [],
    harmlessKeys: new Set(),
    lint: {},
  },
  folders: [],
  logs: [],
  enrichment: {},
  referenceTables: new Map(),
  files: 'workspace',
}

/** Reads the plain data of `ddac.yaml`. What has a mistake keeps its default; the findings say so. */
export function readConfig(document: { readonly value: unknown }): {
  readonly config: WorkspaceConfig
  readonly findings: readonly Finding[]
} {
  if (document.value === undefined) return { config: emptyConfig, findings: [] }
  const { value, findings: misfits } = checkShape(configShape, document.value ?? {}, configCodes)
  const written = (value ?? {}) as WrittenConfig
  const tenants = new Map(Object.entries(written.tenants ?? {}).map(([name, each]) => [name, tenantOf(name, each)]))
  const { defaultTenant } = written
  const { levels, findings: unknownChecks } = readLevels(written.policy?.lint, ['policy', 'lint'])
  const config: WorkspaceConfig = {
    tenants,
    ...(defaultTenant !== undefined && { defaultTenant }),
    ownership: ownershipOf(written),
    policy: policyOf(written.policy ?? {}, levels),
    folders: Object.entries(written.folders ?? {}).flatMap(([pattern, folder]) =>
      folder?.tenants ? [{ pattern, tenants: folder.tenants }] : [],
    ),
    logs: Object.entries(written.logs ?? {}).flatMap(([pattern, given]) => (given ? [{ pattern, given }] : [])),
    enrichment: written.enrichment ?? {},
    referenceTables: new Map(
      Object.entries(written.referenceTables ?? {}).flatMap(([name, file]) => (file ? [[name, file]] : [])),
    ),
    files: written.files ?? emptyConfig.files,
  }
  return {
    config,
    findings: [...misfits.map(unknownIsError), ...unknownChecks, ...ownerFindings(config), ...tenantFindings(config)],
  }
}

interface WrittenConfig {
  readonly tenants?: Readonly<Record<string, WrittenTenant | undefined>>
  readonly defaultTenant?: string
  readonly workspace?: string
  readonly formerlyWorkspace?: string
  readonly policy?: WrittenPolicy
  readonly folders?: Readonly<Record<string, { readonly tenants?: readonly string[] } | undefined>>
  readonly logs?: Readonly<Record<string, GivenOfLogs | undefined>>
  readonly enrichment?: EnrichmentConfig
  readonly referenceTables?: Readonly<Record<string, string | undefined>>
  readonly files?: WorkspaceConfig['files']
}

interface WrittenTenant {
  readonly emulator?: boolean
  readonly site?: string
  readonly org?: string
  readonly keys?: TenantConfig['keys']
  readonly variables?: Readonly<Record<string, string>>
  readonly overlays?: readonly Overlay[]
}

interface WrittenPolicy {
  readonly suppressions?: Partial<Pick<SuppressionPolicy, 'required' | 'wider'>> & { readonly maxDuration?: number }
  readonly requiredTags?: readonly string[]
  readonly maxDeletes?: number
  readonly tenantChanges?: ChangePolicy
  readonly harmlessKeys?: readonly string[]
  readonly tests?: Partial<TestPolicy>
  readonly lint?: unknown
}

function tenantOf(name: string, written: WrittenTenant = {}): TenantConfig {
  const { emulator = false, site, org, keys = {}, variables = {}, overlays = [] } = written
  return {
    name,
    emulator,
    ...(site !== undefined && { site }),
    ...(org !== undefined && { org }),
    keys,
    variables: new Map(Object.entries(variables)),
    overlays,
  }
}

function ownershipOf({ workspace: owner, formerlyWorkspace: formerly }: WrittenConfig): Ownership {
  return { ...(owner !== undefined && { owner }), ...(formerly !== undefined && { formerly }) }
}

function policyOf(
  { suppressions, requiredTags, maxDeletes, tenantChanges, harmlessKeys, tests }: WrittenPolicy,
  lint: Levels,
): Policy {
  const usual = emptyConfig.policy
  return {
    suppressions: {
      required: suppressions?.required ?? usual.suppressions.required,
      ...(suppressions?.wider !== undefined && { wider: suppressions.wider }),
      ...(suppressions?.maxDuration !== undefined && { maxDurationMs: suppressions.maxDuration * 1000 }),
    },
    requiredTags: requiredTags ?? usual.requiredTags,
    ...(maxDeletes !== undefined && { maxDeletes }),
    tenantChanges: tenantChanges ?? usual.tenantChanges,
    harmlessKeys: new Set(harmlessKeys),
    ...(tests && { tests: { minFiring: 0, minSilent: 0, stillBelow: 0, ...tests } }),
    lint,
  }
}

/** A mistyped key in this file would quietly leave its default in force. */
function unknownIsError(finding: Finding): Finding {
  if (finding.code !== 'W103') return finding
  const help = finding.help?.startsWith('it is kept')
    ? finding.help.replace(/^it is kept as it is; /, '')
    : finding.help
  return { ...finding, severity: 'error', ...(help !== undefined && { help }) }
}

function ownerFindings({ ownership: { owner, formerly } }: WorkspaceConfig): Finding[] {
  if (formerly === undefined || owner !== undefined) return []
  const message = 'the workspace has a former name and none now'
  const help = 'write workspace: NAME as well'
  return [{ code: 'W101', severity: 'error', message, help, path: ['formerlyWorkspace'], on: 'key' }]
}

/** A name that is none of the tenants', where one stands. */
export function unknownTenant(
  name: string,
  code: 'W105' | 'W114',
  path: Finding['path'],
  tenants: WorkspaceConfig['tenants'],
): Finding {
  const near = nearestName(name, tenants.keys())
  const help = `${near ? `did you mean ${near}? ` : ''}tenants: ${[...tenants.keys()].join(', ') || 'none'}`
  return { code, severity: 'error', message: `there is no tenant "${name}"`, help, path }
}

function tenantFindings({ tenants, defaultTenant, folders }: WorkspaceConfig): Finding[] {
  const findings: Finding[] = []
  if (defaultTenant !== undefined && !tenants.has(defaultTenant)) {
    findings.push(unknownTenant(defaultTenant, 'W105', ['defaultTenant'], tenants))
  }
  for (const { pattern, tenants: names } of folders) {
    for (const [index, name] of names.entries()) {
      const path = ['folders', pattern, 'tenants', index]
      if (!tenants.has(name)) findings.push(unknownTenant(name, 'W105', path, tenants))
    }
  }
  for (const { name, emulator, site, keys } of tenants.values()) {
    const named = Object.keys(keys).length > 0
    if (!emulator || (site === undefined && !named)) continue
    findings.push({
      code: 'W106',
      severity: 'error',
      message: `the tenant "${name}" is the emulator and has ${site === undefined ? 'keys' : 'a site'} as well`,
      help: 'keep emulator: true for a rehearsal, or the site for the real thing',
      path: ['tenants', name, site === undefined ? 'keys' : 'site'],
      on: 'key',
    })
  }
  for (const { name, site } of tenants.values()) {
    if (site === undefined || siteNamed(site) !== undefined) continue
    findings.push({
      code: 'W117',
      // What is none of them and near none may be the host of a proxy, for which DDAC_API_URL is set.
      severity: meantSite(site) === undefined ? 'warning' : 'error',
      message: `"${site.slice(0, 100)}" is not a Datadog site`,
      help: siteHelp(site),
      path: ['tenants', name, 'site'],
    })
  }
  for (const name of tenants.keys()) {
    if (/^[A-Za-z0-9._-]+$/.test(name) && !/^\.+$/.test(name)) continue
    findings.push({
      code: 'W102',
      severity: 'error',
      message: 'this cannot be the name of a tenant',
      help: 'its state is kept in a file of that name: use letters, digits, dots, dashes and underscores',
      path: ['tenants', name],
      on: 'key',
    })
  }
  if (tenants.has('all')) {
    const message = 'no tenant can be called "all": --tenant all means every tenant'
    findings.push({ code: 'W102', severity: 'error', message, path: ['tenants', 'all'], on: 'key' })
  }
  return findings
}
