import { isList } from '../../json/json-object'
import { isText } from '../../json/json-text'
import type { FolderConfig, ForTenants } from '../config'
import { stemOf } from '../list-files'
import type { TestsFile, Workspace } from '../workspace'
import { liesIn } from './file-pattern'

/**
 * For which tenants a file is: its own `tenants`, else those of the last folder of `ddac.yaml` that it lies in. `path` is
 * relative to the workspace, with `/`.
 */
export function tenantsOfFile(value: unknown, path: string, folders: readonly FolderConfig[]): ForTenants {
  const { tenants: own } = (value ?? {}) as { readonly tenants?: unknown }
  const tenants = isList(own) ? own.filter(isText) : folders.findLast((folder) => liesIn(path, folder.pattern))?.tenants
  return tenants ? { tenants } : {}
}

/** Whether something is for a tenant. */
export function isForTenant({ tenants }: ForTenants, tenant: string): boolean {
  return tenants === undefined || tenants.includes(tenant)
}

/** The part of a workspace that is for one tenant. A test goes with what it tests. */
export function workspaceFor(workspace: Workspace, tenant: string): Workspace {
  const isHere = (file: ForTenants): boolean => isForTenant(file, tenant)
  const { rules, suppressions, overrides } = workspace
  const away = [...rules, ...suppressions].filter((file) => !isHere(file))
  if (away.length === 0 && overrides.every(isHere)) return workspace
  const stems = new Set(away.map(({ path }) => stemOf(path)))
  const ids = new Set(away.flatMap((file) => ('draft' in file ? file.draft?.id : file.suppression?.id) ?? []))
  const isTestedHere = ({ path, tests }: TestsFile): boolean => {
    const named = [...(tests?.rules ?? []), ...(tests?.suppression === undefined ? [] : [tests.suppression])]
    return named.length > 0 ? !named.some((id) => ids.has(id)) : !stems.has(stemOf(path))
  }
  return {
    ...workspace,
    rules: rules.filter(isHere),
    suppressions: suppressions.filter(isHere),
    overrides: overrides.filter(isHere),
    tests: workspace.tests.filter(isTestedHere),
  }
}
