import { compileRules } from '../detect/compile-rules'
import { type Diagnostic, placeFinding } from '../diagnostic/diagnostic'
import type { Workspace } from '../workspace/workspace'

/** Everything that is wrong with a workspace: what reading found, and what only compiling its rules shows. */
export function checkWorkspace(workspace: Workspace): readonly Diagnostic[] {
  return [...workspace.diagnostics, ...compileDiagnostics(workspace)]
}

function compileDiagnostics({ rules, tables }: Workspace): readonly Diagnostic[] {
  const drafts = rules.flatMap(({ draft, document }) => (draft ? [{ draft, document }] : []))
  const documentOf = new Map(drafts.map(({ draft, document }) => [draft, document]))
  return compileRules(
    drafts.map(({ draft }) => draft),
    { tables },
  ).findings.flatMap(({ rule, finding }) => {
    const document = documentOf.get(rule)
    return document ? [placeFinding(finding, document.locate)] : []
  })
}
