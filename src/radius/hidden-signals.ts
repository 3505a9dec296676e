/** What a suppression that is proposed would hide of signals that were there. */
export interface HiddenSignals {
  /** Signals of the rules in its scope that are shown today. */
  readonly of: number
  readonly hidden: number
  /** Those of these that the narrowest one does not hide, by rule and severity; the most first. */
  readonly beside: readonly {
    readonly rule: string
    readonly severity: string
    readonly count: number
    /** Some of them. */
    readonly groups: readonly string[]
  }[]
}
