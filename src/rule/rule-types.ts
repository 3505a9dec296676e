import { detectionMethods } from './methods/detection-methods'
import type { RuleTypeFacts } from './methods/method-facts'

/** What rules of each type are like, by the word for `type`. A detection method that is a type says it itself. */
export const ruleTypes: Readonly<Record<string, RuleTypeFacts>> = {
  log_detection: { dataSource: { filled: 'logs', implied: [] }, filtersGivenUp: true },
  application_security: { dataSource: { filled: 'spans', implied: [] } },
  api_security: { dataSource: { filled: 'spans', implied: [] } },
  workload_security: { dataSource: { implied: ['logs', 'security_runtime'] }, filtersGivenUp: true },
  workload_activity: { dataSource: { implied: ['logs', 'security_runtime'] } },
  infrastructure_configuration: { dataSource: { implied: ['logs'] }, isAboutConfigurations: true },
  cloud_configuration: { dataSource: { implied: ['logs'] }, isAboutConfigurations: true },
  ...Object.fromEntries(Object.entries(detectionMethods).flatMap(([name, { type }]) => (type ? [[name, type]] : []))),
}

/** What a rule is that does not say it. */
export const usualType = 'log_detection'

/** Whether rules of a type look at configurations and not at events. */
export function isAboutConfigurations(type: unknown): boolean {
  return factsOfType(type)?.isAboutConfigurations === true
}

/** Nothing for a type that nobody knows yet. */
export function factsOfType(type: unknown): RuleTypeFacts | undefined {
  return typeof type === 'string' && Object.hasOwn(ruleTypes, type) ? ruleTypes[type] : undefined
}
