import { endingOf } from '../../suppression/ending'
import type { Remark, SuppressionCheck, Surroundings } from '../check'
import type { SuppressionParts } from '../suppression-parts'

const noticeDays = 14

export const suppressionExpiresSoon: SuppressionCheck = {
  about: 'suppression',
  code: 'S106',
  name: 'suppression-expires-soon',
  level: 'info',
  page: {
    why: `Two weeks before it ends there is still time to ask its owner. Afterwards the first to know are those who get the signals.`,
    bad: `
suppressionQuery: "@usr.id:deploy"
expires: 2026-06-10`,
    good: `
suppressionQuery: "@usr.id:deploy"
expires: 2026-12-01`,
    ground: 'documented',
    source: 'Datadog docs, Suppressions: expiration date. The examples are read as on 1 June 2026',
  },
  run: expiresSoon,
}

function* expiresSoon({ suppression }: SuppressionParts, { nowMs }: Surroundings): Iterable<Remark> {
  const ending = endingOf(suppression, nowMs, noticeDays)
  if (ending?.code === 'S106') yield ending
}
