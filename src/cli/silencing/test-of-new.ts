import { compileRules } from '../../detect/compile-rules'
import type { LogEvent } from '../../event/log-event'
import { readsSignals } from '../../rule/signals-read'
import type { Asked } from '../../silencing/clauses'
import type { KeptSignal } from '../../silencing/draft'
import { hidesSignal } from '../../silencing/draft'
import type { FiringSignal } from '../../silencing/firing-signals'
import type { Proposal } from '../../silencing/propose'
import { type Example, type MadeTest, makeSuppressionTest } from '../../silencing/suppression-test'
import { rulesUnder } from '../../suppression/scopes'
import type { Suppression } from '../../suppression/suppression'
import type { LocalDetections } from '../../workspace/checking/local-detections'
import { anonymisingKey } from '../../workspace/tenant-logs/anonymising-key'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { SignalInLogs } from './in-logs'
import type { SignalInTenant } from './in-tenant'
import type { ToldSignal } from './told-signals'

/** Where logs for a test may come from, the signal's own first. */
export interface TestSource {
  readonly given: readonly ToldSignal[]
  readonly inLogs: readonly SignalInLogs[] | undefined
  readonly inTenant: SignalInTenant | undefined
  readonly tests: readonly FiringSignal[]
}

/**
 * The test of a suppression that is about to be written: on the signal's own logs, anonymised unless they are to stay as they
 * are; where there are none, on those of a firing test of the rule, with what the suppression asks for in place.
 */
export function testOfNew(
  suppression: Suppression,
  proposal: Proposal,
  source: TestSource,
  { raw }: { readonly raw?: boolean },
  {
    workspace,
    detections,
    context,
  }: { readonly workspace: Workspace; readonly detections: LocalDetections; readonly context: CliContext },
): MadeTest | { readonly refusal: string } {
  const known = { tables: workspace.tables, harmlessKeys: workspace.config.policy.harmlessKeys }
  const scope = rulesUnder(detections.rules)(suppression)
  const examples: Example[] = []
  for (const asked of proposal.alternatives) {
    const own = examplesOf(asked, proposal, source)
    if (own === undefined) return { refusal: 'there are no logs that raise it' }
    examples.push(...own)
  }
  const readers = scope.filter(readsSignals)
  const wanted =
    readers.length === 0 ? scope : detections.rules.filter((rule) => rule.isEnabled || scope.includes(rule))
  const { notEvaluated } = compileRules(wanted, known)
  const left = new Set(notEvaluated.map(({ rule }) => rule))
  const rules = wanted.filter((rule) => !left.has(rule.id ?? rule.name))
  const isOwn = examples.some(({ isBorrowed }) => !isBorrowed)
  const key = raw || !isOwn ? undefined : anonymisingKey(workspace.root)
  return makeSuppressionTest({
    suppression,
    rules,
    namesRules: rules.length !== scope.length,
    examples,
    key,
    nowMs: context.now(),
    ...known,
  })
}

/** The first given signal of each rule that an alternative hides, with its logs; undefined where one has none. */
function examplesOf(asked: readonly Asked[], { rules }: Proposal, source: TestSource): readonly Example[] | undefined {
  const hides = hidesSignal({ rules, alternatives: [asked] })
  const hidden = source.given.flatMap((one, index) =>
    hides(one satisfies Pick<KeptSignal, 'rule' | 'event'>) ? [{ one, index }] : [],
  )
  const first = new Map(hidden.toReversed().map((each) => [each.one.rule.id, each]))
  const examples = [...first.values()].toReversed().map(({ one, index }) => exampleOf(asked, one, index, source))
  return examples.length > 0 && examples.every((each) => each !== undefined) ? examples : undefined
}

function exampleOf(
  asked: readonly Asked[],
  one: ToldSignal,
  index: number,
  { inLogs, inTenant, tests }: TestSource,
): Example | undefined {
  const here = inLogs?.[index]
  const own: readonly (readonly LogEvent[])[] = here
    ? [here.watched.logs, here.around]
    : inTenant
      ? [inTenant.around]
      : []
  if (own.some(({ length }) => length > 0)) return { asked, rule: one.rule, logs: own }
  const borrowed = tests.filter(({ rule }) => rule.id === one.rule.id)
  if (borrowed.length === 0) return undefined
  return { asked, rule: one.rule, logs: borrowed.flatMap(({ logs, allLogs }) => [logs, allLogs]), isBorrowed: true }
}
