import type { JsonObject } from '../../json/json'
import { atMost } from '../at-most'
import { mapReferences } from '../comparable'
import { Questions } from '../effects/ask-tenant'
import type { Effect } from '../effects/effect'
import { planEffects } from '../effects/plan-effects'
import type { Remote } from '../remote'
import { withStripped } from '../tenant-changes/stripped-tags'
import type { TenantState } from '../tenant-state'
import { type ActingSuppression, actingSuppressions, unreadableScopes } from './acting-suppressions'
import type { Change, Kind, Plan } from './plan'
import { isWrite } from './withhold'

/** A plan with what the tenant itself says about it. */
export interface PlanReview {
  readonly plan: Plan
  /** Reasons for which the tenant refuses a rule or suppression of the plan. */
  readonly refusals: readonly Refusal[]
  /** The rules that the tenant's validation was asked about, and takes. */
  readonly accepted?: ReadonlySet<string>
  /** Suppressions of the tenant that will act on a changed rule. */
  readonly suppressions: readonly ActingSuppression[]
  /** What other settings of the tenant do with the logs and signals of a changed rule. */
  readonly effects: readonly Effect[]
  /** What could not be asked, and why: a key without the permission must not hide a plan. */
  readonly notAsked: readonly string[]
  /** Where the file of each thing says its id, by `kind id`. */
  readonly places?: ReadonlyMap<string, FilePlace>
  /** Where people look at this tenant: `https://app.datadoghq.com`. Absent where they do not. */
  readonly app?: string
}

/** A line of a file, as the user knows it. */
export interface FilePlace {
  readonly file: string
  readonly line: number
}

interface Refusal {
  readonly kind: Kind
  readonly id: string
  readonly message: string
  /** A field path as the tenant names it. */
  readonly target?: string
}

interface ReviewOptions {
  /** Whether the tenant's own validation is asked about each changed rule and suppression. */
  readonly validate: boolean
  /** What the plan was made from. */
  readonly actual: TenantState
  /** How many questions are under way at once, where the tenant sets no other limit. 8 by default. */
  readonly concurrency?: number
}

/**
 * Asks the tenant about each rule and suppression that would be written whether it would take it, and works out here which
 * of its suppressions and other settings act on it. Writes nothing. Only trouble on the way is thrown; a refusal is an answer.
 */
export async function reviewPlan(made: Plan, remote: Remote, options: ReviewOptions): Promise<PlanReview> {
  const plan = await withStripped(made, remote, options.concurrency)
  const remoteIds = new Map(
    plan.changes.flatMap(({ kind, id, remoteId }) => (kind === 'rule' && remoteId ? [[id, remoteId] as const] : [])),
  )
  const { suppressions, suppressionsUnread } = options.actual
  const written = plan.changes.filter((change) => isWrite(change) && change.action !== 'delete' && change.body)
  const ask = atMost(options.concurrency ?? 8)
  const questions = new Questions()
  const answers = options.validate
    ? await Promise.all(
        written.map((change) => ask(() => validated(change, remote, questions, (rule) => remoteIds.get(rule)))),
      )
    : []
  const rules = written.filter(({ kind }) => kind === 'rule')
  const acting = actingSuppressions(suppressions)
  const { effects, notAsked } = await planEffects(plan.changes, options.actual, remote)
  return {
    plan,
    refusals: answers.flatMap(({ refusals }) => refusals),
    accepted: new Set(answers.flatMap(({ accepted }) => accepted ?? [])),
    suppressions: rules.flatMap(({ id, action, remoteId, body = {} }) =>
      acting({ id, remoteId: action === 'replace' ? undefined : remoteId, body }),
    ),
    effects,
    notAsked: [
      ...(suppressionsUnread ? [`its suppressions: ${suppressionsUnread}`] : []),
      ...(rules.length > 0 ? unreadableScopes(suppressions) : []),
      ...new Set([...answers.flatMap((answer) => answer.notAsked), ...notAsked]),
    ],
  }
}

interface Answer {
  readonly refusals: readonly Refusal[]
  readonly notAsked: readonly string[]
  readonly accepted?: string
}

const nothing: Answer = { refusals: [], notAsked: [] }

async function validated(
  change: Change,
  remote: Remote,
  questions: Questions,
  remoteIdOf: (rule: string) => string | undefined,
): Promise<Answer> {
  const { kind, id, body = {}, references } = change
  if (kind === 'suppression') {
    const { answer = [], reason } = await questions.ask('validateSuppression', () =>
      remote.validateSuppression(changed(change, body)),
    )
    const refusals = answer.map((problem) => ({ kind, id, ...problem }))
    return { refusals, notAsked: reason ? [`the validation of suppressions: ${reason}`] : [] }
  }
  // The tenant checks overrides when they are written; it has no question to ask before.
  if (kind === 'override') return nothing
  if (references.some((rule) => remoteIdOf(rule) === undefined)) {
    return { ...nothing, notAsked: [`the validation of ${id}: it refers to a rule that the tenant does not have yet`] }
  }
  const { answer, reason } = await questions.ask('validateRule', () =>
    remote.validateRule(mapReferences(body, remoteIdOf)),
  )
  return {
    refusals: (answer ?? []).map((problem) => ({ kind, id, ...problem })),
    ...(answer?.length === 0 && { accepted: id }),
    notAsked: reason ? [`the validation of rules: ${reason}`] : [],
  }
}

/** What is asked about a suppression: a date that it has already is not looked at again, lest it be refused as past. */
function changed({ action, fields }: Change, body: JsonObject): JsonObject {
  if (action === 'create') return body
  const sent = (key: string): boolean => !key.endsWith('_date') || fields.some(({ path }) => path === key)
  return Object.fromEntries(Object.entries(body).filter(([key]) => sent(key)))
}
