import { terminal } from '../../medium/terminal-text'
import type { TenantState } from '../../sync/tenant-state'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'

/** Says on stderr that the suppressions of a tenant were not looked at, and why. */
export function tellUnread(
  { tenant, suppressionsUnread: why }: TenantState,
  { stderr }: Pick<CliContext, 'stderr'>,
  { quiet }: Pick<GlobalOptions, 'quiet'>,
): void {
  if (quiet || why === undefined) return
  stderr.write(
    terminal`warning: ${tenant}: its suppressions were not looked at, because the key may not list them: ${why}\n`,
  )
}
