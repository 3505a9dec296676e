import { type Diagnostic, placeFinding } from '../../diagnostic/diagnostic'
import { positionAt } from '../../diagnostic/span'
import { WorldError } from '../../diagnostic/world-error'
import { terminal } from '../../medium/terminal-text'
import { makePlan } from '../../sync/plan/make-plan'
import type { Kind, PlanProblem } from '../../sync/plan/plan'
import { type FilePlace, type PlanReview, reviewPlan } from '../../sync/plan/review-plan'
import type { FlawedFile, PlanOptions, WantedState } from '../../sync/plan/wanted-state'
import { type Hold, isWrite, withhold } from '../../sync/plan/withhold'
import type { Remote } from '../../sync/remote'
import { settleChanges } from '../../sync/tenant-changes/settle-changes'
import { readAllowed, type TenantState } from '../../sync/tenant-state'
import { withholdWider } from '../../sync/withhold-wider'
import type { TenantConfig } from '../../workspace/config'
import { overridesForTenant, rulesForTenant, suppressionsForTenant } from '../../workspace/tenant-view'
import { workspaceFor } from '../../workspace/tenants/file-tenants'
import { overridesOf, rulesOf, suppressionsOf, type Workspace } from '../../workspace/workspace'
import type { YamlDocument } from '../../yaml/yaml-document'
import type { CliContext } from '../context'
import type { Flaws } from '../flaws'
import type { GlobalOptions } from '../global-options'

/** Options that `plan` and `apply` share, as commander gives them. */
export interface SyncOptions {
  readonly prune?: boolean
  readonly takeUnowned?: boolean
  readonly adopt?: boolean | readonly string[]
  readonly createBeside?: boolean | readonly string[]
  readonly target?: readonly string[]
  readonly maxDeletes?: number
  /** Take git's side wherever people changed something in the tenant. */
  readonly overwriteDrift?: boolean
  /** Write nothing where anything is withheld. */
  readonly allOrNothing?: boolean
  /** Off with `--no-remote-validate`. */
  readonly remoteValidate: boolean
}

/** A plan for one tenant with what the tenant says of it, and its problems drawn in the files. */
export interface TenantPlan {
  readonly review: PlanReview
  readonly problems: readonly Diagnostic[]
  /** What the tenant held when the plan was made. */
  readonly actual: TenantState
}

/** What a plan is made in besides the files and the tenant. */
export interface PlanCircumstances {
  readonly validate: boolean
  readonly flaws: Flaws
  readonly nowMs: number
  /** Only what was reviewed will be written of it, so that a suppression may get wider. */
  readonly isReviewed?: boolean
  /** Where people look at the tenant. */
  readonly app?: string | undefined
}

/** Lays the workspace beside a tenant. Reads from the tenant, writes nothing. */
export async function planTenant(
  workspace: Workspace,
  config: TenantConfig,
  remote: Remote,
  options: PlanOptions,
  { validate, flaws, nowMs, app, isReviewed = false }: PlanCircumstances,
): Promise<TenantPlan> {
  const actual = await readAllowed(remote)
  const wanted = wantedState(workspace, config, flaws.files)
  const made = makePlan(wanted, actual, { ...options, nowMs })
  const policy = workspace.config.policy.tenantChanges
  const plan = await settleChanges(made, actual, remote, { policy, overwrite: options.overwriteDrift === true, nowMs })
  const review = await reviewPlan(plan, remote, { validate, actual })
  const fit = withhold(review.plan, [...review.refusals.map(holdOfRefusal), ...holdsOfUnread(flaws, review)])
  const mayWiden = isReviewed || workspace.config.policy.suppressions.wider === 'allow'
  const withheld = mayWiden ? fit : withholdWider(fit, wanted, nowMs)
  return {
    review: { ...review, plan: withheld, places: placesIn(workspace), ...(app !== undefined && { app }) },
    problems: problemsInFiles(plan.problems, workspace),
    actual,
  }
}

function holdOfRefusal({ kind, id, message, target }: PlanReview['refusals'][number]): Hold {
  const reason = `the tenant refuses it${target ? ` (${target})` : ''}: ${message}`
  return { kind, id, reason, remedy: 'correct it in the file; ddac validate --remote asks again without writing' }
}

/** What nobody here can read goes on where the tenant's own validation took it, and waits where that was not asked. */
function holdsOfUnread({ unread }: Flaws, { plan, accepted }: PlanReview): readonly Hold[] {
  const written = new Set(
    plan.changes.flatMap((change) => (change.kind === 'rule' && isWrite(change) ? [change.id] : [])),
  )
  return unread.flatMap(({ id, file }): readonly Hold[] => {
    if (!written.has(id) || accepted?.has(id)) return []
    const reason = `ddac cannot read a text of ${file}, and the tenant's own validation was not asked about it`
    const remedy = 'plan without --no-remote-validate, with a key that may validate rules, or mend the text'
    return [{ kind: 'rule', id, reason, remedy }]
  })
}

/** What git wants one tenant to hold; what stands in a file with mistakes is left to be withheld. */
export function wantedState(
  workspace: Workspace,
  config: TenantConfig,
  flawed: readonly FlawedFile[] = [],
): WantedState {
  const bad = new Set(flawed.map(({ file }) => file))
  const isSound = ({ document }: { readonly document: YamlDocument }): boolean => !bad.has(document.source.path)
  const here = workspaceFor(workspace, config.name)
  const isHere = new Set([...here.rules, ...here.suppressions, ...here.overrides].map(({ document }) => document))
  const away = filesOf(workspace).filter(({ document }) => !isHere.has(document))
  const sound = {
    ...here,
    rules: here.rules.filter(isSound),
    suppressions: here.suppressions.filter(isSound),
    overrides: here.overrides.filter(isSound),
  }
  const awayPaths = new Set(away.map(({ document }) => document.source.path))
  return {
    rules: rulesForTenant(rulesOf(sound), config),
    suppressions: suppressionsForTenant(suppressionsOf(sound), config),
    overrides: overridesForTenant(overridesOf(sound), config),
    flawed: flawed.map((one) => (awayPaths.has(one.file) ? { ...one, isElsewhere: true } : one)),
    elsewhere: away.flatMap(({ kind, id }) => (id === undefined ? [] : [{ kind, id }])),
    ownership: workspace.config.ownership,
  }
}

/** The rules, suppressions and overrides of a workspace, each with the id that it says. */
function filesOf({ rules, suppressions, overrides }: Workspace) {
  return [
    ...rules.map(({ document, draft }) => ({ kind: 'rule' as const, document, id: draft?.id })),
    ...suppressions.map(({ document, suppression }) => ({
      kind: 'suppression' as const,
      document,
      id: suppression?.id,
    })),
    ...overrides.map(({ document, override }) => ({ kind: 'override' as const, document, id: override?.id })),
  ]
}

/**
 * Says on stderr what a prune of a workspace without a name risks. Throws a `usage` WorldError for an option that would do
 * nothing without one.
 */
export function checkPrune(
  { config }: Workspace,
  { prune, takeUnowned }: SyncOptions,
  { stderr }: CliContext,
  { quiet }: GlobalOptions,
): void {
  if (takeUnowned && !prune) {
    throw new WorldError('usage', '--take-unowned says what --prune deletes', 'Add --prune, or leave it out.')
  }
  if (!prune || quiet || config.ownership.owner !== undefined) return
  stderr.write(
    terminal`This workspace has no name: --prune also deletes what other workspaces without one made in the tenant. Write workspace: NAME into ddac.yaml.\n`,
  )
}

/** The problems of a plan, each in the file that it is about. */
export function problemsInFiles(problems: readonly PlanProblem[], workspace: Workspace): readonly Diagnostic[] {
  if (problems.length === 0) return []
  const documents = documentsOf(workspace)
  return problems.map((problem) => placed(problem, documents.get(`${problem.kind} ${problem.id}`)))
}

/** What makePlan needs of a command's options and the workspace's policy. */
export function planOptions(
  workspace: Workspace,
  { prune, takeUnowned, adopt, createBeside, target, maxDeletes, overwriteDrift }: SyncOptions,
): PlanOptions {
  const allowed = maxDeletes ?? workspace.config.policy.maxDeletes
  return {
    ...(prune !== undefined && { prune }),
    ...(takeUnowned !== undefined && { takeUnowned }),
    ...(adopt !== undefined && { adopt }),
    ...(createBeside !== undefined && { createBeside }),
    ...(target !== undefined && { targets: target }),
    ...(allowed !== undefined && { maxDeletes: allowed }),
    ...(overwriteDrift && { overwriteDrift }),
  }
}

/** Where each file of a workspace says its id, by what it is for. */
function placesIn({ rules, suppressions, overrides }: Workspace): ReadonlyMap<string, FilePlace> {
  const places = new Map<string, FilePlace>()
  const add = (kind: Kind, id: string | undefined, { locate }: YamlDocument): void => {
    if (id === undefined) return
    const { source, start } = locate(['id'])
    places.set(`${kind} ${id}`, { file: source.path, line: positionAt(source, start).line })
  }
  for (const { draft, document } of rules) add('rule', draft?.id, document)
  for (const { suppression, document } of suppressions) add('suppression', suppression?.id, document)
  for (const { override, document } of overrides) add('override', override?.id, document)
  return places
}

/** A problem of a plan in the file that it is about; without a place where no file has that id. */
function placed({ kind, id, ...finding }: PlanProblem, document: YamlDocument | undefined): Diagnostic {
  if (document) return placeFinding(finding, document.locate)
  const { path: _path, range: _range, on: _on, ...told } = finding
  return told
}

/** The first file of each kind and id, of those that could be read. */
function documentsOf({ rules, suppressions, overrides }: Workspace): ReadonlyMap<string, YamlDocument> {
  const all = [
    ...rules.map(({ rule, document }) => ({ kind: 'rule', id: rule?.id, document })),
    ...suppressions.map(({ suppression, document }) => ({ kind: 'suppression', id: suppression?.id, document })),
    ...overrides.map(({ override, document }) => ({ kind: 'override', id: override?.id, document })),
  ]
  return new Map(all.map(({ kind, id, document }) => [`${kind} ${id}`, document] as const).reverse())
}
