import type { ExcludedBy } from '../detect/hits/excluded-logs'
import type { NotEvaluated, Sided } from '../detect/signals/signal'
import { nameOf } from '../impact/pair-rules'
import { type SignalChange, signalChanges } from '../impact/pair-signals'
import { rulesUnder } from '../suppression/scopes'
import type { Suppression } from '../suppression/suppression'
import { Overlaps } from './overlaps'
import type { ExclusionRadius, Radius } from './radius'
import { allAlongSide, asTheyAre, isForATime, type RadiusTask, withoutSide } from './radius-sets'
import { RadiusTally } from './radius-tally'
import { mostGroups, named, SignalTotals } from './signal-totals'
import { type AskedSignal, purposeOf } from './tell-radius'

/** What is known of a pass beside its signals. */
interface BesideSignals {
  readonly notEvaluated: readonly (NotEvaluated & Sided)[]
  readonly exclusions: readonly ExcludedBy[]
}

/** Shown each signal of all sides of `radiusSets`, in any order, it answers what each suppression does to them. */
export class RadiusMeter {
  private readonly tallies: ReadonlyMap<Suppression, RadiusTally>
  /** Of each suppression that is laid beside itself: the rules that may come out otherwise, and what they raised by side. */
  private readonly apart = new Map<Suppression, Apart>()
  private readonly apartOfRule = new Map<string, Apart[]>()
  private readonly listOfSide = new Map<string, AskedSignal[]>()
  /** The signals that there are as things are. */
  private readonly totals = new SignalTotals(mostGroups)
  private readonly overlaps = new Overlaps()

  /** `variants` are the rules of variations that came to other logs. */
  constructor(
    private readonly task: RadiusTask,
    sets: readonly { readonly side: string; readonly rules: RadiusTask['rules'] }[],
    variants: readonly { readonly name: string; readonly side: string }[],
  ) {
    this.tallies = new Map(task.asked.map((one) => [one, new RadiusTally(task.asked.length)]))
    const rulesOf = new Map<string, Set<string>>(sets.map(({ side, rules }) => [side, new Set(rules.map(nameOf))]))
    for (const { name, side } of variants) rulesOf.set(side, (rulesOf.get(side) ?? new Set()).add(name))
    for (const one of task.asked) {
      const [without, allAlong] = [withoutSide(one), allAlongSide(one)].map(
        (side) => rulesOf.get(side) ?? new Set<string>(),
      )
      if (!without || !allAlong || without.size + allAlong.size === 0) continue
      const rules = new Set([...without, ...allAlong])
      const own: Apart = { rules, otherWithout: without, otherAllAlong: allAlong, without: [], now: [], allAlong: [] }
      this.apart.set(one, own)
      this.listOfSide.set(withoutSide(one), own.without)
      this.listOfSide.set(allAlongSide(one), own.allAlong)
      for (const rule of rules) {
        this.apartOfRule.set(rule, [...(this.apartOfRule.get(rule) ?? []), own])
      }
    }
  }

  show(signal: AskedSignal): void {
    const { side } = signal
    this.listOfSide.get(side ?? '')?.push(signal)
    if (side === asTheyAre) {
      for (const { otherWithout, otherAllAlong, without, now, allAlong } of this.apartOfRule.get(signal.rule) ?? []) {
        now.push(signal)
        if (!otherWithout.has(signal.rule)) without.push(signal)
        if (!otherAllAlong.has(signal.rule)) allAlong.push(signal)
      }
    }
    const isNow = side === asTheyAre
    if (isNow) this.overlaps.show(signal.suppressedBy)
    const shared = isNow ? this.totals.count(named(signal)) : undefined
    for (const { suppression, hides, wouldHide, isMeant } of signal.answers) {
      if (!hides && !wouldHide) continue
      const own = this.ownCountOf(suppression)
      const isOtherAllAlong = own?.otherAllAlong.has(signal.rule) === true
      const isAllAlong = isOtherAllAlong ? side === allAlongSide(suppression) : isNow
      if (!isNow && !isAllAlong) continue
      const tally = this.tallies.get(suppression)
      const isShared = shared !== undefined && own?.rules.has(signal.rule) !== true
      tally?.show(isShared ? shared : named(signal), {
        isCounted: false,
        isHidden: isNow && hides,
        isHiddenAllAlong: isAllAlong && wouldHide,
        isMeant,
      })
      if (isNow && hides) tally?.acted(signal.openedMs)
    }
  }

  radii({ notEvaluated, exclusions }: BesideSignals): readonly Radius[] {
    const scopeOf = rulesUnder(this.task.rules)
    const raised = this.totals.names()
    const unknown = notEvaluated.filter(({ side }) => side === asTheyAre)
    const takenOn = new Map(exclusions.map((each) => [JSON.stringify([each.side, each.suppression]), each]))
    return this.task.asked.map((one) => {
      const tally = this.tallies.get(one) ?? new RadiusTally()
      const scope = new Set(scopeOf(one).map(nameOf))
      const lost = this.lostBy(one, scope, tally)
      const { alone, ...shared } = this.overlaps.of(one.id)
      const onSide = (side: string): ExcludedBy | undefined => takenOn.get(JSON.stringify([side, one.id]))
      const taken = onSide(asTheyAre)
      if (taken) tally.acted(taken.lastMs)
      const own = this.ownCountOf(one)
      const counted = [...scope].filter((rule) => raised.has(rule) && own?.rules.has(rule) !== true)
      return {
        suppression: one,
        isPurposeStated: purposeOf(one) !== undefined,
        ...tally.counted({ totals: this.totals, rules: new Set(counted) }),
        ...shared,
        alone: alone + lost.gone,
        ...(one.dataExclusionQuery !== undefined && {
          exclusion: {
            logs: taken?.logs ?? 0,
            logsOfRule: taken?.rules ?? new Map(),
            logsAllAlong: (isForATime(one) ? onSide(allAlongSide(one)) : taken)?.logs ?? 0,
            ...lost,
          },
        }),
        notEvaluated: unknown.length === 0 ? [] : unknown.filter(({ rule }) => scope.has(rule)),
      }
    })
  }

  /** Where what it keeps from being raised may be there on the side without it alone, it counts the signals of these rules itself. */
  private ownCountOf(one: Suppression): Apart | undefined {
    return one.dataExclusionQuery === undefined ? undefined : this.apart.get(one)
  }

  /** Lays what there is without a suppression beside what there is with it, and counts what it keeps from being raised. */
  private lostBy(
    one: Suppression,
    scope: ReadonlySet<string>,
    tally: RadiusTally,
  ): Pick<ExclusionRadius, 'gone' | 'changed' | 'steps'> {
    const { without, now, allAlong } = this.apart.get(one) ?? { without: [], now: [], allAlong: [] }
    const changes = changesOf(without, now)
    const gone = goneIn(changes)
    const goneAllAlong = isForATime(one) ? goneIn(changesOf(without, allAlong)) : gone
    const takesLogs = one.dataExclusionQuery !== undefined
    const isPurposeStated = purposeOf(one) !== undefined
    for (const signal of without) {
      const isInScope = scope.has(signal.rule)
      const isLost = gone.has(signal)
      tally.show(named(signal), {
        // What it hides alone is counted on the side where it does.
        isCounted: (takesLogs && isInScope) || isLost || (!isInScope && goneAllAlong.has(signal)),
        isHidden: isLost,
        isHiddenAllAlong: goneAllAlong.has(signal),
        // A rule beyond its scope loses the signal: that is not what it is for.
        isMeant: isPurposeStated ? answerOf(signal, one)?.isMeant === true : undefined,
      })
    }
    return {
      gone: gone.size,
      changed: changes.filter(({ kind }) => kind === 'changed' || kind === 'new').length,
      steps: stepsLost([...gone], one),
    }
  }
}

interface Apart {
  readonly rules: ReadonlySet<string>
  /** The rules that raised what they did on that side; all others raised there what they raise as things are. */
  readonly otherWithout: ReadonlySet<string>
  readonly otherAllAlong: ReadonlySet<string>
  readonly without: AskedSignal[]
  readonly now: AskedSignal[]
  readonly allAlong: AskedSignal[]
}

function answerOf({ answers }: AskedSignal, one: Suppression): AskedSignal['answers'][number] | undefined {
  return answers.find(({ suppression }) => suppression === one)
}

/** What is seen otherwise, rule by rule. */
function changesOf(
  before: readonly AskedSignal[],
  after: readonly AskedSignal[],
): readonly SignalChange<AskedSignal>[] {
  const [then, now] = [byRule(before), byRule(after)]
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((rule) =>
    signalChanges(then.get(rule) ?? [], now.get(rule) ?? []),
  )
}

function goneIn(changes: readonly SignalChange<AskedSignal>[]): ReadonlySet<AskedSignal> {
  return new Set(changes.flatMap(({ kind, before }) => (kind === 'gone' && before ? [before] : [])))
}

function byRule(signals: readonly AskedSignal[]): ReadonlyMap<string, readonly AskedSignal[]> {
  const found = new Map<string, AskedSignal[]>()
  for (const signal of signals) {
    const own = found.get(signal.rule)
    if (own) own.push(signal)
    else found.set(signal.rule, [signal])
  }
  return found
}

/** The steps of which an exclusion took all logs, so that their signals are gone. */
function stepsLost(gone: readonly AskedSignal[], one: Suppression): ExclusionRadius['steps'] {
  const found = new Map<string, { rule: string; step: string; signals: number }>()
  for (const signal of gone) {
    for (const step of answerOf(signal, one)?.stepsTaken ?? []) {
      const key = JSON.stringify([signal.rule, step])
      const known = found.get(key) ?? { rule: signal.rule, step, signals: 0 }
      known.signals += 1
      found.set(key, known)
    }
  }
  return [...found.values()].sort((one, two) => two.signals - one.signals)
}
