import { makePainter } from '../../medium/painter'
import { terminal } from '../../medium/terminal-text'
import { planText } from '../../report/sync/plan-text'
import type { ImportAdoption, ImportedFile } from '../../sync/import/import-files'
import { makePlan } from '../../sync/plan/make-plan'
import { changeKey } from '../../sync/plan/plan'
import { keepChanges } from '../../sync/plan/restrict-plan'
import { readAllowed } from '../../sync/tenant-state'
import type { CliContext } from '../context'
import { flawsOf } from '../flaws'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { checkOrg, tellPlace } from '../tenants/check-org'
import { openTenant } from '../tenants/open-tenant'
import { planTenant, wantedState } from '../tenants/plan-tenant'
import { runPlan } from '../tenants/run-plan'

/**
 * Gives what was just imported, or before, our tags, and nothing else: neither is anything changed that git has besides, nor the
 * content of what is adopted. Ends with another look at the tenant. Undefined where a person said no.
 */
export async function adoptImported(
  files: readonly Pick<ImportedFile, 'kind' | 'id'>[],
  name: string,
  { yes, context, globals }: { readonly yes: boolean; readonly context: CliContext; readonly globals: GlobalOptions },
): Promise<ImportAdoption | undefined> {
  const workspace = openWorkspace(context, globals)
  const flaws = await flawsOf(workspace, context, globals)
  const nothing = { adopted: [], managed: [], left: files.map(({ kind, id }) => ({ kind, id, reason: unread })) }
  if (!flaws) return nothing
  const tenant = await openTenant(workspace, name, context, globals)
  try {
    await checkOrg(tenant)
    const asked = new Set(files.map(changeKey))
    const targets = [...new Set(files.map(({ id }) => id))]
    const how = { validate: true, flaws, nowMs: context.now() }
    const { review } = await planTenant(workspace, tenant.config, tenant.remote, { targets }, how)
    const plan = keepChanges(review.plan, (change) => change.action === 'adopt' && asked.has(changeKey(change)))
    if (plan.changes.length > 0) {
      await tellPlace(tenant, context, globals)
      if (!yes) {
        context.stderr.write(planText({ ...review, plan }, makePainter(globals.colour)))
        const question = terminal`Adopt ${plan.changes.length} in ${name}?`
        if (!(await context.confirm?.(question))) return undefined
      }
    }
    const summary = await runPlan(plan, tenant.remote, context, globals)
    const after = makePlan(wantedState(workspace, tenant.config, flaws.files), await readAllowed(tenant.remote), {
      targets,
      nowMs: context.now(),
    })
    const now = new Map(after.changes.map((change) => [changeKey(change), change]))
    const refused = new Map(review.plan.changes.map((change) => [changeKey(change), change.reason]))
    const failed = new Map(
      [
        ...summary.failed.map(({ change, error }) => [change, error.message] as const),
        ...summary.conflicts.map(({ change, reason }) => [change, reason] as const),
      ].map(([change, reason]) => [changeKey(change), reason]),
    )
    const isManaged = (file: Pick<ImportedFile, 'kind' | 'id'>): boolean => now.get(changeKey(file))?.action === 'none'
    const adopted = summary.applied.map(({ change: { kind, id } }) => ({ kind, id }))
    return {
      adopted,
      managed: files.filter(isManaged).map(({ kind, id }) => ({ kind, id })),
      left: files
        .filter((file) => !isManaged(file))
        .map((file) => {
          const key = changeKey(file)
          const reason =
            failed.get(key) ?? now.get(key)?.reason ?? refused.get(key) ?? 'ddac plan says what it would change'
          return { kind: file.kind, id: file.id, reason }
        }),
    }
  } finally {
    await tenant.close()
  }
}

const unread = 'a mistake in ddac.yaml, or in what all rules rest on, keeps everything from being planned'
