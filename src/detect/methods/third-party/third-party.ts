import { detectionMethods } from '../../../rule/methods/detection-methods'
import type { Method } from '../method'
import { compileThirdParty, thirdPartySearches } from './compile-third-party'
import { ungradedMisses } from './ungraded-misses'

/** Alerts of another product, each a signal at once. */
export const thirdParty: Method<'third_party'> = {
  name: 'third_party',
  ...detectionMethods.third_party,
  compile: (rule, _, notes) => compileThirdParty(rule, notes),
  searches: thirdPartySearches,
  near: ungradedMisses,
}
