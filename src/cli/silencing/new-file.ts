import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { placeFinding } from '../../diagnostic/diagnostic'
import { WorldError } from '../../diagnostic/world-error'
import { fileStem, isSlug, slugFrom } from '../../rule/slug'
import { readSuppression } from '../../suppression/read-suppression'
import type { Suppression } from '../../suppression/suppression'
import { shownPath } from '../../workspace/find-workspace'
import { withSchemaLine } from '../../workspace/starting/schema-line'
import type { Workspace } from '../../workspace/workspace'
import { printYaml } from '../../yaml/print-yaml'
import { readYaml } from '../../yaml/yaml-document'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { tellDiagnostics } from '../write-diagnostics'

/** A suppression file that can be written. */
export interface NewFile {
  readonly path: string
  /** As the user knows it. */
  readonly shown: string
  readonly text: string
  readonly suppression: Suppression
}

/** Throws a `usage` WorldError for an id that cannot be one, or that is taken. */
export function pathOfNew(id: string, { root, suppressions }: Workspace): string {
  if (!isSlug(id)) {
    const near = slugFrom(id)
    throw new WorldError('usage', `"${id}" cannot be an id`, near ? `Write ${near}.` : 'Use a-z, 0-9 and dashes.')
  }
  const path = join(root, 'suppressions', `${fileStem(id, 'suppression')}.suppression.yaml`)
  if (existsSync(path) || suppressions.some(({ suppression }) => suppression?.id === id)) {
    throw new WorldError('usage', `there is a suppression ${id} already`, 'Choose another id, or edit its file.')
  }
  return path
}

/** The file of a new suppression. What is missing or mistaken is drawn, and there is none. */
export function newFile(
  fields: Readonly<Record<string, unknown>> & { readonly id: string },
  workspace: Workspace,
  context: CliContext,
  globals: GlobalOptions,
): NewFile | undefined {
  const path = pathOfNew(fields.id, workspace)
  const shown = shownPath(path, context.cwd)
  const text = printYaml(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)))
  const document = readYaml({ path: shown, text })
  const { suppression, findings } = readSuppression(document, workspace.config.policy.suppressions)
  tellDiagnostics(
    findings.map((finding) => placeFinding(finding, document.locate)),
    context,
    globals,
  )
  return suppression && { path, shown, text: withSchemaLine(text, path, workspace.root), suppression }
}
