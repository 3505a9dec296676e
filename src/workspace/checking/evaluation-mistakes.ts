import { compileRules } from '../../detect/compile-rules'
import { type Diagnostic, placeFinding } from '../../diagnostic/diagnostic'
import { asWritten, fillVariables, usualTenant } from '../tenant-view'
import { suppressionsOf, type Workspace } from '../workspace'

/**
 * What keeps rules from being evaluated as they are meant: errors that reading found, and those that only compiling
 * shows. Without them a rule whose query is broken would look like one that has nothing to say.
 */
export function evaluationMistakes(workspace: Workspace): readonly Diagnostic[] {
  const usual = usualTenant(workspace.config)
  const drafts = workspace.rules.flatMap(({ draft, document }) =>
    draft ? [{ draft: fillVariables(draft, usual), document }] : [],
  )
  const documentOf = new Map(drafts.map(({ draft, document }) => [draft, document]))
  const compiled = compileRules(
    drafts.map(({ draft }) => draft),
    { suppressions: suppressionsOf(workspace).map((each) => fillVariables(each, usual)), tables: workspace.tables },
  )
  const found = compiled.findings.flatMap(({ rule, finding }) => {
    const document = documentOf.get(rule)
    return document ? [placeFinding(asWritten(finding, document.value, usual), document.locate)] : []
  })
  return [...workspace.diagnostics, ...found].filter(({ severity }) => severity === 'error')
}
