import type { Diagnostic } from '../diagnostic/diagnostic'
import { isLeftToTenant, isUnread } from '../diagnostic/standing'
import { asObject, listIn } from '../json/json-object'
import { isText } from '../json/json-text'
import { terminal } from '../medium/terminal-text'
import type { Kind } from '../sync/plan/plan'
import type { FlawedFile } from '../sync/plan/wanted-state'
import { checkWorkspace } from '../workspace/checking/check-workspace'
import type { FileKind } from '../workspace/list-files'
import { hasErrors, type Workspace } from '../workspace/workspace'
import type { YamlDocument } from '../yaml/yaml-document'
import type { CliContext } from './context'
import type { GlobalOptions } from './global-options'
import { shownFrom } from './open-workspace'
import { tellDiagnostics } from './write-diagnostics'

/** A rule that is right as far as it can be read here. */
interface UnreadRule {
  readonly id: string
  /** As the user knows it. */
  readonly file: string
}

/** What of a workspace cannot be laid beside a tenant. */
export interface Flaws {
  /** The files that are withheld, one by one. */
  readonly files: readonly FlawedFile[]
  /** The rules with a text that cannot be read here, and no mistake beside: the tenant's own validation decides on them. */
  readonly unread: readonly UnreadRule[]
  /** All that were told, also one in a test, which withholds nothing. */
  readonly mistakes: readonly Diagnostic[]
}

/**
 * The files with mistakes of a workspace; the mistakes are told. Each withholds what it is for, and nothing else. A text
 * that cannot be read here is no mistake: a tenant may take it.
 * Undefined where `ddac.yaml` itself, or what all rules rest on, has one: then nothing can be planned, which is told.
 */
export async function flawsOf(
  workspace: Workspace,
  context: CliContext,
  globals: GlobalOptions,
): Promise<Flaws | undefined> {
  const found = (
    await checkWorkspace(workspace, { cwd: shownFrom(workspace.root, context, globals), now: context.now })
  ).filter(({ severity }) => severity === 'error')
  const unread = unreadRules(workspace, found)
  const isPassedOn = ({ span }: Diagnostic): boolean => unread.some(({ file }) => file === span?.source.path)
  const errors = found.filter((diagnostic) => !isPassedOn(diagnostic))
  tellDiagnostics(
    found.map((each) =>
      isPassedOn(each) ? { ...each, severity: 'warning', ...(isUnread(each.code) && { help: notRead }) } : each,
    ),
    context,
    globals,
  )
  const counts = new Map<string, number>()
  for (const { span } of errors) {
    const path = span?.source.path ?? ''
    counts.set(path, (counts.get(path) ?? 0) + 1)
  }
  const files: FlawedFile[] = []
  const others = [...workspace.tests, ...workspace.pipelines, ...workspace.pipelineTests]
  const known = new Set(others.map(({ document }) => document.source.path))
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
  for (const { kind, file } of workspace.misnamed) if (isPlanned(kind)) files.push({ kind, file, mistakes: 0 })
  if (hasErrors(errors.filter(({ span }) => !span || !known.has(span.source.path)))) {
    context.stderr.write(terminal`Nothing was asked of the tenant: mend these mistakes first.\n`)
    return undefined
  }
  return { files, unread, mistakes: errors }
}

/** Tests and pipelines are never sent to a tenant. */
function isPlanned(kind: FileKind): kind is Kind {
  return kind === 'rule' || kind === 'suppression' || kind === 'override'
}

const notRead = 'not read by ddac, so it is not evaluated; whether the tenant takes it, its own validation says'

/** The rules in whose files nothing else is wrong than texts of which the tenant has to say whether it takes them. */
function unreadRules({ rules }: Workspace, errors: readonly Diagnostic[]): readonly UnreadRule[] {
  const codes = new Map<string, Diagnostic['code'][]>()
  for (const { span, code } of errors) {
    const path = span?.source.path ?? ''
    codes.set(path, [...(codes.get(path) ?? []), code])
  }
  return rules.flatMap(({ rule, document }) => {
    const file = document.source.path
    const found = codes.get(file) ?? []
    const id = rule?.id
    return id !== undefined && found.length > 0 && found.every((code) => isUnread(code) || isLeftToTenant(code))
      ? [{ id, file }]
      : []
  })
}
