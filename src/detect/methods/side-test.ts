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
  | { readonly kind: 'then'; readonly left: SideTest; readonly right: SideTest }
