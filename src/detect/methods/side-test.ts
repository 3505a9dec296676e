/** A condition, or one side of a THEN, with its names resolved to the positions of queries. */
export interface SideTest {
  /** How the side is called in a signal's steps: its one query, else its text. */
  readonly name: string
  /** Bit n is set if query n is named. */
  readonly mask: number
  readonly queries: readonly number[]
  /** More events can make the condition true, but never false again: it only asks for more than some number. */
  readonly growsOnly: boolean
  holds(numberOf: (query: number) => number): boolean
}

/** A rule's case, ready to be asked. Without a condition it is always true. */
export type CaseTest =
  | { readonly kind: 'always' }
  | { readonly kind: 'plain'; readonly test: SideTest }
  | WaitingTest
  | { readonly kind: 'then'; readonly left: SideTest; readonly right: SideTest }

/** A case that few or no logs make true, so that it is decided between them, by the clock. */
export interface WaitingTest {
  readonly kind: 'waits'
  /** What logs make true as they come, whatever else is awaited; no such part where undefined. */
  readonly atOnce: SideTest | undefined
  /** What ask for few or no logs, and for nothing else. */
  readonly silences: readonly SideTest[]
  /** What ask for some logs and for few or none of others. */
  readonly unanswered: readonly { readonly present: SideTest; readonly absent: SideTest }[]
}

/** Whether a case that knows no order holds by the logs that came, whatever it may wait for. */
export function holdsAtOnce(test: Exclude<CaseTest, { kind: 'then' }>, numberOf: (query: number) => number): boolean {
  if (test.kind === 'always') return true
  return test.kind === 'plain' ? test.test.holds(numberOf) : (test.atOnce?.holds(numberOf) ?? false)
}
