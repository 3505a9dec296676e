import { dateText } from '../../diagnostic/times'
import type { Remark, SuppressionCheck, Surroundings } from '../check'
import type { SuppressionParts } from '../suppression-parts'

export const suppressionReviewDue: SuppressionCheck = {
  about: 'suppression',
  code: 'S114',
  name: 'suppression-review-due',
  level: 'warning',
  page: {
    why: 'Somebody promised to look at it again by that day. What it hides may be wanted by now, or the reason may be gone.',
    bad: `
suppressionQuery: "@usr.id:deploy"
expires: never
review: 2026-01-01`,
    good: `
suppressionQuery: "@usr.id:deploy"
expires: never
review: 2026-12-01`,
    ground: 'documented',
    source:
      'the key review: of this workspace; the tenant knows nothing of it. The examples are read as on 1 June 2026',
  },
  run: due,
}

function* due({ suppression }: SuppressionParts, { nowMs }: Surroundings): Iterable<Remark> {
  const { reviewMs, enabled } = suppression
  if (!enabled || reviewMs === undefined || nowMs < reviewMs) return
  const message = `this suppression was to be looked at again by ${dateText(reviewMs)}`
  yield { path: ['review'], message, help: 'look whether the reason still holds; then end it, or name another day' }
}
