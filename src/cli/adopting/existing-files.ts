import { relative, sep } from 'node:path'
import { asObject } from '../../json/json-object'
import { asText, textIn } from '../../json/json-text'
import type { ExistingFile } from '../../sync/import/import-names'
import { isForTenant } from '../../workspace/tenants/file-tenants'
import type { RuleFile, SuppressionFile, Workspace } from '../../workspace/workspace'
import type { YamlDocument } from '../../yaml/yaml-document'

/** The files of rules and suppressions that a workspace has, as an import must know them. */
export function existingFiles(
  { root, rules, suppressions }: Workspace,
  tenant: string | undefined,
): readonly ExistingFile[] {
  const ofKind = (kind: ExistingFile['kind'], file: RuleFile | SuppressionFile) => {
    const { path, document } = file
    const id = idIn(document)
    const { name, adopts } = asObject(document.value) ?? {}
    const adopted = tenant === undefined ? undefined : asText(asObject(adopts)?.[tenant])
    const told = {
      kind,
      isHere: tenant === undefined || isForTenant(file, tenant),
      name: textIn(name),
      path: relative(root, path).split(sep).join('/'),
      ...(adopted !== undefined && { adopts: adopted }),
    }
    return id === undefined ? [] : [{ ...told, id }]
  }
  return [
    ...rules.flatMap((file) => ofKind('rule', file)),
    ...suppressions.flatMap((file) => ofKind('suppression', file)),
  ]
}

/** The id that a file gives to what it holds, whatever else is wrong with it. */
export function idIn({ value }: YamlDocument): string | undefined {
  const { id } = (value ?? {}) as { readonly id?: unknown }
  return asText(id)
}
