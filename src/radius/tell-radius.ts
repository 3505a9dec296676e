import type { Sided, SignalOutline } from '../detect/signals/signal'
import { tellOutline, type Untold } from '../detect/signals/tell-signal'
import { compileQuery, type Predicate } from '../query/matching/compile-query'
import { QueryPanel } from '../query/matching/query-panel'
import type { Query } from '../query/query'
import { methodOf } from '../rule/methods/method-of'
import { searchIn } from '../rule/read-once'
import { excludersOf } from '../suppression/asked-together'
import { asksOfSignals, type CompiledSuppression } from '../suppression/compile-suppression'
import { suppressionsOn } from '../suppression/scopes'
import type { Suppression } from '../suppression/suppression'
import { allAlongSide, withoutSide } from './radius-sets'

/** A signal with what the suppressions that are asked about say of it. */
export interface AskedSignal extends SignalOutline, Sided {
  readonly openedMs: number
  /** Of those in whose scope the rule is, those that have something to say. */
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
  const inScope = suppressionsOn(asked)
  // What is laid beside things as they are is asked about the suppression that it is there for.
  const ofSide = new Map(
    asked.flatMap((one) => {
      const alone = suppressionsOn([one])
      return [[withoutSide(one), alone] as const, [allAlongSide(one), alone] as const]
    }),
  )
  const known = new Map<readonly CompiledSuppression[], Questions>()
  return (untold) => {
    const { rule, closed } = untold
    const own = (ofSide.get(rule.side ?? '') ?? inScope)(rule.rule)
    const questions = known.get(own) ?? questionsOf(own)
    known.set(own, questions)
    return { ...tellOutline(untold), openedMs: closed.openedMs, answers: answersOf(questions, untold) }
  }
}

/** All that is asked about the signals of rules with the same suppressions. */
interface Questions {
  readonly suppressions: readonly CompiledSuppression[]
  /** Its place by the id of each. */
  readonly places: ReadonlyMap<string, number>
  /** At least one asks anything of signals. */
  readonly areOfSignals: boolean
  /** What each is for, and the places of those that say so. */
  readonly meant: QueryPanel
  readonly withPurpose: ReadonlySet<number>
}

function questionsOf(suppressions: readonly CompiledSuppression[]): Questions {
  const purposes = suppressions.map(({ suppression }) => purposeQuery(suppression))
  return {
    suppressions,
    places: new Map(suppressions.map(({ suppression }, place) => [suppression.id, place])),
    areOfSignals: suppressions.some(asksOfSignals),
    meant: new QueryPanel(
      purposes.map((query) => ({ query, matches: query === undefined ? () => false : compileQuery(query) })),
    ),
    withPurpose: new Set(purposes.flatMap((query, place) => (query === undefined ? [] : [place]))),
  }
}

/** What a suppression says that it is for; undefined where it says nothing, or nothing that can be read. */
export function purposeOf(suppression: Suppression): Predicate | undefined {
  const query = purposeQuery(suppression)
  return query && compileQuery(query)
}

function purposeQuery(suppression: Suppression): Query | undefined {
  if (!suppression.intends?.trim()) return undefined
  const { query, problems } = searchIn(suppression, 'intends')
  return query && problems.every(({ severity }) => severity !== 'error') ? query : undefined
}

function answersOf(
  { suppressions, places, areOfSignals, meant, withPurpose }: Questions,
  untold: Untold,
): readonly Answer[] {
  if (suppressions.length === 0) return []
  const { asked, suppressedBy } = untold
  const hide = new Set(suppressedBy.flatMap((id) => places.get(id) ?? []))
  const wouldHide = new Set(areOfSignals ? asked.wouldHide(suppressions) : [])
  const isFor = new Set(withPurpose.size > 0 ? asked.matching(meant) : [])
  const steps = stepsTakenBy(suppressions, untold)
  const answering = [...new Set([...hide, ...wouldHide, ...isFor, ...steps.keys()])].sort((one, two) => one - two)
  return answering.flatMap((place) => {
    const one = suppressions[place]
    return one === undefined
      ? []
      : {
          suppression: one.suppression,
          hides: hide.has(place),
          wouldHide: wouldHide.has(place),
          isMeant: withPurpose.has(place) ? isFor.has(place) : undefined,
          stepsTaken: steps.get(place) ?? [],
        }
  })
}

/** The steps of a sequence of which exclusions take all logs, by the place of each. */
function stepsTakenBy(
  suppressions: readonly CompiledSuppression[],
  { rule, closed, events }: Untold,
): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>()
  if (methodOf(rule.rule).cases !== 'lastStep') return found
  for (const { step, events: positions } of closed.steps) {
    for (const place of takersOfAll(
      suppressions,
      positions.map((position) => events[position]),
    )) {
      const own = found.get(place)
      if (own) own.push(step)
      else found.set(place, [step])
    }
  }
  return found
}

/** The places of those that take each of some logs, as they act at their times. */
function takersOfAll(
  suppressions: readonly CompiledSuppression[],
  logs: readonly (Untold['events'][number] | undefined)[],
): readonly number[] {
  let found: readonly number[] | undefined
  for (const log of logs) {
    if (log === undefined || found?.length === 0) return []
    const takers = excludersOf(suppressions, log).filter((place) => suppressions[place]?.isActiveAt(log.timeMs))
    const before = found && new Set(found)
    found = before === undefined ? takers : takers.filter((place) => before.has(place))
  }
  return found ?? []
}
