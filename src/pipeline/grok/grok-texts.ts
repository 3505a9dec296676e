/** The texts of a grok processor. */
export interface GrokTexts {
  readonly matchRules: string
  readonly supportRules?: string
}

/** What is wrong in one of the texts; the rule it is in matches nothing. */
export interface GrokTrouble {
  readonly message: string
  readonly rule: string
  readonly in: 'match' | 'support'
  readonly start: number
  readonly end: number
}
