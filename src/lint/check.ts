import type { Code } from '../diagnostic/codes'
import type { Path, Severity } from '../diagnostic/diagnostic'
import type { TextRange } from '../diagnostic/span'
import type { RuleParts } from './rule-parts'
import type { SampleLogs } from './sample-logs'
import type { SuppressionParts } from './suppression-parts'

/** How loud a check is; `off` silences it. */
export type Level = Severity | 'off'

/** What a check has to say about one place. The check's own code and level are put to it when it is told. */
export interface Remark {
  readonly path: Path
  readonly range?: TextRange
  readonly on?: 'key' | 'value'
  readonly message: string
  readonly help?: string
}

/** The page of help of a check. Both examples are fragments of files; the tests run the check over them. */
export interface Page {
  /** Why it matters, in one to three sentences. */
  readonly why: string
  readonly bad: string
  readonly good: string
  /** How the behaviour behind the check is known. */
  readonly ground: 'documented' | 'observed' | 'assumed'
  readonly source: string
}

interface CheckHead {
  readonly code: Code
  /** What `policy.lint` in ddac.yaml calls it. */
  readonly name: string
  /** What holds unless the workspace says otherwise. */
  readonly level: Level
  readonly page: Page
}

/** Looks at one rule that reads events; rules of configurations (posture) are not asked. */
export interface RuleCheck extends CheckHead {
  readonly about: 'rule'
  run(rule: RuleParts, surroundings: Surroundings): Iterable<Remark>
}

export interface SuppressionCheck extends CheckHead {
  readonly about: 'suppression'
  run(suppression: SuppressionParts, surroundings: Surroundings): Iterable<Remark>
}

/** Looks at all rules and suppressions together. */
export interface WorkspaceCheck extends CheckHead {
  readonly about: 'workspace'
  run(surroundings: Surroundings): Iterable<Remark & { readonly of: RuleParts | SuppressionParts }>
}

export type Check = RuleCheck | SuppressionCheck | WorkspaceCheck

export interface WorkspaceParts {
  readonly rules: readonly RuleParts[]
  readonly suppressions: readonly SuppressionParts[]
}

/** What a check may know besides the rule or suppression itself. */
export interface Surroundings extends WorkspaceParts {
  readonly nowMs: number
  /** The sample logs of a rule; undefined for one that has none. */
  readonly samplesOf?: (rule: RuleParts['rule']) => SampleLogs | undefined
}
