import type { CompiledRule } from '../detect/compiled-rule'
import { askAbout } from '../detect/signals/hidden-by'
import type { Sided, SignalOutline } from '../detect/signals/signal'
import { tellOutline, type Untold } from '../detect/signals/tell-signal'
import { compileQuery, type Predicate } from '../query/matching/compile-query'
import { methodOf } from '../rule/methods/method-of'
import { searchIn } from '../rule/read-once'
import { compileSuppression } from '../suppression/compile-suppression'
import type { Suppression } from '../suppression/suppression'
import { allAlongSide, withoutSide } from './radius-sets'

/** A signal with what the suppressions that are asked about say of it. */
export interface AskedSignal extends SignalOutline, Sided {
  readonly openedMs: number
  /** One for each suppression in whose scope the rule is. */
  readonly answers: readonly Answer[]
}

/** What one suppression says of a signal. */
interface Answer {
  readonly suppression: Suppression
  /** It hides the signal. */
  readonly hides: boolean
  /** It would beside the others, if it acted all along. */
  readonly wouldHide: boolean
  /** The signal is what the suppression is for; undefined where that is not stated. */
  readonly isMeant: boolean | undefined
  /** The steps of a sequence of which it takes all logs away, as it acts at their times. */
  readonly stepsTaken: readonly string[]
}

/** Tells signals with the answers of the suppressions that are asked about; whoever reads logs hands it all of their events. */
export function tellAsked(asked: readonly Suppression[]): (untold: Untold) => AskedSignal {
  const questions = asked.map(questionOf)
  // What is laid beside things as they are is asked about the suppression that it is there for.
  const ofSide = new Map(
    questions.flatMap((one) => [
      [withoutSide(one.suppression), [one]] as const,
      [allAlongSide(one.suppression), [one]] as const,
    ]),
  )
  const ofRule = new Map<CompiledRule['rule'], readonly Question[]>()
  const inScope = (rule: CompiledRule['rule']): readonly Question[] => {
    const own = ofRule.get(rule) ?? questions.filter(({ appliesTo }) => appliesTo(rule))
    ofRule.set(rule, own)
    return own
  }
  return (untold) => {
    const { rule, closed, suppressedBy } = untold
    const own = ofSide.get(rule.side ?? '')?.filter(({ appliesTo }) => appliesTo(rule.rule)) ?? inScope(rule.rule)
    return {
      ...tellOutline(untold),
      openedMs: closed.openedMs,
      answers: answersOf(own, untold, suppressedBy),
    }
  }
}

interface Question {
  readonly suppression: Suppression
  readonly appliesTo: (rule: CompiledRule['rule']) => boolean
  readonly hides: Predicate
  readonly excludes: Predicate | undefined
  readonly isMeant: Predicate | undefined
}

function questionOf(suppression: Suppression): Question {
  const { appliesTo, hides, excludes, isActiveAt } = compileSuppression(suppression)
  return {
    suppression,
    appliesTo,
    hides,
    excludes:
      suppression.dataExclusionQuery === undefined ? undefined : (event) => isActiveAt(event.timeMs) && excludes(event),
    isMeant: purposeOf(suppression),
  }
}

/** What a suppression says that it is for; undefined where it says nothing, or nothing that can be read. */
export function purposeOf(suppression: Suppression): Predicate | undefined {
  if (!suppression.intends?.trim()) return undefined
  const { query, problems } = searchIn(suppression, 'intends')
  return query && problems.every(({ severity }) => severity !== 'error') ? compileQuery(query) : undefined
}

function answersOf(
  questions: readonly Question[],
  { rule, closed, events }: Untold,
  suppressedBy: readonly string[],
): readonly Answer[] {
  const isSequence = methodOf(rule.rule).cases === 'lastStep'
  const signal = askAbout(rule, closed, events)
  return questions.map(({ suppression, hides, excludes, isMeant }) => ({
    suppression,
    hides: suppressedBy.includes(suppression.id),
    wouldHide: signal.wouldHide(hides),
    isMeant: isMeant && signal.matches(isMeant),
    stepsTaken:
      excludes && isSequence
        ? closed.steps.flatMap(({ step, events: positions }) =>
            positions.every((position) => events[position] && excludes(events[position])) ? [step] : [],
          )
        : [],
  }))
}
