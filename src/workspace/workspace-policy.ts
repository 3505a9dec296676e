import { relative, sep } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic'
import { placeFinding } from '../diagnostic/diagnostic'
import { positionAt } from '../diagnostic/span'
import { whyNotOnWindows } from '../rule/slug'
import { nearestName } from '../shape/nearest-name'
import type { YamlDocument } from '../yaml/yaml-document'
import { overlayFindings } from './overlay/overlay-findings'
import { unknownVariables } from './tenant-view'
import { isForTenant } from './tenants/file-tenants'
import { tenantFindings } from './tenants/tenant-findings'
import type { Workspace } from './workspace'

/** What only shows when the files of a workspace are laid side by side, and what its policy demands. */
export function policyFindings(workspace: Omit<Workspace, 'diagnostics'>): readonly Diagnostic[] {
  return [
    ...nothingHere(workspace),
    ...sameButCase(workspace),
    ...notOnWindows(workspace),
    ...sameIds(workspace.rules.map(({ document, draft }) => ({ document, id: draft?.id }))),
    ...sameIds(workspace.suppressions.map(({ document, suppression }) => ({ document, id: suppression?.id }))),
    ...sameIds(workspace.overrides.map(({ document, override }) => ({ document, id: override?.id }))),
    ...missingTags(workspace),
    ...missingVariables(workspace),
    ...overlayFindings(workspace),
    ...tenantFindings(workspace),
  ]
}

/** Most likely the files are elsewhere or have other endings, and every command would find nothing to say. */
function nothingHere({ rules, suppressions, overrides, configDocument }: Omit<Workspace, 'diagnostics'>): Diagnostic[] {
  if (rules.length + suppressions.length + overrides.length > 0) return []
  const message = 'there is no rule below this folder'
  const help = 'the kind of a file is in its name: put my-rule.rule.yaml into this folder, or any folder below it'
  const finding = { code: 'W111', severity: 'warning', message, help, path: [] } as const
  return [placeFinding(finding, configDocument.locate)]
}

/** On Windows and macOS they are one file: a checkout there has one of the two. */
function sameButCase({ rules, suppressions, overrides, tests }: Omit<Workspace, 'diagnostics'>): readonly Diagnostic[] {
  const first = new Map<string, string>()
  return [...rules, ...suppressions, ...overrides, ...tests].flatMap(({ path, document }): Diagnostic[] => {
    const other = first.get(path.toLowerCase())
    if (other === undefined) {
      first.set(path.toLowerCase(), document.source.path)
      return []
    }
    const message = `the name of this file differs from ${other} by case alone`
    const help = 'on Windows and macOS the two are one file, and one of them is lost: rename it'
    return [placeFinding({ code: 'W121', severity: 'warning', message, help, path: [] }, document.locate)]
  })
}

/** Each name once, however many files lie in such a folder. */
function notOnWindows({ root, ...workspace }: Omit<Workspace, 'diagnostics'>): readonly Diagnostic[] {
  const { rules, suppressions, overrides, tests, pipelines, pipelineTests } = workspace
  const told = new Set<string>()
  return [...rules, ...suppressions, ...overrides, ...tests, ...pipelines, ...pipelineTests].flatMap(
    ({ path, document }) => {
      const names = relative(root, path).split(sep)
      return names.flatMap((name, depth): Diagnostic[] => {
        const why = whyNotOnWindows(name)
        const place = names.slice(0, depth + 1).join('/')
        if (why === undefined || told.has(place)) return []
        told.add(place)
        const message = `Windows has no ${depth === names.length - 1 ? 'file' : 'folder'} "${name}": ${why}`
        const help = 'a checkout fails there: give it another name'
        return [placeFinding({ code: 'W123', severity: 'warning', message, help, path: [] }, document.locate)]
      })
    },
  )
}

function sameIds(
  files: readonly { readonly document: YamlDocument; readonly id: string | undefined }[],
): readonly Diagnostic[] {
  const first = new Map<string, YamlDocument>()
  return files.flatMap(({ document, id }): Diagnostic[] => {
    if (id === undefined) return []
    const other = first.get(id)
    if (!other) {
      first.set(id, document)
      return []
    }
    const { source, start } = other.locate(['id'])
    const message = `the id ${id} is taken by ${source.path}:${positionAt(source, start).line}`
    const help = 'give one of the two another id; the id is what ties a file to the tenant'
    return [placeFinding({ code: 'W107', severity: 'error', message, help, path: ['id'] }, document.locate)]
  })
}

function missingTags({ rules, config }: Omit<Workspace, 'diagnostics'>): readonly Diagnostic[] {
  return rules.flatMap(({ document, draft }) =>
    config.policy.requiredTags
      .filter((key) => draft && !draft.tags?.some((tag) => tag === key || tag.startsWith(`${key}:`)))
      .map((key) => {
        const message = `the rule has no tag ${key}:…, which this workspace requires`
        const help = `add ${key}: and a value to tags; ddac.yaml demands it under policy.requiredTags`
        return placeFinding(
          { code: 'W112', severity: 'error', message, help, path: ['tags'], on: 'key' },
          document.locate,
        )
      }),
  )
}

function missingVariables({
  rules,
  suppressions,
  overrides,
  config,
}: Omit<Workspace, 'diagnostics'>): readonly Diagnostic[] {
  const all = [...config.tenants.values()]
  return [...rules, ...suppressions, ...overrides].flatMap((file) => {
    const { document } = file
    const tenants = all.filter(({ name }) => isForTenant(file, name))
    return unknownVariables(document.value, tenants).map(({ path, range, name, lackedBy }) => {
      const known = tenants.flatMap(({ variables }) => [...variables.keys()])
      const near = nearestName(name, known)
      const message = `the ${lackedBy.length > 1 ? 'tenants' : 'tenant'} ${lackedBy.join(', ')} ${lackedBy.length > 1 ? 'have' : 'has'} no variable "${name}"`
      // A name that another tenant has is no slip of the pen.
      const isMeant = near === undefined || near === name
      const help = isMeant ? `add it to ddac.yaml under tenants: … variables: ${name}: …` : `did you mean ${near}?`
      return placeFinding({ code: 'W108', severity: 'error', message, help, path, range }, document.locate)
    })
  })
}
