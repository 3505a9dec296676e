import { detectionMethods } from '../../../rule/methods/detection-methods'
import type { Method } from '../method'
import { compileImpossibleTravel, placeMetricOf } from './compile-impossible-travel'
import { compilePlace } from './impossible-travel-machine'
import { travelMisses } from './travel-misses'

/** Journeys that nobody can make. */
export const impossibleTravel: Method<'impossible_travel'> = {
  name: 'impossible_travel',
  ...detectionMethods.impossible_travel,
  compile: compileImpossibleTravel,
  lacks: (query) => {
    const metric = placeMetricOf(query)
    const locate = compilePlace(metric)
    return (event) => (locate(event) === undefined ? [metric] : [])
  },
  near: travelMisses,
}
