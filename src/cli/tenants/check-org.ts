import { WorldError } from '../../diagnostic/world-error'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import { orgText } from '../../report/sync/doctor-report'
import type { TenantOrg } from '../../sync/account'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import type { OpenTenant } from './open-tenant'

/**
 * Throws a `configuration` WorldError where ddac.yaml says of which organisation the tenant is, and the keys are of
 * another, or do not tell. Asks nothing where the file says nothing.
 */
export async function checkOrg({ config, account, host }: OpenTenant): Promise<void> {
  const { name, org } = config
  if (org === undefined) return
  const found = await orgOrReason(account)
  if ('reason' in found) {
    throw new WorldError(
      'configuration',
      `ddac.yaml wants the organisation ${org}, and the keys of the tenant "${name}" do not tell theirs: ${found.reason}`,
      `Nothing was written to ${host}. Give keys that may ask, or take tenants.${name}.org out of ddac.yaml.`,
    )
  }
  if (isOrg(found, org)) return
  throw new WorldError(
    'configuration',
    `the keys of the tenant "${name}" are of the organisation ${orgText(found)}, and ddac.yaml wants ${org}`,
    `Nothing was written to ${host}. Give the keys of ${org}, or correct tenants.${name}.org in ddac.yaml.`,
  )
}

/**
 * Says before the first write where it goes: host and organisation, and how to have that checked from now on. Of the
 * emulator in this process nothing is said.
 */
export async function tellPlace(
  { config, account, host }: OpenTenant,
  { stderr }: Pick<CliContext, 'stderr'>,
  { quiet }: Pick<GlobalOptions, 'quiet'>,
): Promise<void> {
  const { name, org, emulator } = config
  if (quiet || emulator) return
  const found = await orgOrReason(account)
  if ('reason' in found) {
    stderr.write(terminal`${name}: writing to ${host}; of which organisation is not known (${found.reason})\n`)
    return
  }
  stderr.write(
    terminal`${name}: writing to ${host}, organisation ${orgText(found)}\n${org === undefined ? lineToAdd(name, found) : ''}`,
  )
}

/** The line of ddac.yaml by which the organisation is checked. */
export function lineToAdd(tenant: string, { ids: [id] }: TenantOrg): TerminalText {
  if (id === undefined) return terminal``
  return terminal`To have that checked before every write, add to tenants.${tenant} in ddac.yaml:\n    org: ${id}\n`
}

/** Whether an organisation has this id. */
export function isOrg({ ids }: TenantOrg, id: string): boolean {
  return ids.some((each) => each.toLowerCase() === id.toLowerCase())
}

/** The organisation of the keys, or why it is not known. */
export async function orgOrReason(account: OpenTenant['account']): Promise<TenantOrg | { readonly reason: string }> {
  try {
    const org = await account.org()
    return org.ids.length > 0 ? org : { reason: 'the answer names none' }
  } catch (error) {
    if (error instanceof WorldError) return { reason: error.message }
    throw error
  }
}
