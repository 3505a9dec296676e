import { sameJson } from '../../json/canonical-json'
import { terminal } from '../../medium/terminal-text'
import { adoptedRuleFile, adoptedSuppressionFile } from '../../sync/drift/adopted-file'
import type { Drift, DriftItem } from '../../sync/drift/drift'
import type { Plan } from '../../sync/plan/plan'
import { slugsInPlan } from '../../sync/plan/slugs-in-plan'
import type { TenantState } from '../../sync/tenant-state'
import type { TenantConfig } from '../../workspace/config'
import { rulesForTenant, usesVariables } from '../../workspace/tenant-view'
import type { Workspace } from '../../workspace/workspace'
import { writeText } from '../../workspace/write-text'
import type { CliContext } from '../context'

interface Adoption {
  readonly workspace: Workspace
  readonly tenant: TenantConfig
  readonly drift: Drift
  readonly plan: Plan
  readonly actual: TenantState
  readonly context: CliContext
}

/** Writes the tenant's version of each drifted thing into its file and tells so on stderr; what cannot be is told too. */
export function adoptDrift(adoption: Adoption): void {
  const { drift, context } = adoption
  for (const item of drift.items) {
    const done = adoptOne(item, adoption)
    const told = 'trouble' in done ? `not adopted: ${item.kind} ${item.id}: ${done.trouble}` : `adopted: ${done.path}`
    context.stderr.write(terminal`${told}\n`)
  }
}

function adoptOne(item: DriftItem, adoption: Adoption): { readonly path: string } | { readonly trouble: string } {
  const { workspace, tenant, plan, actual } = adoption
  const { kind, id, remoteId } = item
  if (remoteId === undefined) return { trouble: 'the tenant does not have it; delete the file, or apply it again' }
  if (kind === 'override') return { trouble: 'what an override changes is written by hand' }
  const slugOf = slugsInPlan(plan)
  if (kind === 'rule') {
    const file = workspace.rules.find(({ rule }) => rule?.id === id)
    const remote = actual.rules.find((rule) => rule.id === remoteId)
    if (!file?.rule || !remote) return { trouble: 'its file or its rule is no longer there' }
    const [here] = rulesForTenant([file.rule], tenant)
    if (!sameJson(here, file.rule)) return { trouble: ownInTenant(tenant.name) }
    return written(file, adoptedRuleFile(file.document, remote.body, slugOf))
  }
  const file = workspace.suppressions.find(({ suppression }) => suppression?.id === id)
  const remote = actual.suppressions.find((suppression) => suppression.id === remoteId)
  if (!file || !remote) return { trouble: 'its file or its suppression is no longer there' }
  if (usesVariables(file.document.value)) return { trouble: ownInTenant(tenant.name) }
  return written(file, adoptedSuppressionFile(file.document, remote.attributes, slugOf))
}

function ownInTenant(tenant: string): string {
  return `the file has variables or overlays for "${tenant}", which adopting would write out; change it by hand`
}

function written(
  file: { readonly path: string; readonly document: { readonly source: { readonly path: string } } },
  made: { readonly text: string } | { readonly trouble: string },
): { readonly path: string } | { readonly trouble: string } {
  if ('trouble' in made) return made
  writeText(file.path, made.text)
  return { path: file.document.source.path }
}
