import { jsonDocument } from '../../medium/json-text'
import { terminal } from '../../medium/terminal-text'
import { mendFiles } from '../../workspace/checking/mend-files'
import { selectDiagnostics, selectFiles } from '../../workspace/checking/select-files'
import { editText } from '../../workspace/write-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { refuseUnread } from '../refuse-unread'

/** `ddac fmt`: takes out of the files of rules what Datadog alone sets. With `--check` it writes nothing: 1 if it would. */
export async function fmt(
  context: CliContext,
  globals: GlobalOptions,
  paths: readonly string[],
  options: { readonly check?: boolean },
): Promise<number> {
  const format = formatFrom(globals, 'fmt')
  const workspace = openWorkspace(context, globals)
  const isSelected = selectFiles(workspace, paths, context)
  refuseUnread({ diagnostics: selectDiagnostics(workspace.diagnostics, isSelected) }, 'files cannot be read')
  const files = mendFiles(workspace, isSelected, 'fmt')
  if (!options.check) for (const { path, before, text, file } of files) editText(path, before, text, file)
  if (format === 'json') {
    context.stdout.write(jsonDocument({ files: files.map(({ file, removed }) => ({ file, removed })) }))
  } else {
    const verb = options.check ? 'would remove' : 'removed'
    for (const { file, removed } of files) {
      context.stdout.write(terminal`${file}: ${verb} ${removed.join(', ')}\n`)
    }
    if (files.length === 0 && !globals.quiet) context.stdout.write(terminal`Nothing to change.\n`)
  }
  return options.check && files.length > 0 ? exitCodes.no : exitCodes.yes
}
