import { unreachable } from '../../diagnostic/unreachable'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { lined, terminal } from '../../medium/terminal-text'
import { type Checkup, doctorJson, doctorNdjson, doctorText } from '../../report/sync/doctor-report'
import type { Workspace } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace, tenantNames } from '../open-workspace'
import { isOrg, lineToAdd, orgOrReason } from '../tenants/check-org'
import { servedCommands } from '../tenants/command-rights'
import { eachTenant, type TenantOutcome, valuesOf } from '../tenants/each-tenant'
import { openTenant } from '../tenants/open-tenant'

/**
 * `ddac doctor`: where a tenant is, of which organisation the keys are, what they may do and which commands that serves.
 * 1 where the organisation is another than ddac.yaml says; 2 for a tenant that cannot be asked.
 */
export async function doctor(context: CliContext, globals: GlobalOptions): Promise<number> {
  const format = formatFrom(globals, 'doctor')
  const workspace = openWorkspace(context, globals)
  const names = tenantNames(workspace, context, globals)
  const outcomes = await eachTenant(names, context, (name) => checkUp(workspace, name, context, globals))
  context.stdout.write(printed(outcomes, format, globals))
  const checkups = valuesOf(outcomes)
  if (checkups.length < outcomes.length) return exitCodes.couldNotAnswer
  return checkups.some(({ wanted }) => wanted && !wanted.isMet) ? exitCodes.no : exitCodes.yes
}

async function checkUp(
  workspace: Workspace,
  name: string,
  context: CliContext,
  globals: GlobalOptions,
): Promise<Checkup> {
  const tenant = await openTenant(workspace, name, context, globals)
  const { account, config, host } = tenant
  try {
    const rights = await account.rights()
    const org = await orgOrReason(account)
    const isHinted = !('reason' in org) && config.org === undefined && !config.emulator && !globals.quiet
    return {
      tenant: name,
      host,
      org,
      wanted:
        config.org === undefined ? undefined : { org: config.org, isMet: !('reason' in org) && isOrg(org, config.org) },
      user: await account.user(),
      apiKey: await account.apiKey(),
      rights,
      commands: servedCommands(rights),
      advice: isHinted ? lineToAdd(name, org) : terminal``,
    }
  } finally {
    await tenant.close()
  }
}

function printed(
  outcomes: readonly TenantOutcome<Checkup>[],
  format: FormatOf<'doctor'>,
  { colour }: GlobalOptions,
): SafeText {
  const all = outcomes.map((each) => ('value' in each ? each.value : each))
  switch (format) {
    case 'text': {
      const paint = makePainter(colour)
      return lined(valuesOf(outcomes).map((each) => doctorText(each, paint)))
    }
    case 'json':
      return doctorJson(all)
    case 'ndjson':
      return doctorNdjson(all)
    default:
      return unreachable(format)
  }
}
