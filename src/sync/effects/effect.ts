/**
 * What a setting of the tenant, which no file here manages, does with the logs or signals of a changed rule. `when` is
 * the query that a signal must match, where not every signal of the rule does.
 */
export type Effect = SecurityFilterEffect | NotificationRuleEffect | CriticalAssetEffect

/** The rule that an effect is on. One override can stand for many default rules, so its slug alone does not tell. */
export interface AffectedRule {
  readonly of: 'rule' | 'override'
  /** The slug of the file. */
  readonly rule: string
  readonly ruleName: string
}

/** No enabled security filter admits the logs that queries of the rule look for, so they can match nothing. */
export interface SecurityFilterEffect extends AffectedRule {
  readonly kind: 'securityFilter'
  /** The names of those queries. */
  readonly queries: readonly string[]
  /** Whether these are all queries of the rule. */
  readonly all: boolean
  readonly filters: readonly { readonly remoteId: string; readonly name: string; readonly query: string }[]
}

/** A notification rule tells somebody of signals of the rule, besides those whom its cases name. */
export interface NotificationRuleEffect extends AffectedRule {
  readonly kind: 'notificationRule'
  readonly remoteId: string
  readonly name: string
  readonly targets: readonly string[]
  /** The severities of the rule's signals that are told. */
  readonly severities: readonly string[]
  readonly when?: string
}

/** A critical asset changes the severity of signals of the rule. */
export interface CriticalAssetEffect extends AffectedRule {
  readonly kind: 'criticalAsset'
  readonly remoteId: string
  /** `increase`, `decrease`, or the severity that it sets. */
  readonly severity: string
  readonly when?: string
}
