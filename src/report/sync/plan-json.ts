import type { Diagnostic } from '../../diagnostic/diagnostic'
import { isoTime } from '../../diagnostic/times'
import { type JsonText, jsonDocument, jsonLines } from '../../medium/json-text'
import type { Change } from '../../sync/plan/plan'
import type { PlanReview } from '../../sync/plan/review-plan'
import { mistakeLines, mistakesIn } from '../diagnostics-json'
import { placeOf } from './change/change-place'
import { type FailedTenant, failedDocument, failedLine } from './failed-tenant'
import { plainPeople } from './plain-people'
import { plainProblem } from './plain-problem'

/**
 * A plan as data, or `{"tenants": […]}` for several. The shape is a contract (README); bodies stay out of it, they are
 * in the saved plan.
 */
export function planJson(
  reviews: readonly (PlanReview | FailedTenant)[],
  mistakes: readonly Diagnostic[] = [],
): JsonText {
  const documents = reviews.map((each) => ('plan' in each ? planDocument(each) : failedDocument(each)))
  const [only, ...others] = documents
  return jsonDocument({ ...(only && others.length === 0 ? only : { tenants: documents }), ...mistakesIn(mistakes) })
}

function planDocument(review: PlanReview) {
  const { tenant, changes, unmanaged, summary } = review.plan
  return {
    tenant,
    changes: changes.map((change) => plainChange(change, review)),
    unmanaged,
    problems: review.plan.problems.map(plainProblem),
    refusals: review.refusals,
    suppressions: review.suppressions,
    effects: review.effects,
    notAsked: review.notAsked,
    summary,
  }
}

/** For each tenant one change a line, then its summary; one line for a tenant that could not be asked. */
export function planNdjson(
  reviews: readonly (PlanReview | FailedTenant)[],
  mistakes: readonly Diagnostic[] = [],
): JsonText {
  return jsonLines([
    ...mistakeLines(mistakes).map(({ kind, ...rest }) => ({ type: kind, ...rest })),
    ...reviews.flatMap((each) => ('plan' in each ? planLines(each) : [failedLine(each, 'type')])),
  ])
}

function planLines(review: PlanReview): readonly object[] {
  const { plan } = review
  return [
    ...plan.changes.map((change) => ({ type: 'change', tenant: plan.tenant, ...plainChange(change, review) })),
    { type: 'summary', tenant: plan.tenant, ...plan.summary },
  ]
}

function plainChange(change: Change, review: PlanReview) {
  const { action, kind, id, name, remoteId, changedIn, fields, reason, lastTouched, overrides, effective } = change
  const { withheld } = change
  return {
    action,
    kind,
    id,
    name,
    ...(remoteId !== undefined && { remoteId }),
    ...placeOf(change, review),
    ...(changedIn !== undefined && { changedIn }),
    ...(reason !== undefined && { reason }),
    ...(withheld && {
      would: withheld.would,
      asked: withheld.asked,
      ...(withheld.remedy !== undefined && { remedy: withheld.remedy }),
      ...(withheld.by !== undefined && { by: withheld.by }),
      ...(withheld.atMs !== undefined && { at: isoTime(withheld.atMs) }),
    }),
    ...(lastTouched && {
      lastTouched: {
        ...(lastTouched.by !== undefined && { by: lastTouched.by }),
        ...(lastTouched.atMs !== undefined && { at: isoTime(lastTouched.atMs) }),
      },
    }),
    fields,
    ...plainPeople(change),
    ...(overrides !== undefined && { overrides }),
    ...(effective !== undefined && { effective }),
  }
}
