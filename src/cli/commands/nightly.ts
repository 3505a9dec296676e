import { join, resolve } from 'node:path'
import { dayMs } from '../../diagnostic/times'
import { WorldError } from '../../diagnostic/world-error'
import { jsonDocument } from '../../medium/json-text'
import { mistakesIn } from '../../report/diagnostics-json'
import { findingsMarkdown } from '../../report/review/review-markdown'
import { isWorthTelling, nightMarkdown, type TenantNight } from '../../report/sync/night-markdown'
import { checkWorkspace } from '../../workspace/checking/check-workspace'
import { findWorkspace } from '../../workspace/find-workspace'
import { repositoryOf } from '../../workspace/own-files'
import { commitAt } from '../../workspace/revision/commit-at'
import { writeText } from '../../workspace/write-text'
import { adoptAll } from '../adopting/adopt-all'
import { type CliContext, exitCodes } from '../context'
import { flawsOf } from '../flaws'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { changedFiles, type DetectionFile, detectionTexts } from '../night/detection-texts'
import { type NightState, nightFiles, readNights } from '../night/night-state'
import { tenantNight } from '../night/tenant-night'
import { openWorkspace, tenantNames } from '../open-workspace'
import { nameOfWorkspace } from '../review/name-of-workspace'
import { tellError } from '../tell-error'
import type { TenantOutcome } from '../tenants/each-tenant'
import { type FoundDrift, findDrift } from '../tenants/find-drift'
import { dueSuppressions, usualDays } from './suppress-list'

interface NightlyOptions {
  readonly out: string
  readonly from?: string
  readonly within?: number
}

/** How much of a comment one run may take: there is room for two tenants that have much to say. */
const mostText = 28_000

/**
 * `ddac nightly`: what was done in tenants by hand goes into the files, and a text beside it says who did it, what could not
 * be written and what ends soon. 1 where something is left to be decided; 2 where a tenant could not be asked.
 */
export async function nightly(
  context: CliContext,
  globals: GlobalOptions,
  { out, from, within = usualDays }: NightlyOptions,
): Promise<number> {
  const format = formatFrom(globals, 'nightly')
  const shown: GlobalOptions = { ...globals, format: 'markdown' }
  const root = findWorkspace(context.cwd, globals.workspace)
  const top = repositoryOf(root) ?? root
  const before = detectionTexts(root, top)
  const earlier = from === undefined ? [] : readNights(resolve(context.cwd, from), from)
  const ground = earlier.at(-1)
  write(ground?.files ?? [], top)
  const workspace = openWorkspace(context, shown)
  const flaws = await flawsOf(workspace, context, shown)
  if (!flaws) return exitCodes.no
  const asked = { workspace, flawed: flaws.files, context, globals: shown, targets: undefined, apart: true }
  const outcomes: TenantOutcome<FoundDrift>[] = []
  for (const tenant of tenantNames(workspace, context, shown)) {
    outcomes.push(await outcomeOf(tenant, () => findDrift(tenant, asked), context))
  }
  const adopted = await adoptAll(outcomes, asked, false)
  const tenants: TenantNight[] = []
  const gathering = { context, globals: shown, sinceMs: context.now() - within * dayMs, top }
  for (const one of outcomes) if ('value' in one) tenants.push(await tenantNight(one.value, adopted, gathering))
  const after = openWorkspace(context, shown)
  const files = changedFiles(before, detectionTexts(root, top))
  const suppressions = ground ? undefined : dueSuppressions(after, context, within)
  const written = await mistakesOfWritten(files, context, shown)
  const report = {
    tenants,
    failed: outcomes.flatMap((one) => ('error' in one ? [{ tenant: one.tenant, why: one.error.message }] : [])),
    ...(suppressions && { suppressions }),
    mistakes: [
      ...findingsMarkdown('Mistakes in files, of which nothing was laid beside the tenant', flaws.mistakes),
      ...findingsMarkdown('Mistakes in what was written', written),
    ],
  }
  const isTold = tenants.some(isWorthTelling) || (suppressions ?? []).length + report.failed.length > 0
  const commit = await commitAt(root)
  const state: NightState = {
    workspace: nameOfWorkspace(workspace),
    ...(commit !== undefined && { commit }),
    tenants: tenants.map(({ drift }) => drift.tenant),
    after: ground ? [...ground.after, ...ground.tenants] : [],
    files,
    isWorthTelling: isTold,
  }
  const text = nightMarkdown(report, { maxBytes: mostText, whole: `All of it is in ${nightFiles.whole} of the run.` })
  const folder = resolve(context.cwd, out)
  const put = (name: string, content: string): void => writeText(join(folder, name), content, join(out, name))
  put(nightFiles.text, String(text))
  put(nightFiles.whole, String(nightMarkdown(report)))
  put(nightFiles.state, String(jsonDocument(state)))
  const paths = { files: files.map(({ path }) => path) }
  const left = tenants.flatMap(({ drift: { tenant }, left, notImported }) => [
    ...left.map(({ key, trouble }) => ({ tenant, what: key, why: trouble })),
    ...notImported.map(({ kind, remoteId, reason }) => ({ tenant, what: `${kind} ${remoteId}`, why: reason })),
  ])
  const mistakes = mistakesIn([...flaws.mistakes, ...written])
  context.stdout.write(
    format === 'json' ? jsonDocument({ ...state, ...paths, left, failed: report.failed, ...mistakes }) : text,
  )
  if (report.failed.length > 0) return exitCodes.couldNotAnswer
  const isLeft = written.length > 0 || left.length > 0
  return isLeft ? exitCodes.no : exitCodes.yes
}

/** One tenant that cannot be asked keeps nothing from the others. */
async function outcomeOf(
  tenant: string,
  ask: () => Promise<FoundDrift>,
  context: CliContext,
): Promise<TenantOutcome<FoundDrift>> {
  try {
    return { tenant, value: await ask() }
  } catch (error) {
    if (!(error instanceof WorldError) || error.code === 'interrupted') throw error
    tellError(error, context, tenant)
    return { tenant, error }
  }
}

function write(files: readonly DetectionFile[], top: string): void {
  for (const { path, text } of files) writeText(join(top, path), text, path)
}

/** What `ddac validate` will say of the files that were written. */
async function mistakesOfWritten(files: readonly DetectionFile[], context: CliContext, globals: GlobalOptions) {
  const workspace = openWorkspace(context, globals)
  const paths = new Set(files.map(({ path }) => path))
  const cwd = repositoryOf(workspace.root) ?? workspace.root
  const found = await context.busy(() => checkWorkspace(workspace, { cwd, now: context.now }))
  return found.filter(({ severity, span }) => severity === 'error' && paths.has(span?.source.path ?? ''))
}
