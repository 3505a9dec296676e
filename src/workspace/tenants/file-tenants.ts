import { isList } from '../../json/json-object'
import { isText } from '../../json/json-text'
import type { FolderConfig, ForTenants } from '../config'
import { stemOf } from '../list-files'
import type { TestsFile, Workspace } from '../workspace'

/**
 * For which tenants a file is: its own `tenants`, else those of the last folder of `ddac.yaml` that it lies in. `path` is
 * relative to the workspace, with `/`.
 */
export function tenantsOfFile(value: unknown, path: string, folders: readonly FolderConfig[]): ForTenants {
  const { tenants: own } = (value ?? {}) as { readonly tenants?: unknown }
  const tenants = isList(own) ? own.filter(isText) : folders.findLast((folder) => isInFolder(path, folder))?.tenants
  return tenants ? { tenants } : {}
}

/** Whether something is for a tenant. */
export function isForTenant({ tenants }: ForTenants, tenant: string): boolean {
  return tenants === undefined || tenants.includes(tenant)
}

/**
 * Whether a file lies in a folder, or in one of those that its pattern names: `*` stands for anything in one name, `**` for
 * any folders, `?` for one sign. What a pattern names holds all that is below it.
 */
export function isInFolder(path: string, { pattern }: Pick<FolderConfig, 'pattern'>): boolean {
  return expressionOf(pattern).test(path)
}

function expressionOf(pattern: string): RegExp {
  const plain = pattern.replace(/^\.\//, '').replace(/\/+$/, '')
  const parts = plain
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => wildcards.get(part) ?? part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('')}(?:/.*)?$`, 's')
}

const wildcards: ReadonlyMap<string, string> = new Map([
  ['**/', '(?:.*/)?'],
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
])

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
