import { runArchive } from '../../archive/evaluate-archive'
import { findLogFiles, type LogFile } from '../../archive/log-files'
import { compileFrom, type RulesSource } from '../../detect/compile-rules'
import type { NotEvaluated } from '../../detect/signals/signal'
import type { Diagnostic } from '../../diagnostic/diagnostic'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { terminal } from '../../medium/terminal-text'
import { type EvalOutcome, signalsJson, signalsNdjson } from '../../report/signals-json'
import { signalsText } from '../../report/signals-text'
import { unheardText } from '../../report/unheard-notes'
import type { Draft } from '../../rule/rule'
import { nearestName } from '../../shape/nearest-name'
import { evaluationMistakes } from '../../workspace/checking/evaluation-mistakes'
import type { LocalDetections } from '../../workspace/checking/local-detections'
import { hasErrors, type Workspace } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import type { EvalAhead, EvalOptions } from '../eval-ahead'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import { givenByOptions } from '../given-by-options'
import type { GlobalOptions } from '../global-options'
import { chosenDetections, openWorkspace } from '../open-workspace'
import { readingProgress, tellCutShort, tellInterrupted } from '../reading-progress'
import { passedPipelines, tellPipelines } from '../tell-pipelines'
import { refuseWithoutTenant, tenantLogFiles, tenantTimes } from '../tenants/tenant-logs'
import { timesAsked } from '../times-asked'
import { tellDiagnostics, tellTroubles, tellUnopened } from '../write-diagnostics'

/** `ddac eval`: the signals that rules raise over logs. 1 if a rule has a mistake, 2 if no log could be read. */
export async function evalLogs(
  context: CliContext,
  globals: GlobalOptions,
  logs: readonly string[],
  options: EvalOptions,
  ahead: EvalAhead,
): Promise<number> {
  const format = formatFrom(globals, 'eval')
  const { startedMs, threads } = ahead
  const times = options.tenantLogs ? tenantTimes(logs, options, startedMs) : timesAsked(options, startedMs)
  if (!options.tenantLogs) refuseWithoutTenant(logs, options)
  const workspace = openWorkspace(context, globals, { untested: true })
  const mistakesTold = (): readonly Diagnostic[] => {
    const found = evaluationMistakes(workspace)
    tellDiagnostics(found, context, globals)
    return found
  }
  const { source, left } = chosenSource(workspace, context, globals, options, mistakesTold)
  // Threads compile them while this one looks for mistakes and compiles them for itself.
  threads?.prepare(source)
  const mistakes = mistakesTold()
  const compiled = compileFrom(source)
  const {
    files,
    skipped,
    outside,
    troubles: unopened,
  } = options.tenantLogs
    ? await tenantLogFiles(workspace, compiled, { ...times, maxLogs: options.maxLogs }, context, globals)
    : (ahead.found ?? (await findLogFiles(logs, context.cwd, times)))
  const progress = readingProgress(context, globals)
  const { abort } = context
  let isTelling = false
  abort.addEventListener('abort', () => stop({ files, isTelling }, context), { once: true })
  const archive = await runArchive({
    rules: compiled,
    files,
    givenOf: givenByOptions(options, workspace, context.now()),
    strict: options.strict === true,
    asked: { fromMs: times.fromMs, toMs: times.toMs },
    untilMs: times.toMs,
    stdin: context.stdin,
    busy: context.busy,
    workers: options.workers,
    ...(threads && { startLane: threads.startLane }),
    abort,
    onProgress: progress.onProgress,
  }).finally(() => progress.clear())
  if (abort.aborted) return tellInterrupted(archive, files.length, context)
  isTelling = true
  const troubles = [...unopened, ...archive.troubles]
  const { logs: read, errors: found } = archive.stats()
  const errors = found + unopened.length
  const outcome: EvalOutcome = {
    signals: archive.signals(),
    notEvaluated: [...archive.notEvaluated, ...left],
    unheard: archive.unheard,
    mistakes,
    summary: () => ({
      ...archive.stats(),
      ...passedPipelines(workspace),
      errors,
      seconds: (context.now() - startedMs) / 1000,
    }),
  }
  tellTroubles(troubles, context)
  tellPipelines(workspace, context, globals)
  if (!globals.quiet) tellUnopened({ skipped, outside }, context)
  if (format === 'text' && !globals.quiet) context.stderr.write(unheardText(archive.unheard))
  try {
    for (const part of printed(outcome, format, globals.colour)) {
      context.stdout.write(part)
      await context.stdout.drained?.()
      if (abort.aborted) return tellCutShort(archive, files.length, context)
    }
  } finally {
    archive.close()
  }
  if (read === 0 && errors > 0) return exitCodes.couldNotAnswer
  return hasErrors(mistakes) ? exitCodes.no : exitCodes.yes
}

/** The user asks to stop: what is read from a pipe may never end by itself. */
function stop(
  { files, isTelling }: { readonly files: readonly LogFile[]; readonly isTelling: boolean },
  { stderr, stdin }: CliContext,
): void {
  const what = isTelling ? 'no more signals are told' : 'what was read so far is evaluated'
  stderr.write(terminal`\nstopping: ${what}; once more ends at once\n`)
  if (files.some(({ path }) => path === '-')) stdin.destroy()
}

/** What is evaluated. Where that cannot be said, the mistakes are told before: a rule may be missing because of one. */
function chosenSource(
  workspace: Workspace,
  context: CliContext,
  globals: GlobalOptions,
  options: EvalOptions,
  tellMistakes: () => unknown,
): { readonly source: RulesSource; readonly left: readonly NotEvaluated[] } {
  try {
    const detections = chosenDetections(workspace, context, globals)
    const { rules, left } = chosenRules(workspace, detections, options.rule)
    const { suppressions } = detections
    const { tables, config } = workspace
    return { source: { rules, options: { suppressions, tables, harmlessKeys: config.policy.harmlessKeys } }, left }
  } catch (error) {
    tellMistakes()
    throw error
  }
}

/**
 * The rules that are evaluated: those that are enabled, or those that are named, enabled or not. A disabled rule and
 * one with a mistake in its file are not left out silently. Throws a `not-found` WorldError for a name that is no rule.
 */
function chosenRules(
  workspace: Workspace,
  { rules }: LocalDetections,
  named: readonly string[] | undefined,
): { readonly rules: readonly Draft[]; readonly left: readonly NotEvaluated[] } {
  const unreadIds = workspace.rules.flatMap(({ rule, draft }) => (rule ? [] : (draft?.id ?? [])))
  for (const id of named ?? []) {
    if (unreadIds.includes(id) || rules.some((rule) => rule.id === id)) continue
    const near = nearestName(
      id,
      rules.flatMap((rule) => rule.id ?? []),
    )
    const help = near ? `Did you mean ${near}?` : `Its rules are ${rules.map((rule) => rule.id).join(', ') || 'none'}.`
    throw new WorldError('not-found', `the workspace has no rule "${id}"`, help)
  }
  const isChosen = (id: string | undefined): boolean => named === undefined || named.includes(id ?? '')
  const isRun = ({ id, isEnabled }: Draft): boolean => (named === undefined ? isEnabled : isChosen(id))
  const disabled = rules.filter((rule) => isChosen(rule.id) && !isRun(rule))
  return {
    rules: rules.filter(isRun),
    left: [
      ...disabled.map(({ id = '' }) => ({
        rule: id,
        reason: 'it is disabled; --rule evaluates it all the same',
      })),
      ...unreadIds.filter(isChosen).map((rule) => ({ rule, reason: 'its file has a mistake; ddac validate shows it' })),
    ],
  }
}

function printed(outcome: EvalOutcome, format: FormatOf<'eval'>, colour: boolean): Iterable<SafeText> {
  switch (format) {
    case 'text':
      return signalsText(outcome, makePainter(colour))
    case 'json':
      return signalsJson(outcome)
    case 'ndjson':
      return signalsNdjson(outcome)
    default:
      return unreachable(format)
  }
}
