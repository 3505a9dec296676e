import type { Diagnostic } from '../../diagnostic/diagnostic'
import { unreachable } from '../../diagnostic/unreachable'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import { workflowLog } from '../../medium/workflow-text'
import { codeSummary } from '../../report/code-summary'
import { countBySeverity, diagnosticsJson, diagnosticsNdjson } from '../../report/diagnostics-json'
import { githubAnnotations } from '../../report/github-annotations'
import { sarif } from '../../report/sarif'
import { checkWorkspace } from '../../workspace/checking/check-workspace'
import { countSelected, selectDiagnostics, selectFiles } from '../../workspace/checking/select-files'
import { hasErrors } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { newBeside, tellNoPolicy } from '../impact/new-beside'
import { openWorkspace, shownFrom, tenantNames } from '../open-workspace'
import { ownVersion } from '../own-version'
import { drawAll } from '../write-diagnostics'

/** `ddac validate`: every mistake of the workspace, drawn in its file. 1 if one is an error. */
export async function validate(
  context: CliContext,
  globals: GlobalOptions,
  paths: readonly string[],
  options: { readonly remote?: boolean; readonly errorsOnly?: boolean; readonly base?: string },
): Promise<number> {
  const format = formatFrom(globals, 'validate')
  const workspace = openWorkspace(context, globals)
  const from = shownFrom(workspace.root, context, globals)
  const isSelected = selectFiles(workspace, paths, { cwd: context.cwd, shownFrom: from })
  const base = options.base === undefined ? undefined : await newBeside(options.base, workspace, context, globals)
  if (base) tellNoPolicy(workspace, context, globals)
  const found = [...(await context.busy(() => checkWorkspace(workspace, { cwd: from, base, now: context.now })))]
  if (options.remote) {
    const { validateRemotely } = await import('../tenants/validate-remotely')
    for (const name of tenantNames(workspace, context, globals)) {
      found.push(...(await validateRemotely(workspace, name, isSelected, context, globals)))
    }
  }
  const diagnostics = selectDiagnostics(found, isSelected)
  const shown =
    globals.quiet || options.errorsOnly ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics
  context.stdout.write(printed({ diagnostics, shown, files: countSelected(workspace, isSelected) }, format, globals))
  return hasErrors(diagnostics) ? exitCodes.no : exitCodes.yes
}

/** What was found, which of it is shown, and in how many files it was looked for. */
interface Found {
  readonly diagnostics: readonly Diagnostic[]
  readonly shown: readonly Diagnostic[]
  readonly files: number
}

function printed({ diagnostics, shown, files }: Found, format: FormatOf<'validate'>, globals: GlobalOptions): SafeText {
  const told = globals.quiet ? [] : [sentence(diagnostics, files)]
  switch (format) {
    case 'text': {
      const summary = globals.quiet ? '' : codeSummary(diagnostics, makePainter(globals.colour), globals.columns)
      return terminal`${drawAll(shown, globals)}${summary}${told}`
    }
    case 'json':
      return diagnosticsJson(shown)
    case 'ndjson':
      return diagnosticsNdjson(shown)
    case 'github':
      return workflowLog(githubAnnotations(shown), ...told)
    case 'sarif':
      return sarif(shown, ownVersion())
    default:
      return unreachable(format)
  }
}

function sentence(diagnostics: readonly Diagnostic[], files: number): TerminalText {
  const { errors, warnings, infos } = countBySeverity(diagnostics)
  const counted = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
    ...(infos > 0 ? [`${infos} ${infos === 1 ? 'remark' : 'remarks'}`] : []),
  ]
  return terminal`${files} ${files === 1 ? 'file' : 'files'} checked: ${counted.join(', ') || 'no mistakes'}.\n`
}
