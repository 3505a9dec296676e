import { dayMs } from '../../diagnostic/times'
import { isExpiringWithin } from '../../suppression/suppression-state'
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
  if (!isExpiringWithin(suppression, nowMs, noticeDays)) return
  const days = Math.ceil(((suppression.expiresMs ?? nowMs) - nowMs) / dayMs)
  const message = `this suppression ends in ${days === 1 ? 'a day' : `${days} days`}`
  yield { path: ['expires'], message, help: `ask ${suppression.owner ?? 'its owner'} whether it is still needed` }
}
