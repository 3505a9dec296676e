import { WorldError } from '../../diagnostic/world-error'
import { type HclText, hcl } from '../../medium/hcl-text'
import { jsonText } from '../../medium/json-text'
import { terraformConfig } from '../../report/leave/terraform-config'
import { type PlainThing, plainThings } from '../../sync/leave/plain-things'
import { readTenant } from '../../sync/tenant-state'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { chosenThings } from '../leaving'
import { openWorkspace, tenantNames } from '../open-workspace'
import { openTenant } from '../tenants/open-tenant'

/** `ddac export`: prints what we manage in a tenant, without our tags, as JSON or for Terraform. 1 if something is left out. */
export async function exportThings(
  context: CliContext,
  globals: GlobalOptions,
  ids: readonly string[],
): Promise<number> {
  const format = formatFrom(globals, 'export')
  const workspace = openWorkspace(context, globals)
  const [name = '', ...more] = tenantNames(workspace, context, globals)
  if (more.length > 0) throw new WorldError('usage', 'export reads one tenant', 'Choose it with --tenant.')
  const tenant = await openTenant(workspace, name, context, globals)
  try {
    const actual = await readTenant(tenant.remote)
    const plain = plainThings(actual, workspace.config.ownership)
    const { things, isWhole } = chosenThings(plain, name, { ids, all: ids.length === 0 }, context)
    if (format === 'json') context.stdout.write(jsonText(asJson(things, ids)))
    else {
      const blocks: HclText[] = []
      for (const thing of things) {
        const { kind, body } = thing
        const converted = kind === 'rule' ? await tenant.converter.ruleAsTerraform(body) : undefined
        blocks.push(hcl`${blocks.length > 0 ? hcl`\n` : hcl``}${terraformConfig(thing, converted)}`)
      }
      context.stdout.write(hcl`${blocks}`)
    }
    return isWhole ? exitCodes.yes : exitCodes.no
  } finally {
    await tenant.close()
  }
}

/** As the API has it. One thing that was named stands alone, as the page that imports a rule wants it. */
function asJson(things: readonly PlainThing[], ids: readonly string[]): unknown {
  const all = things.map(({ kind, remoteId, body }) =>
    kind === 'rule' ? { id: remoteId, ...body } : { id: remoteId, type: 'suppressions', attributes: body },
  )
  return ids.length === 1 && all.length === 1 ? all[0] : all
}
