import { asObject, listIn } from '../json/json-object'
import { isText } from '../json/json-text'
import { terminal } from '../medium/terminal-text'
import type { Kind } from '../sync/plan/plan'
import type { FlawedFile } from '../sync/plan/wanted-state'
import { checkWorkspace } from '../workspace/checking/check-workspace'
import { hasErrors, type Workspace } from '../workspace/workspace'
import type { YamlDocument } from '../yaml/yaml-document'
import type { CliContext } from './context'
import type { GlobalOptions } from './global-options'
import { tellDiagnostics } from './write-diagnostics'

/** What of a workspace cannot be laid beside a tenant. */
export interface Flaws {
  /** The files that are withheld, one by one. */
  readonly files: readonly FlawedFile[]
  /** Whether any mistake was told, also one in a test, which withholds nothing. */
  readonly any: boolean
}

/**
 * The files with mistakes of a workspace; the mistakes are told. Each withholds what it is for, and nothing else.
 * Undefined where `ddac.yaml` itself, or what all rules rest on, has one: then nothing can be planned, which is told.
 */
export async function flawsOf(
  workspace: Workspace,
  context: CliContext,
  globals: GlobalOptions,
): Promise<Flaws | undefined> {
  const errors = (await checkWorkspace(workspace, context)).filter(({ severity }) => severity === 'error')
  tellDiagnostics(errors, context, globals)
  const counts = new Map<string, number>()
  for (const { span } of errors) {
    const path = span?.source.path ?? ''
    counts.set(path, (counts.get(path) ?? 0) + 1)
  }
  const files: FlawedFile[] = []
  const known = new Set(workspace.tests.map(({ document }) => document.source.path))
  const look = (kind: Kind, document: YamlDocument): void => {
    const file = document.source.path
    known.add(file)
    const mistakes = counts.get(file) ?? 0
    if (mistakes === 0) return
    const { id, rules } = asObject(document.value) ?? {}
    const references = kind === 'suppression' ? listIn(rules).filter(isText) : []
    files.push({ kind, file, mistakes, references, ...(isText(id) && { id }) })
  }
  for (const { document } of workspace.rules) look('rule', document)
  for (const { document } of workspace.suppressions) look('suppression', document)
  for (const { document } of workspace.overrides) look('override', document)
  for (const { kind, file } of workspace.misnamed) if (kind !== 'test') files.push({ kind, file, mistakes: 0 })
  if (hasErrors(errors.filter(({ span }) => !span || !known.has(span.source.path)))) {
    context.stderr.write(terminal`Nothing was asked of the tenant: mend these mistakes first.\n`)
    return undefined
  }
  return { files, any: errors.length > 0 }
}
