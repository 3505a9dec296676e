import type { AdoptionKeys } from '../rule/adoption-keys'

/** A suppression as a team keeps it. At least one of the two queries is set; dates are epoch milliseconds. */
export interface Suppression extends AdoptionKeys {
  readonly id: string
  readonly name: string
  readonly enabled: boolean
  /** The rules in scope: slugs of this workspace, or tags written as `key:value`. Empty when `ruleQuery` is used. */
  readonly rules: readonly string[]
  /** The rules in scope, in the syntax of Datadog's rule search. */
  readonly ruleQuery?: string
  /** Matched against the signal: a match hides it. */
  readonly suppressionQuery?: string
  /** Matched against logs before evaluation: a match removes the log. */
  readonly dataExclusionQuery?: string
  /** What it is for, as a query on the signal: what else it hides is told first. Stays in git. */
  readonly intends?: string
  readonly startMs?: number
  readonly expiresMs?: number
  /** Meant to have no end: `expires: never`. */
  readonly neverExpires?: boolean
  /** When somebody looks at it again. */
  readonly reviewMs?: number
  /** Written by `import`, where nobody has edited it since. */
  readonly imported?: Imported
  /** Each time it got another end, the latest last. */
  readonly renewed?: readonly Renewal[]
  /** Consent that it hides more than before. */
  readonly widened?: Widened
  readonly description?: string
  readonly owner?: string
  readonly reason?: string
  readonly tags: readonly string[]
}

/** What `import` notes of a suppression that nobody here wrote. */
export interface Imported {
  /** Epoch milliseconds. */
  readonly at: number
  /** Of what the suppression hides, as it was imported. */
  readonly digest: string
}

/** When a suppression got another end, and why. */
export interface Renewal {
  /** Epoch milliseconds. */
  readonly at: number
  readonly until: number
  readonly reason: string
}

/** Consent that a suppression hides more than before, written into its file. */
export interface Widened {
  readonly by: string
  readonly reason: string
  /** Of the queries, rules and dates that it allows. */
  readonly digest: string
}
