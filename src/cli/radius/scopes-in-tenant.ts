import type { Diagnostic, Finding } from '../../diagnostic/diagnostic'
import { WorldError } from '../../diagnostic/world-error'
import { identityTags } from '../../rule/tenant/identity-tags'
import { rulesUnder } from '../../suppression/scopes'
import { placed } from '../../workspace/checking/check-suppressions'
import type { SuppressionFile, Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { withTenant } from '../tenants/tenant-logs'
import { draftOf } from './rules-of-signals'

/**
 * What is to be said of suppressions whose scope holds no rule of the tenant, by its list of rules; and the files that name
 * their rules once and mean some of the tenant, whatever the workspace has. Nothing where the key may not list rules.
 */
export async function scopesInTenant(
  workspace: Workspace,
  files: readonly SuppressionFile[],
  context: CliContext,
  globals: GlobalOptions,
): Promise<{ readonly found: readonly Diagnostic[]; readonly hit: ReadonlySet<SuppressionFile> }> {
  return await withTenant(workspace, context, globals, async ({ remote, config }) => {
    const listed = await remote.listRules().catch((error: unknown) => {
      if (error instanceof WorldError && error.code === 'forbidden') return undefined
      throw error
    })
    if (listed === undefined) return { found: [], hit: new Set<SuppressionFile>() }
    // A file names a rule by its slug, a query maybe by the tenant's id.
    const rules = listed.flatMap(({ id, body }) =>
      [id, ...identityTags(body.tags).ids].flatMap((each) => draftOf(each, body) ?? []),
    )
    const inScope = rulesUnder(rules)
    const isHit = ({ suppression }: SuppressionFile): boolean =>
      suppression !== undefined && inScope(suppression).length > 0
    const found = files.flatMap((file) =>
      file.suppression && !isHit(file) ? placed(file, [missing(file.suppression, config.name)], workspace) : [],
    )
    return { found, hit: new Set(files.filter((file) => isHit(file) && saysOnce(file))) }
  })
}

/** Of several names some may still be those of no rule. */
function saysOnce({ suppression }: SuppressionFile): boolean {
  const { rules = [], ruleQuery } = suppression ?? {}
  return rules.length + (ruleQuery === undefined ? 0 : 1) === 1
}

function missing({ rules }: NonNullable<SuppressionFile['suppression']>, tenant: string): Finding {
  return {
    code: 'S211',
    severity: 'warning',
    path: [rules.length > 0 ? 'rules' : 'ruleQuery'],
    message: `no rule of ${tenant} is in its scope, so that it hides nothing there`,
    help: 'apply the rule, or correct which rules it is for',
  }
}
