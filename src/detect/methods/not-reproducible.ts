import { detectionMethods } from '../../rule/methods/detection-methods'
import type { Method } from './method'

export const anomalyDetection: Method<'anomaly_detection'> = {
  name: 'anomaly_detection',
  ...detectionMethods.anomaly_detection,
  notEvaluated: 'anomaly_detection compares with a statistical model of the past that Datadog does not publish',
}

export const anomalyThreshold: Method<'anomaly_threshold'> = {
  name: 'anomaly_threshold',
  ...detectionMethods.anomaly_threshold,
  notEvaluated: 'anomaly_threshold compares with a statistical model of the past that Datadog does not publish',
}

export const hardcoded: Method<'hardcoded'> = {
  name: 'hardcoded',
  ...detectionMethods.hardcoded,
  notEvaluated: 'its detection is built into Datadog and not published',
}
