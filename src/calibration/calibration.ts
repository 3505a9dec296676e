import type { Outcome } from './calibrate-rule'

/** The signals of a detection method, counted. */
interface MethodAgreement {
  readonly method: string
  /** Rules that were compared. */
  readonly rules: number
  readonly agree: number
  readonly differ: number
  readonly theirsAlone: number
  readonly oursAlone: number
}

/** What was left out of the comparison, counted. */
interface LeftOut {
  /** Rules that git and the tenant do not have alike, or not with the same suppressions. */
  readonly different: number
  readonly notEvaluated: number
  /** Signals of rules that git does not have. */
  readonly signalsOfOthers: number
  /** Signals of compared rules from before git and the tenant were alike, or so late that logs of them may still come. */
  readonly signalsOfOtherTimes: number
}

/** How far the evaluator and a tenant agree, without a name, an id, a query or a value. */
export interface Calibration {
  readonly fromMs: number
  readonly toMs: number
  readonly logs: number
  readonly methods: readonly MethodAgreement[]
  /** Of the signals that do not agree: what decided how many. */
  readonly decided: readonly { readonly behaviour: string; readonly signals: number }[]
  readonly notToBeHad: number
  readonly notExplained: number
  readonly leftOut: LeftOut
}

/** Counts what became of the signals of rules. */
export function countOutcomes(
  rules: readonly { readonly method: string; readonly outcomes: readonly Outcome[] }[],
): Pick<Calibration, 'methods' | 'decided' | 'notToBeHad' | 'notExplained'> {
  const methods = [...new Set(rules.map(({ method }) => method))].sort().map((method): MethodAgreement => {
    const own = rules.filter((rule) => rule.method === method)
    const count = (kind: Outcome['kind']): number =>
      own.flatMap(({ outcomes }) => outcomes).filter((outcome) => outcome.kind === kind).length
    return {
      method,
      rules: own.length,
      agree: count('agrees'),
      differ: count('differs'),
      theirsAlone: count('theirs alone'),
      oursAlone: count('ours alone'),
    }
  })
  const causes = rules.flatMap(({ outcomes }) =>
    outcomes.flatMap((each) => (each.kind === 'agrees' ? [] : [each.because])),
  )
  const behaviours = causes.flatMap((cause) => (typeof cause === 'string' ? [] : [cause.behaviour]))
  const decided = [...new Set(behaviours)].map((behaviour) => ({
    behaviour,
    signals: behaviours.filter((each) => each === behaviour).length,
  }))
  return {
    methods,
    decided: decided.sort((a, b) => b.signals - a.signals || (a.behaviour < b.behaviour ? -1 : 1)),
    notToBeHad: causes.filter((cause) => cause === 'not to be had').length,
    notExplained: causes.filter((cause) => cause === 'not explained').length,
  }
}

/** All signals that were laid beside each other, and how many of them agree. */
export function totalsOf({ methods }: Pick<Calibration, 'methods'>): {
  readonly signals: number
  readonly agree: number
} {
  const sum = (key: 'agree' | 'differ' | 'theirsAlone' | 'oursAlone'): number =>
    methods.reduce((total, each) => total + each[key], 0)
  return { signals: sum('agree') + sum('differ') + sum('theirsAlone') + sum('oursAlone'), agree: sum('agree') }
}
