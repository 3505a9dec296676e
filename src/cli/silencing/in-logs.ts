import { runArchive, runArchiveTold } from '../../archive/evaluate-archive'
import { changedMeanwhile } from '../../archive/kept/read-again'
import { findLogFiles, type LogFile } from '../../archive/log-files'
import type { LogTrouble } from '../../archive/log-trouble'
import { readLogFile } from '../../archive/read-log-file'
import { compileRules, compileSides } from '../../detect/compile-rules'
import { selectEvent } from '../../detect/select-event'
import { type WatchedSignal, watchSignal } from '../../detect/signals/tell-signal'
import { WorldError } from '../../diagnostic/world-error'
import type { LogEvent } from '../../event/log-event'
import type { HiddenSignals } from '../../radius/hidden-signals'
import { RadiusTally } from '../../radius/radius-tally'
import { named } from '../../radius/signal-totals'
import type { Draft } from '../../rule/rule'
import { lookBackMs } from '../../sampling/look-back'
import { isSameGroup, overlaps } from '../../sampling/same-signal'
import { asSuppression } from '../../silencing/draft'
import type { Proposal } from '../../silencing/propose'
import type { WrittenSignal } from '../../silencing/read-signals'
import { compileSuppression } from '../../suppression/compile-suppression'
import type { LocalDetections } from '../../workspace/checking/local-detections'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import { givenByOptions } from '../given-by-options'
import type { GlobalOptions } from '../global-options'
import { readingProgress } from '../reading-progress'
import { tellTroubles } from '../write-diagnostics'
import type { ToldSignal } from './told-signals'

/** What logs hold of one signal: what is on it, its own logs, and all that may have decided it. */
export interface SignalInLogs {
  readonly watched: WatchedSignal
  readonly around: readonly LogEvent[]
}

/** Log files that signals are looked for in, and proposals are tried on. */
export class LogsAtHand {
  /** Files that could not be read, by their names; that was told. */
  private readonly unread = new Set<string>()

  private constructor(
    private readonly files: readonly LogFile[],
    private readonly workspace: Workspace,
    private readonly detections: LocalDetections,
    private readonly context: CliContext,
    private readonly globals: GlobalOptions,
  ) {}

  /** Throws a `usage` WorldError for standard input: the logs are read more than once. */
  static async open(
    logs: readonly string[],
    workspace: Workspace,
    detections: LocalDetections,
    context: CliContext,
    globals: GlobalOptions,
  ): Promise<LogsAtHand> {
    if (logs.includes('-')) {
      throw new WorldError(
        'usage',
        'the logs are read more than once, and standard input only once',
        'Put them into a file.',
      )
    }
    const found = await findLogFiles(logs, context.cwd, {})
    tellTroubles(found.troubles, context)
    return new LogsAtHand(found.files, workspace, detections, context, globals)
  }

  /** The signals in the logs that were told. Throws a `not-found` WorldError for one that is not there. */
  async find(told: readonly ToldSignal[]): Promise<readonly SignalInLogs[]> {
    const { found, raised } = await this.look(told)
    const missing = told.find((one) => !found.has(one))
    if (missing !== undefined) {
      const why =
        raised === 0
          ? 'nothing fires in these logs, so they prove nothing'
          : `these logs do not raise the signal of "${missing.rule.id}"`
      throw new WorldError('not-found', why, 'Give the logs that the signal is about, or leave --logs out.')
    }
    const signals = told.flatMap((one) => found.get(one) ?? [])
    const around = await this.around(told, signals)
    return signals.map((watched, index) => ({ watched, around: around[index] ?? [] }))
  }

  /** The signals that were told and that the logs raise, and how many they raise of these rules in all. */
  async look(
    told: readonly ToldSignal[],
  ): Promise<{ readonly found: ReadonlyMap<ToldSignal, WatchedSignal>; readonly raised: number }> {
    const rules = this.rulesFor(told.map(({ rule }) => rule))
    const compiled = compileRules(rules, this.options)
    const found = new Map<ToldSignal, WatchedSignal>()
    let raised = 0
    await this.reading(async (task) => {
      const run = await runArchiveTold({ ...task, rules: compiled }, watchSignal)
      try {
        for (const watched of run.signals()) {
          raised += 1
          for (const one of told) if (!found.has(one) && isTheSame(watched, one)) found.set(one, watched)
        }
        tellTroubles(run.troubles, this.context)
        for (const { code, file } of run.troubles) if (code === 'L005') this.unread.add(file)
      } finally {
        run.close()
      }
    })
    return { found, raised }
  }

  /** What each proposal hides in the logs, beside what is hidden there already; each is tried alone, in one pass. */
  async count(proposals: readonly Proposal[]): Promise<readonly HiddenSignals[]> {
    const made = proposals.map((proposal, index) =>
      compileSuppression(asSuppression(`proposal ${index + 1}`, proposal)),
    )
    const inScope = this.detections.rules.filter(
      (rule) => rule.isEnabled && made.some(({ appliesTo }) => appliesTo(rule)),
    )
    const rules = this.rulesFor(inScope)
    const sets = made.map(({ suppression }) => ({
      side: suppression.id,
      rules,
      options: { ...this.options, suppressions: [...this.detections.suppressions, suppression] },
    }))
    const counts = made.map(() => new RadiusTally())
    const byNarrowest = new Set<string>()
    const ruleOf = new Map(rules.map((rule) => [rule.id ?? rule.name, rule]))
    await this.reading(async (task) => {
      const run = await runArchive({ ...task, rules: compileSides(sets) })
      try {
        run.troubles.forEach(this.refuseGone)
        // The narrowest is the first: what it hides is known before the others are told.
        for (const isFirst of [true, false]) {
          for (const signal of run.signals()) {
            const index = made.findIndex(({ suppression }) => suppression.id === signal.side)
            const one = made[index]
            const rule = ruleOf.get(signal.rule)
            if ((index === 0) !== isFirst || one === undefined || rule === undefined || !one.appliesTo(rule)) continue
            const others = signal.suppressedBy.filter((id) => id !== one.suppression.id)
            if (others.length > 0) continue
            const key = JSON.stringify([signal.rule, signal.group, signal.firstSeenMs])
            const isHidden = signal.suppressedBy.length > 0
            if (isFirst && isHidden) byNarrowest.add(key)
            counts[index]?.show(named({ ...signal, openedMs: signal.firstSeenMs }), {
              isCounted: true,
              isHidden,
              isHiddenAllAlong: isHidden,
              isMeant: byNarrowest.has(key),
            })
          }
        }
      } finally {
        run.close()
      }
    })
    return counts.map((count) => count.hiddenSignals())
  }

  /** All other troubles were told when the signals were looked for. */
  private readonly refuseGone = ({ code, file, message }: LogTrouble): void => {
    if (code === 'L005' && !this.unread.has(file)) throw changedMeanwhile(file, message)
  }

  private get options() {
    const { tables, config } = this.workspace
    return { tables, harmlessKeys: config.policy.harmlessKeys }
  }

  /** Rules, and all others where one of them looks at signals. */
  private rulesFor(some: readonly Draft[]): readonly Draft[] {
    const { rules } = this.detections
    const wanted = new Set(some)
    const compiled = compileRules([...wanted], this.options)
    const looksAtSignals = [...wanted].some(
      (rule) => !compiled.rules.slice(0, compiled.settled).some((each) => each.rule === rule),
    )
    return looksAtSignals ? rules.filter((rule) => rule.isEnabled || wanted.has(rule)) : [...wanted]
  }

  private async reading(work: (task: Omit<Parameters<typeof runArchive>[0], 'rules'>) => Promise<void>): Promise<void> {
    const { context, globals, files, workspace } = this
    const progress = readingProgress(context, globals)
    const givenOf = givenByOptions({}, workspace, context.now())
    const { stdin, busy, abort } = context
    await work({ files, givenOf, stdin, busy, abort, onProgress: progress.onProgress }).finally(() => progress.clear())
  }

  /** The logs that a rule looks at, from so long before each signal as may decide it. */
  private async around(
    told: readonly ToldSignal[],
    signals: readonly WatchedSignal[],
  ): Promise<readonly (readonly LogEvent[])[]> {
    const found = told.map((): LogEvent[] => [])
    const asked = told.map(({ rule }, index) => {
      const { firstSeenMs = 0, lastSeenMs = 0 } = signals[index]?.signal ?? {}
      const lookBack = this.rulesFor([rule]).reduce((most, each) => Math.max(most, lookBackMs(each, 'windows')), 0)
      return {
        compiled: compileRules(this.rulesFor([rule]), this.options),
        fromMs: firstSeenMs - lookBack,
        toMs: lastSeenMs + 999,
      }
    })
    const givenOf = givenByOptions({}, this.workspace, this.context.now())
    for (const file of this.files) {
      await readLogFile(file, {
        given: givenOf(file),
        onEvent: (event) => {
          for (const [index, { compiled, fromMs, toMs }] of asked.entries()) {
            const isNear = event.timeMs >= fromMs && event.timeMs <= toMs && (found[index]?.length ?? 0) < mostAround
            if (isNear && selectEvent(compiled, event) !== undefined) found[index]?.push(event)
          }
        },
        onTrouble: this.refuseGone,
      })
    }
    return found
  }
}

/** More logs around one signal are no test that anybody reads. */
const mostAround = 2000

function isTheSame({ signal }: WatchedSignal, { rule, written }: ToldSignal): boolean {
  if (signal.rule !== (rule.id ?? rule.name)) return false
  return written.kind === 'shown'
    ? isSameGroup(signal, written.signal) && overlaps(signal, written.signal)
    : isAsTold(signal, written)
}

function isAsTold(
  { group, firstSeenMs, lastSeenMs }: WatchedSignal['signal'],
  told: Extract<WrittenSignal, { kind: 'told' }>,
): boolean {
  const isSame = Object.entries(told.group).every(([field, value]) => group[field] === value)
  return isSame && firstSeenMs <= told.lastSeenMs && lastSeenMs >= told.firstSeenMs
}
