import type { Diagnostic } from '../../diagnostic/diagnostic'
import { unreachable } from '../../diagnostic/unreachable'
import type { Bound } from '../../medium/bounded-markdown'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import { workflowLog } from '../../medium/workflow-text'
import { codeSummary } from '../../report/code-summary'
import { countBySeverity, diagnosticsJson, diagnosticsNdjson } from '../../report/diagnostics-json'
import { githubAnnotations } from '../../report/github-annotations'
import { checkWorkspace } from '../../workspace/checking/check-workspace'
import type { MendedFile } from '../../workspace/checking/mend-files'
import { selectDiagnostics, selectedFiles, selectFiles } from '../../workspace/checking/select-files'
import { shownPath } from '../../workspace/find-workspace'
import { hasErrors, type Workspace } from '../../workspace/workspace'
import { editText } from '../../workspace/write-text'
import { type CliContext, exitCodes } from '../context'
import { alsoAsked, formatFor, writeAlso } from '../formats/also'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import type { NewBeside } from '../impact/new-beside'
import { openWorkspace, shownFrom, tenantNames } from '../open-workspace'
import { ownVersion } from '../own-version'
import { boundOf } from '../tenants/markdown-bound'
import { drawAll } from '../write-diagnostics'

interface ValidateOptions {
  readonly remote?: boolean
  readonly errorsOnly?: boolean
  /** The commit beside which rules are new. */
  readonly base?: string
  readonly fix?: boolean
  /** Files that hold the same in other formats. */
  readonly also?: readonly string[]
  /** How long Markdown may get. */
  readonly maxSize?: number
}

/** `ddac validate`: every mistake of the workspace, drawn in its file. 1 if one is an error. With `--fix` what needs no thought is mended first. */
export async function validate(
  context: CliContext,
  globals: GlobalOptions,
  paths: readonly string[],
  options: ValidateOptions,
): Promise<number> {
  const format = formatFrom(globals, 'validate')
  const also = alsoAsked(options.also, 'validate')
  const read = { ...globals, ...formatFor(also, globals) }
  const before = openWorkspace(context, read)
  const from = shownFrom(before.root, context, read)
  const isSelected = selectFiles(before, paths, { cwd: context.cwd, shownFrom: from })
  const fixed = options.fix
    ? (await import('../../workspace/checking/mend-files')).mendFiles(before, isSelected, 'all')
    : []
  for (const { path, before, text, file } of fixed) editText(path, before, text, file)
  const workspace = fixed.length > 0 ? openWorkspace(context, read) : before
  if (format !== 'text' && format !== 'json') context.stderr.write(fixedText(fixed))
  const base = options.base === undefined ? undefined : await policyBase(options.base, workspace, context, globals)
  const found = [
    ...(await context.busy(() => checkWorkspace(workspace, { cwd: from, policy: true, base, now: context.now }))),
  ]
  if (options.remote) {
    const { validateRemotely } = await import('../tenants/validate-remotely')
    for (const name of tenantNames(workspace, context, globals)) {
      found.push(...(await validateRemotely(workspace, name, isSelected, context, globals)))
    }
  }
  const diagnostics = selectDiagnostics(found, isSelected)
  const shown =
    globals.quiet || options.errorsOnly ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics
  const files = selectedFiles(workspace, isSelected).map((path) => shownPath(path, from))
  const bound = boundOf(options.maxSize, 1, 'ddac validate tells all.')
  const all: Found = { diagnostics, shown, files, bound, ...(options.fix && { fixed }) }
  context.stdout.write(await printed(all, format, globals))
  await writeAlso(also, (other) => printed(all, other, { ...globals, colour: false }), context)
  return hasErrors(diagnostics) ? exitCodes.no : exitCodes.yes
}

async function policyBase(
  ref: string,
  workspace: Workspace,
  context: CliContext,
  globals: GlobalOptions,
): Promise<NewBeside> {
  const { newBeside, tellNoPolicy } = await import('../impact/new-beside')
  const base = await newBeside(ref, workspace, context, globals)
  tellNoPolicy(workspace, base, context, globals)
  return base
}

/** What was found, which of it is shown, and in how many files it was looked for. */
interface Found {
  readonly diagnostics: readonly Diagnostic[]
  readonly shown: readonly Diagnostic[]
  readonly files: readonly string[]
  /** How long Markdown may get. */
  readonly bound: Bound | undefined
  /** What `--fix` has changed. */
  readonly fixed?: readonly MendedFile[]
}

/** What few ask for is loaded when it is asked for. */
async function printed(
  { diagnostics, shown, files, bound, fixed }: Found,
  format: FormatOf<'validate'>,
  globals: GlobalOptions,
): Promise<SafeText> {
  const counted = sentence(diagnostics, files.length)
  const told = globals.quiet ? [] : [terminal`${counted}\n`]
  switch (format) {
    case 'text': {
      const summary = globals.quiet ? '' : codeSummary(diagnostics, makePainter(globals.colour), globals.columns)
      return terminal`${fixedText(fixed ?? [])}${drawAll(shown, globals)}${summary}${told}`
    }
    case 'json':
      return diagnosticsJson(shown, fixed)
    case 'ndjson':
      return diagnosticsNdjson(shown)
    case 'github':
      return workflowLog(githubAnnotations(shown), ...told)
    case 'gitlab':
      return (await import('../../report/code-quality')).codeQuality(shown)
    case 'markdown':
      return (await import('../../report/diagnostics-markdown')).diagnosticsMarkdown('Mistakes', counted, shown, bound)
    case 'junit':
      return (await import('../../report/junit')).junit(
        (await import('../../report/diagnostics-junit')).diagnosticsJunit(shown, files),
      )
    case 'sarif':
      return (await import('../../report/sarif')).sarif(shown, ownVersion(), 'validate')
    default:
      return unreachable(format)
  }
}

/** A line for each file that `--fix` has changed, and in what. */
function fixedText(fixed: readonly MendedFile[]): TerminalText {
  const lines = fixed.map(({ file, removed, replaced }) => {
    const gone = removed.length > 0 ? [`removed ${removed.join(', ')}`] : []
    const changes = [...gone, ...replaced.map(({ from, to }) => `${from} is ${to} now`)]
    return terminal`fixed ${file}: ${changes.join('; ')}\n`
  })
  return lines.length > 0 ? terminal`${lines}\n` : terminal``
}

function sentence(diagnostics: readonly Diagnostic[], files: number): string {
  const { errors, warnings, infos } = countBySeverity(diagnostics)
  const counted = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
    ...(infos > 0 ? [`${infos} ${infos === 1 ? 'remark' : 'remarks'}`] : []),
  ]
  return `${files} ${files === 1 ? 'file' : 'files'} checked: ${counted.join(', ') || 'no mistakes'}.`
}
