import { endingOf } from '../../suppression/ending'
import type { Remark, SuppressionCheck, Surroundings } from '../check'
import type { SuppressionParts } from '../suppression-parts'

export const suppressionExpired: SuppressionCheck = {
  about: 'suppression',
  code: 'S105',
  name: 'suppression-expired',
  level: 'warning',
  page: {
    why: 'It no longer acts. Either the signals are wanted back, and the file can go, or the reason still holds, and it has to be renewed.',
    bad: `
suppressionQuery: "@usr.id:deploy"
expires: 2026-01-01`,
    good: `
suppressionQuery: "@usr.id:deploy"
expires: 2026-12-01`,
    ground: 'documented',
    source: 'Datadog docs, Suppressions: expiration date. The examples are read as on 1 June 2026',
  },
  run: expired,
}

function* expired({ suppression }: SuppressionParts, { nowMs }: Surroundings): Iterable<Remark> {
  const ending = endingOf(suppression, nowMs, 0)
  if (ending?.code === 'S105') yield ending
}
