import type { Diagnostic } from '../../diagnostic/diagnostic'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import type { PolicyOutcome } from '../../workspace/checking/policy-outcome'
import { type ReportedDiagnostic, reportedDiagnostic } from '../diagnostics-json'
import type { JunitCase } from '../junit'

/** What `policy.tests` says, as programs read it. */
export interface ReportedPolicy {
  /** The commit that rules are laid beside; without one all are counted. */
  readonly base?: string
  /** Each rule that is new beside it, or detects something else. */
  readonly bound: readonly BoundRule[]
  /** The other rules that are below the policy, by id. */
  readonly stillBelow: readonly string[]
  /** How many those may be. */
  readonly allowed: number
  /** Whether all rules and all that is asked were counted, all rules but no mutation scores, or some rules only. */
  readonly reach: 'whole' | 'at least' | 'some rules'
  readonly diagnostics: readonly ReportedDiagnostic[]
}

/** A rule that `policy.tests` binds, and how many passed tests it has. */
export interface BoundRule {
  readonly rule: string
  readonly since: 'new' | 'changed' | 'enabled'
  readonly firing: number
  readonly silent: number
  /** How many of its changes are noticed, in percent; absent where none was made. */
  readonly score?: number
  readonly isBelow: boolean
}

/** The verdict as data. */
export function reportedPolicy({ diagnostics, ...verdict }: PolicyOutcome): ReportedPolicy {
  return { ...verdict, diagnostics: diagnostics.map(reportedDiagnostic) }
}

/** One line: what was laid beside what, and what came of it. */
export function policyText({ base, bound, stillBelow, allowed, reach, diagnostics }: PolicyOutcome): TerminalText {
  const isMeant = diagnostics.some(({ severity }) => severity === 'error') ? 'not met' : 'met'
  const others =
    reach === 'some rules'
      ? 'the others are counted by test and validate, without paths'
      : `${stillBelow.length} of ${base === undefined ? 'all rules' : 'the others'} below, ${allowed} allowed`
  if (base === undefined) return terminal`policy.tests ${isMeant}: ${others}\n`
  const short = bound.filter(({ isBelow }) => isBelow).length
  const news = `${bound.length} new or changed since ${base}, ${short} of them below`
  return terminal`policy.tests ${isMeant}: ${news}; ${others}\n`
}

/** One case for each thing that is not met. */
export function policyJunitCases(
  { diagnostics }: PolicyOutcome,
  draw: (diagnostic: Diagnostic) => TerminalText,
): readonly JunitCase[] {
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map((one) => ({
      suite: 'policy.tests',
      isInNoFile: true,
      name: one.message,
      failure: String(draw(one)),
      type: one.code,
    }))
}
