import { relative, sep } from 'node:path'
import { type Diagnostic, type Path, placeFinding } from '../../diagnostic/diagnostic'
import { isList } from '../../json/json-object'
import type { YamlDocument } from '../../yaml/yaml-document'
import { unknownTenant } from '../read-config'
import type { RuleFile, Workspace } from '../workspace'
import { liesIn } from './file-pattern'
import { isForTenant } from './file-tenants'

type Read = Omit<Workspace, 'diagnostics'>

/** What is wrong about the tenants to which files go. */
export function tenantFindings(workspace: Read): readonly Diagnostic[] {
  return [...unknownNames(workspace), ...idleFolders(workspace), ...missingThere(workspace)]
}

/** A mistyped name would take a rule out of a tenant. */
function unknownNames({ rules, suppressions, overrides, config }: Read): readonly Diagnostic[] {
  return [...rules, ...suppressions, ...overrides].flatMap(({ document }) => {
    const { tenants } = (document.value ?? {}) as { readonly tenants?: unknown }
    return (isList(tenants) ? tenants : []).flatMap((name, index) =>
      typeof name === 'string' && !config.tenants.has(name)
        ? [placeFinding(unknownTenant(name, 'W114', ['tenants', index], config.tenants), document.locate)]
        : [],
    )
  })
}

function idleFolders({ root, rules, suppressions, overrides, config, configDocument }: Read): readonly Diagnostic[] {
  if (config.folders.length === 0) return []
  const paths = [...rules, ...suppressions, ...overrides].map(({ path }) => relative(root, path).split(sep).join('/'))
  return config.folders
    .filter(({ pattern }) => !paths.some((path) => liesIn(path, pattern)))
    .map(({ pattern }) => {
      const message = `no rule, suppression or override lies in "${pattern}"`
      const help = 'write the path of a folder from here on, with * for any name and ** for any folders'
      const path = ['folders', pattern]
      return placeFinding({ code: 'W115', severity: 'warning', message, help, path, on: 'key' }, configDocument.locate)
    })
}

/** Rules that another rule or a suppression needs in a tenant to which they do not go. */
function missingThere({ rules, suppressions, config }: Read): readonly Diagnostic[] {
  const byId = new Map(rules.flatMap((file): [string, RuleFile][] => (file.draft?.id ? [[file.draft.id, file]] : [])))
  const lacking = (file: Pick<RuleFile, 'tenants'>, id: string): readonly string[] => {
    const target = byId.get(id)
    if (!target) return []
    return [...config.tenants.keys()].filter((name) => isForTenant(file, name) && !isForTenant(target, name))
  }
  const told = (document: YamlDocument, path: Path, id: string, names: readonly string[]) => {
    const message = `the rule ${id} does not go to ${names.join(' and ')}, where this does`
    const help = 'let it go there as well, or keep this out of there with tenants: […]'
    return placeFinding({ code: 'W116', severity: 'warning', message, help, path }, document.locate)
  }
  const ofRules = rules.flatMap((file) =>
    (file.draft?.queries ?? []).flatMap(({ ruleId }, index) => {
      const names = ruleId === undefined ? [] : lacking(file, ruleId)
      return names.length > 0 ? [told(file.document, ['queries', index, 'ruleId'], ruleId ?? '', names)] : []
    }),
  )
  const ofSuppressions = suppressions.flatMap((file) =>
    (file.suppression?.rules ?? []).flatMap((id, index) => {
      const names = lacking(file, id)
      return names.length > 0 ? [told(file.document, ['rules', index], id, names)] : []
    }),
  )
  return [...ofRules, ...ofSuppressions]
}
