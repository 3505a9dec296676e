import { secondText } from '../../diagnostic/times'
import type { LastTouch } from '../../sync/plan/plan'

/** By whom and when, as far as the tenant tells. */
export function touchText({ by, atMs }: LastTouch): string {
  const at = atMs === undefined ? '' : ` on ${secondText(atMs)}`
  return `${by === undefined ? 'by somebody the tenant does not name' : `by ${by}`}${at}`
}
