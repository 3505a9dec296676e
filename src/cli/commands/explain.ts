import { findLogFiles } from '../../archive/log-files'
import { FoundTroubles } from '../../archive/log-trouble'
import { readLogFile } from '../../archive/read-log-file'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { RuleExplainer } from '../../explain/explain-rule'
import type { Explanation } from '../../explain/explanation'
import { helpFor, pageOf } from '../../lint/page-of'
import { nearestPage } from '../../lint/pages/nearest-page'
import { jsonDocument, jsonLines } from '../../medium/json-text'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { lined, terminalLines } from '../../medium/terminal-text'
import { explainJson, explainNdjson } from '../../report/explain/explain-json'
import { explainText } from '../../report/explain/explain-text'
import { nearestName } from '../../shape/nearest-name'
import type { Workspace } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import { type GivenOptions, givenByOptions } from '../given-by-options'
import type { GlobalOptions } from '../global-options'
import { chosenDetections, openWorkspace } from '../open-workspace'
import { tellPipelines } from '../tell-pipelines'
import { timesAsked } from '../times-asked'
import { progressLine, tellDiagnostics, tellTroubles, tellUnopened } from '../write-diagnostics'

/** Which of the logs are looked at. */
interface Stretch {
  readonly last?: string
  readonly from?: string
  readonly to?: string
}

/** What is listed instead of one thing explained. */
interface Lists {
  readonly semantics?: boolean
  readonly checks?: boolean
  readonly codes?: boolean
}

/**
 * `ddac explain RULE LOGS…`: what a rule made of logs, and for what it did not make, why. `ddac explain CODE` prints the
 * page of help of a diagnostic, `--checks` and `--codes` list what has one, `--semantics` tells how each behaviour of
 * the evaluator is known.
 */
export async function explain(
  context: CliContext,
  globals: GlobalOptions,
  words: readonly string[],
  options: Lists & Stretch & GivenOptions,
): Promise<number> {
  const format = formatFrom(globals, 'explain')
  const list = listAsked(options, words)
  if (list === 'semantics') {
    const { explainSemantics } = await import('../help/explain-semantics')
    return explainSemantics(context, globals)
  }
  if (list !== undefined) {
    const { explainCodes } = await import('../help/explain-codes')
    return explainCodes(list, context, globals)
  }
  const [subject, ...logs] = words
  if (subject === undefined) {
    const help = 'Name a rule and logs, or a code or check (--codes and --checks list them), or pass --semantics.'
    throw new WorldError('usage', 'there is nothing to explain', help)
  }
  const page = logs.length === 0 ? pageOf(subject) : undefined
  if (page !== undefined) {
    context.stdout.write(printedPage(page, subject, format))
    return exitCodes.yes
  }
  const { explanation, anyRead } = await context.busy(() => explainLogs(subject, logs, options, context, globals))
  context.stdout.write(printed(explanation, format, globals.colour))
  return anyRead ? exitCodes.yes : exitCodes.couldNotAnswer
}

/** The list that was asked for. It stands alone: with a subject or another list, one of the two would be dropped. */
function listAsked(options: Lists, [subject]: readonly string[]): keyof Lists | undefined {
  const [list, other] = (['semantics', 'checks', 'codes'] as const).filter((name) => options[name])
  const beside = other === undefined ? subject : `--${other}`
  if (list === undefined || beside === undefined) return list
  throw new WorldError('usage', `--${list} and ${beside} cannot be explained at once`, 'Ask for one of them.')
}

async function explainLogs(
  id: string,
  logs: readonly string[],
  options: Stretch & GivenOptions,
  context: CliContext,
  globals: GlobalOptions,
): Promise<{ readonly explanation: Explanation; readonly anyRead: boolean }> {
  const times = timesAsked(options, context.now())
  const alone = logs.length === 0
  const workspace = workspaceFor(id, alone, context, globals)
  const { rules, suppressions } = chosenDetections(workspace, context, globals)
  const rule = rules.find((each) => each.id === id)
  if (!rule) {
    if (workspace.rules.every(({ draft }) => draft?.id !== id)) {
      throw unknownSubject(
        id,
        rules.flatMap((each) => each.id ?? []),
        alone,
      )
    }
    const mistakes = workspace.diagnostics.filter(({ severity }) => severity === 'error')
    tellDiagnostics(mistakes, context, globals)
    throw new WorldError('not-found', `the rule "${id}" has a mistake`, 'Mend its file first.')
  }
  if (alone) {
    throw new WorldError('usage', `there are no logs to explain ${id} on`, 'Name files, folders, globs or - after it.')
  }
  const { files, troubles: unopened, outside } = await findLogFiles(logs, context.cwd, times)
  if (!globals.quiet) tellUnopened({ skipped: [], outside }, context)
  const explainer = new RuleExplainer(rule, {
    suppressions,
    tables: workspace.tables,
    harmlessKeys: workspace.config.policy.harmlessKeys,
    rules,
    untilMs: times.toMs,
  })
  const givenOf = givenByOptions(options, workspace, context.now())
  const progress = progressLine(context.stderr, globals.quiet)
  const troubles = new FoundTroubles()
  for (const trouble of unopened) troubles.add(trouble)
  let read = 0
  for (const [index, file] of files.entries()) {
    progress.show(`${index}/${files.length} files`)
    read += await readLogFile(file, {
      stdin: context.stdin,
      given: givenOf(file),
      onEvent: (event) => (times.isAsked(event.timeMs) ? explainer.take(event) : undefined),
      onTrouble: (trouble) => troubles.add(trouble),
    })
  }
  progress.clear()
  tellTroubles(troubles.told(), context)
  tellPipelines(workspace, context, globals)
  // Of logs that nobody could read, that they say nothing is no answer.
  return { explanation: explainer.explain(), anyRead: read > 0 || troubles.told().length === 0 }
}

/** The workspace of the rule. A slip in a code, which needs none, is told where there is none, too. */
function workspaceFor(id: string, alone: boolean, context: CliContext, globals: GlobalOptions): Workspace {
  try {
    return openWorkspace(context, globals)
  } catch (error) {
    const isMissing = error instanceof WorldError && error.code === 'not-found'
    throw isMissing && alone && nearestPage(id) !== undefined ? unknownSubject(id, [], alone) : error
  }
}

/** With logs only a rule can be meant, without any also a code or a check. */
function unknownSubject(id: string, ruleIds: readonly string[], alone: boolean): WorldError {
  const near = nearestName(id, ruleIds) ?? (alone ? nearestPage(id) : undefined)
  const lists = alone
    ? 'ddac explain --checks and --codes list what can be explained.'
    : 'ddac validate lists the files.'
  return new WorldError('not-found', `there is no rule or code "${id}"`, near ? `Did you mean ${near}?` : lists)
}

function printed(explanation: Explanation, format: FormatOf<'explain'>, colour: boolean): SafeText {
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

/** A page of help, as a person reads it or a program. */
function printedPage(page: string, subject: string, format: FormatOf<'explain'>): SafeText {
  switch (format) {
    case 'text':
      return lined(terminalLines(page))
    case 'json':
      return jsonDocument(helpFor(subject))
    case 'ndjson':
      return jsonLines([helpFor(subject)])
    default:
      return unreachable(format)
  }
}
