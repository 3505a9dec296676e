import { findLogFiles } from '../../archive/log-files'
import type { LogTrouble } from '../../archive/log-trouble'
import { readLogFile } from '../../archive/read-log-file'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { RuleExplainer } from '../../explain/explain-rule'
import type { Explanation } from '../../explain/explanation'
import { pageOf } from '../../lint/page-of'
import { explainJson, explainNdjson } from '../../report/explain/explain-json'
import { explainText } from '../../report/explain/explain-text'
import { makePainter } from '../../report/painter'
import { nearestName } from '../../shape/nearest-name'
import { localGround } from '../checking/local-ground'
import { type CliContext, exitCodes } from '../context'
import { formatFrom, type GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { progressLine, tellDiagnostics, tellTroubles } from '../write-diagnostics'

const formats = ['text', 'json', 'ndjson'] as const

/**
 * `ddac explain RULE LOGS…`: what a rule made of logs, and for what it did not make, why. `ddac explain CODE` prints the
 * page of help of a diagnostic, `--semantics` how each behaviour of the evaluator is known.
 */
export async function explain(
  context: CliContext,
  globals: GlobalOptions,
  words: readonly string[],
  options: { readonly semantics?: boolean },
): Promise<number> {
  const format = formatFrom(globals, formats)
  if (options.semantics) {
    const { explainSemantics } = await import('../explain-semantics')
    return explainSemantics(context, globals)
  }
  const [subject, ...logs] = words
  if (subject === undefined) {
    const help = 'Name a rule and logs, or a code such as R204 or the name of a check, or pass --semantics.'
    throw new WorldError('usage', 'there is nothing to explain', help)
  }
  const page = logs.length === 0 ? pageOf(subject) : undefined
  if (page !== undefined) {
    context.stdout.write(page)
    return exitCodes.yes
  }
  const explanation = await explainLogs(subject, logs, context, globals)
  context.stdout.write(printed(explanation, format, globals.colour))
  return exitCodes.yes
}

async function explainLogs(
  id: string,
  logs: readonly string[],
  context: CliContext,
  globals: GlobalOptions,
): Promise<Explanation> {
  const workspace = openWorkspace(context, globals)
  const { rules, suppressions } = localGround(workspace, context, globals)
  const rule = rules.find((each) => each.id === id)
  if (!rule) {
    const unread = workspace.rules.some(({ draft }) => draft?.id === id)
    const mistakes = workspace.diagnostics.filter(({ severity }) => severity === 'error')
    if (unread) tellDiagnostics(mistakes, context, globals)
    const near = nearestName(
      id,
      rules.flatMap((each) => each.id ?? []),
    )
    const help = unread ? 'Mend its file first.' : near ? `Did you mean ${near}?` : 'ddac validate lists the files.'
    throw new WorldError(
      'not-found',
      unread ? `the rule "${id}" has a mistake` : `there is no rule or code "${id}"`,
      help,
    )
  }
  if (logs.length === 0) {
    throw new WorldError('usage', `there are no logs to explain ${id} on`, 'Name files, folders, globs or - after it.')
  }
  const { files, troubles: unopened } = await findLogFiles(logs, context.cwd)
  const explainer = new RuleExplainer(rule, { suppressions, tables: workspace.tables, rules })
  const progress = progressLine(context.stderr, globals.quiet)
  const troubles: LogTrouble[] = [...unopened]
  for (const [index, file] of files.entries()) {
    progress.show(`${index}/${files.length} files`)
    await readLogFile(file, {
      stdin: context.stdin,
      onEvent: (event) => explainer.take(event),
      onTrouble: (trouble) => troubles.push(trouble),
    })
  }
  progress.clear()
  tellTroubles(troubles, context)
  return explainer.explain()
}

function printed(explanation: Explanation, format: (typeof formats)[number], colour: boolean): string {
  switch (format) {
    case 'text':
      return explainText(explanation, makePainter(colour))
    case 'json':
      return explainJson([explanation])
    case 'ndjson':
      return explainNdjson([explanation])
    default:
      return unreachable(format)
  }
}
