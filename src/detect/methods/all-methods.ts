import type { MethodName } from '../../rule/methods/detection-methods'
import { methodOf } from '../../rule/methods/method-of'
import type { Draft } from '../../rule/rule'
import { impossibleTravel } from './impossible-travel/impossible-travel'
import type { EvaluatedMethod, Method } from './method'
import { newValue } from './new-value/new-value'
import { anomalyDetection, anomalyThreshold, hardcoded } from './not-reproducible'
import { sequence } from './sequence/sequence'
import { signalCorrelation } from './signal-correlation'
import { thirdParty } from './third-party/third-party'
import { threshold } from './threshold/threshold'

/** Every detection method there is, by its name; one that the table of facts has and this list lacks breaks the build. */
export const allMethods: { readonly [Name in MethodName]: Method<Name> } = {
  threshold,
  new_value: newValue,
  anomaly_detection: anomalyDetection,
  impossible_travel: impossibleTravel,
  hardcoded,
  signal_correlation: signalCorrelation,
  third_party: thirdParty,
  anomaly_threshold: anomalyThreshold,
  sequence_detection: sequence,
}

/** How a rule decides; nothing where its method cannot be reproduced, or is one that nobody knows yet. */
export function engineOf(rule: Draft): EvaluatedMethod | undefined {
  const method = knownMethod(rule)
  return method && 'compile' in method ? method : undefined
}

/** Why a rule without an engine is not evaluated. */
export function reasonAgainst(rule: Draft): string {
  const method = knownMethod(rule)
  const isReasoned = method !== undefined && 'notEvaluated' in method
  return isReasoned ? method.notEvaluated : `the detection method ${methodOf(rule).name} is not known`
}

function knownMethod(rule: Draft): Method | undefined {
  const { name } = methodOf(rule)
  return Object.hasOwn(allMethods, name) ? allMethods[name as MethodName] : undefined
}
