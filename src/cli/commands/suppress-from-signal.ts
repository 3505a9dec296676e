import type { Diagnostic } from '../../diagnostic/diagnostic'
import { dayText } from '../../diagnostic/times'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import { terminal } from '../../medium/terminal-text'
import {
  type ProposalOutcome,
  proposalsJson,
  proposalsText,
  type WeighedProposal,
  type WrittenSuppression,
  writtenText,
} from '../../report/suppressions/proposals'
import { slugFrom } from '../../rule/slug'
import { shortValue } from '../../silencing/clauses'
import type { KeptSignal } from '../../silencing/draft'
import { proposeFor } from '../../silencing/propose'
import { shownPath } from '../../workspace/find-workspace'
import type { Workspace } from '../../workspace/workspace'
import { writeText } from '../../workspace/write-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { chosenDetections, openWorkspace } from '../open-workspace'
import { type Chosen, chosenOf, type SaidOptions } from '../silencing/chosen'
import { filesBeside, testBeside, toldOther } from '../silencing/files-beside'
import { LogsAtHand } from '../silencing/in-logs'
import { type SignalInTenant, signalInTenant } from '../silencing/in-tenant'
import { firingTests, keptSignals } from '../silencing/kept-signals'
import { newFile, pathOfNew } from '../silencing/new-file'
import { type TestSource, testOfNew } from '../silencing/test-of-new'
import { readWhole, signalIdIn, signalsIn, type ToldSignal, toldSignal } from '../silencing/told-signals'
import { triagedWhereNamed } from '../silencing/triaged-signals'
import { isUnfit } from '../unfit'

export interface FromSignalOptions extends SaidOptions {
  readonly fromSignal?: string
  readonly fromSignals?: string
  readonly keep?: readonly string[]
  readonly logs?: readonly string[]
  /** Logs stay as they are in the test. */
  readonly raw?: boolean
  /** False writes a suppression without a test. */
  readonly test?: boolean
}

/**
 * `ddac suppress add --from-signal FILE|ID|-`: what could hide a signal, from narrow to wide, and the file of the choice with
 * its test. 1 where nothing can be proposed or written.
 */
export async function suppressFromSignal(
  context: CliContext,
  globals: GlobalOptions,
  id: string | undefined,
  options: FromSignalOptions,
): Promise<number> {
  const format = formatFrom(globals, 'suppress add')
  const workspace = openWorkspace(context, globals)
  const left = id === undefined ? undefined : shownPath(testBeside(pathOfNew(id, workspace), id), context.cwd)
  // A run that was killed between the test and its suppression is done to the end by the same command.
  const isLeft = ({ code, span }: Diagnostic): boolean => code === 'T012' && span?.source.path === left
  if (await isUnfit(workspace, context, globals, 'Nothing was proposed', isLeft)) return exitCodes.no
  const detections = chosenDetections(workspace, context, globals)
  const task = { workspace, detections, context, globals }
  const { told, inTenant } = await toldSignals(options, task)
  const logs = options.logs && (await LogsAtHand.open(options.logs, workspace, detections, context, globals))
  const inLogs = await logs?.find(told)
  const tests = await firingTests(workspace, detections, context)
  const kept: KeptSignal[] = []
  for (const file of options.keep ?? []) kept.push(...(await keptSignals(file, workspace, detections, logs, context)))
  const triaged = inTenant?.kept ?? (await triagedWhereNamed(workspace, detections.rules, context, globals))
  const given = told.map((one, index) => ({ ...one, event: inLogs?.[index]?.watched.event ?? one.event }))
  const proposed = proposeFor(given, [...tests, ...kept, ...triaged])
  if ('refusal' in proposed) {
    throw new WorldError('bad-input', proposed.refusal, wayOut(told, options))
  }
  const weighed = await weigh(proposed.proposals, logs, inTenant)
  const outcome: ProposalOutcome = {
    signals: given.map(({ rule, written }) => ({
      rule: rule.id ?? rule.name,
      title: written.kind === 'told' ? written.title : written.signal.ruleName,
      firstSeenMs: written.kind === 'told' ? written.firstSeenMs : written.signal.firstSeenMs,
    })),
    proposals: weighed,
    rejected: proposed.rejected,
    kept: { tests: tests.length, given: kept.length, triaged: triaged.length },
  }
  const paint = makePainter(globals.colour)
  if (format === 'text') context.stdout.write(proposalsText(outcome, paint))
  const chosen =
    weighed.length === 0
      ? undefined
      : await chosenOf(options, weighed.length, workspace.config.policy.suppressions, context)
  const proposal = chosen && weighed[chosen.choice - 1]
  if (chosen === undefined || proposal === undefined) {
    if (format === 'json') context.stdout.write(proposalsJson(outcome))
    const isNone = weighed.length === 0
    const end = isNone ? 'Nothing can be proposed.' : 'Nothing was written: --choice NUMBER writes one of them.'
    if (isNone || format === 'text') context.stderr.write(terminal`${end}\n`)
    return weighed.length === 0 ? exitCodes.no : exitCodes.yes
  }
  const source: TestSource = { given, inLogs, inTenant, tests }
  const written = write(id, proposal, chosen, source, options, task)
  switch (format) {
    case 'text':
      if (written) context.stdout.write(terminal`\n${writtenText(written, paint)}`)
      break
    case 'json':
      context.stdout.write(proposalsJson({ ...outcome, ...(written && { written }) }))
      break
    default:
      unreachable(format)
  }
  return written ? exitCodes.yes : exitCodes.no
}

interface Task {
  readonly workspace: Workspace
  readonly detections: ReturnType<typeof chosenDetections>
  readonly context: CliContext
  readonly globals: GlobalOptions
}

async function toldSignals(
  { fromSignal, fromSignals, keep = [] }: FromSignalOptions,
  { workspace, detections, context, globals }: Task,
): Promise<{ readonly told: readonly ToldSignal[]; readonly inTenant?: SignalInTenant }> {
  if (fromSignal !== undefined && fromSignals !== undefined) {
    throw new WorldError('usage', '--from-signal and --from-signals contradict each other', 'Give one of them.')
  }
  const what = fromSignal ?? fromSignals ?? ''
  if (what === '-' && keep.includes('-')) {
    throw new WorldError('usage', 'standard input can be read only once', 'Put one of the two into a file.')
  }
  const signalId = fromSignal === undefined ? undefined : signalIdIn(fromSignal, context.cwd)
  const inTenant =
    signalId === undefined ? undefined : await signalInTenant(signalId, workspace, detections, context, globals)
  const told = inTenant ? [inTenant.told] : []
  if (inTenant === undefined) {
    const written = signalsIn(await readWhole(what, context), what)
    if (fromSignal !== undefined && written.length !== 1) {
      throw new WorldError(
        'usage',
        `${what} holds ${written.length} signals`,
        `--from-signals ${what} makes one suppression for all of them.`,
      )
    }
    for (const one of written) told.push(await toldSignal(one, workspace, detections))
  }
  const isTrue = told.find(({ isCalledTrue }) => isCalledTrue)
  if (isTrue) {
    const message = `triage called the signal of "${isTrue.rule.id}" true`
    throw new WorldError(
      'bad-input',
      message,
      'What is true is not hidden. Reopen it in Datadog if that was a mistake.',
    )
  }
  return { told, ...(inTenant && { inTenant }) }
}

/** A line of `eval` tells the group alone; what else is on the signal stands in its logs. */
function wayOut(told: readonly ToldSignal[], { logs }: FromSignalOptions): string {
  const isShort = logs === undefined && told.some(({ written }) => written.kind === 'told')
  if (isShort) return 'A line of eval tells only the group: --logs with the logs of the signal shows who it was.'
  return 'Group by who it was, or name that in the message of the rule; then it is on its signals.'
}

async function weigh(
  proposals: readonly WeighedProposal[],
  logs: LogsAtHand | undefined,
  inTenant: SignalInTenant | undefined,
): Promise<readonly WeighedProposal[]> {
  if (proposals.length === 0) return []
  const [ofLogs, ofTenant] = [await logs?.count(proposals), inTenant?.count(proposals)]
  const weighed = proposals.map((proposal, index): WeighedProposal => {
    const [here, there] = [ofLogs?.[index], ofTenant?.[index]]
    return { ...proposal, ...(here && { inLogs: here }), ...(there && { inTenant: there }) }
  })
  const hiddenBy = ({ inLogs, inTenant: there }: WeighedProposal): number => inLogs?.hidden ?? there?.hidden ?? 0
  return weighed.sort((left, right) => hiddenBy(left) - hiddenBy(right))
}

function write(
  id: string | undefined,
  proposal: WeighedProposal,
  { choice, owner, reason, expires }: Chosen,
  source: TestSource,
  options: FromSignalOptions,
  { workspace, detections, context, globals }: Task,
): WrittenSuppression | undefined {
  const [rule] = source.given.map((one) => one.rule)
  const whom = proposal.alternatives.flatMap((asked) => asked.map(({ value }) => shortValue(value)))
  const own =
    id ??
    freeId(
      slugFrom(`${rule?.id ?? ''}-${whom[0] ?? ''}`)
        .slice(0, 120)
        .replace(/-+$/, ''),
      workspace,
    )
  const { required } = workspace.config.policy.suppressions
  const today = dayText(context.now())
  const file = newFile(
    {
      id: own,
      name: options.name ?? `${whom.slice(0, 3).join(', ')}${whom.length > 3 ? ', …' : ''}: ${rule?.name ?? ''}`,
      rules: proposal.rules,
      suppressionQuery: proposal.query,
      intends: proposal.intends,
      start: required.includes('start') ? today : undefined,
      expires,
      owner,
      reason,
      description: required.includes('description') ? `Hides ${proposal.about}.` : undefined,
    },
    workspace,
    context,
    globals,
  )
  if (!file) {
    context.stderr.write(terminal`Nothing was written.\n`)
    return undefined
  }
  const test =
    options.test === false
      ? undefined
      : testOfNew(file.suppression, proposal, source, options, { workspace, detections, context })
  if (test && 'refusal' in test) {
    context.stderr.write(
      terminal`Nothing was written: no test can show what it hides, because ${test.refusal}.\nGive the logs of the signal with --logs, or write it without a test: --no-test.\n`,
    )
    return undefined
  }
  const beside = test ? filesBeside(file.path, own, test) : []
  if (toldOther(beside, context)) return undefined
  for (const { path, text } of [...beside.toReversed(), file]) writeText(path, text)
  const files = [file, ...beside].map(({ path }) => path)
  const missed = test?.mutations
  return {
    choice,
    id: own,
    files: files.map((path) => shownPath(path, context.cwd)),
    ...(missed && { mutations: missed }),
    notes: test?.notes ?? ['it has no test'],
  }
}

/** An id that no suppression has, and no file beside it. */
function freeId(wanted: string, workspace: Workspace): string {
  const taken = new Set(workspace.suppressions.flatMap(({ suppression }) => suppression?.id ?? []))
  for (let number = 1; ; number++) {
    const id = number === 1 ? wanted || 'suppression' : `${wanted}-${number}`
    if (!taken.has(id)) return id
  }
}
