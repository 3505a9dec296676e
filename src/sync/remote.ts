import type { JsonObject } from '../json/json'
import type { WireRule } from '../rule/rule'

/** A rule as the tenant has it: wire JSON with the server's own fields. */
export interface RemoteRule {
  readonly id: string
  readonly version: number
  readonly body: WireRule
}

/** A suppression as the tenant has it; `attributes` in wire form (snake_case). */
export interface RemoteSuppression {
  readonly id: string
  readonly version: number
  readonly attributes: JsonObject
}

/** A setting of the tenant that is read only to tell what it does; `attributes` in wire form (snake_case). */
export interface RemoteSetting {
  readonly id: string
  readonly attributes: JsonObject
}

/** One reason for which the tenant refuses a rule or suppression; `target` is a field path where it names one. */
export interface RemoteProblem {
  readonly message: string
  readonly target?: string
}

/** One version of a rule or suppression that the tenant remembers; it names who wrote it as the thing itself does. */
export interface RemoteVersion {
  readonly version: number
  readonly body: JsonObject
}

/**
 * The tenant as sync sees it. Every call throws `WorldError` for trouble on the way; a listing that fails is thrown,
 * never answered as empty. Calls retry what is safe to retry; a create is never retried blindly.
 */
export interface Remote {
  readonly tenant: string
  listRules(): Promise<readonly RemoteRule[]>
  getRule(id: string): Promise<RemoteRule | undefined>
  createRule(body: WireRule): Promise<RemoteRule>
  updateRule(id: string, body: WireRule): Promise<RemoteRule>
  /** A rule that is already gone counts as deleted. */
  deleteRule(id: string): Promise<void>
  /** Every version that the tenant remembers, the oldest first. Throws `missing` for a rule that is not there. */
  ruleHistory(id: string): Promise<readonly RemoteVersion[]>
  validateRule(body: WireRule): Promise<readonly RemoteProblem[]>
  listSuppressions(): Promise<readonly RemoteSuppression[]>
  getSuppression(id: string): Promise<RemoteSuppression | undefined>
  createSuppression(attributes: JsonObject): Promise<RemoteSuppression>
  /** Sends only the given attributes; null clears a date. */
  updateSuppression(id: string, attributes: JsonObject): Promise<RemoteSuppression>
  deleteSuppression(id: string): Promise<void>
  /** As `ruleHistory`; the bodies are attributes. */
  suppressionHistory(id: string): Promise<readonly RemoteVersion[]>
  validateSuppression(attributes: JsonObject): Promise<readonly RemoteProblem[]>
  /** Which logs Cloud SIEM looks at. */
  listSecurityFilters(): Promise<readonly RemoteSetting[]>
  /** Who is told of signals, besides those whom the cases of a rule name. */
  listSignalNotificationRules(): Promise<readonly RemoteSetting[]>
  /** What changes the severity of signals. */
  listCriticalAssets(): Promise<readonly RemoteSetting[]>
}
