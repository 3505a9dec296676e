import type { Remark, SuppressionCheck } from '../check'
import type { SuppressionParts } from '../suppression-parts'

export const suppressionWithoutEnd: SuppressionCheck = {
  about: 'suppression',
  code: 'S107',
  name: 'suppression-without-end',
  level: 'info',
  page: {
    why: 'What is hidden for ever is forgotten, and the reason for it goes first. Told where the workspace does not demand an end anyway.',
    bad: `
suppressionQuery: "@usr.id:deploy"`,
    good: `
suppressionQuery: "@usr.id:deploy"
expires: 2026-12-01`,
    ground: 'documented',
    source: 'Datadog docs, Suppressions: without an expiration date a suppression stays active',
  },
  run: endless,
}

function* endless({ suppression }: SuppressionParts): Iterable<Remark> {
  if (suppression.expiresMs !== undefined || suppression.neverExpires || !suppression.enabled) return
  yield {
    path: [],
    message: 'this suppression never ends',
    help: 'add expires: with its last day, or never, with a review: day to look at it again',
  }
}
