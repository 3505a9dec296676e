import { type Diagnostic, placeFinding } from '../../diagnostic/diagnostic'
import { answersOf } from '../../sync/at-most'
import type { RemoteProblem } from '../../sync/remote'
import { encodeRule } from '../../wire/encode-rule'
import { encodeSuppression } from '../../wire/encode-suppression'
import { withoutPastDates } from '../../wire/suppression-dates'
import { pathOfTarget } from '../../wire/target-path'
import type { Selection } from '../../workspace/checking/select-files'
import { rulesForTenant, suppressionsForTenant } from '../../workspace/tenant-view'
import { workspaceFor } from '../../workspace/tenants/file-tenants'
import type { Workspace } from '../../workspace/workspace'
import type { YamlDocument } from '../../yaml/yaml-document'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { openTenant } from './open-tenant'

/** Asks the tenant's own validation about each selected rule and suppression; its refusals are drawn in the files. */
export async function validateRemotely(
  workspace: Workspace,
  name: string,
  isSelected: Selection,
  context: CliContext,
  globals: GlobalOptions,
): Promise<readonly Diagnostic[]> {
  const tenant = await openTenant(workspace, name, context, globals)
  const { config, remote } = tenant
  const told = (document: YamlDocument, problems: readonly RemoteProblem[], code: 'P008' | 'P009'): Diagnostic[] =>
    problems.map(({ message, target }) => {
      const path = target === undefined ? [] : pathOfTarget(target, document.value)
      const help = 'this is what the tenant itself answers; it would refuse to take it'
      return placeFinding({ code, severity: 'error', message: `${name}: ${message}`, help, path }, document.locate)
    })
  try {
    const here = workspaceFor(workspace, name)
    const rules = here.rules.flatMap(({ rule, document, path }) => {
      const [one] = rule && isSelected(path) ? rulesForTenant([rule], config) : []
      return one ? [async () => told(document, await remote.validateRule(encodeRule(one)), 'P008')] : []
    })
    const suppressions = here.suppressions.flatMap(({ suppression, document, path }) => {
      const [one] = suppression && isSelected(path) ? suppressionsForTenant([suppression], config) : []
      if (!one) return []
      const attributes = withoutPastDates(encodeSuppression(one), context.now())
      return [async () => told(document, await remote.validateSuppression(attributes), 'P009')]
    })
    return [...(await answersOf(rules)), ...(await answersOf(suppressions))].flat()
  } finally {
    await tenant.close()
  }
}
