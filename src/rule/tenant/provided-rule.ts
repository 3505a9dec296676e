import type { JsonObject } from '../../json/json'

/** Whether a rule of a tenant comes from Datadog or from a partner; a partner's rule does not call itself a default rule. */
export function isProvided(rule: JsonObject): boolean {
  return rule.isDefault === true || isPartners(rule)
}

/** Whether a rule of a tenant comes from a partner of Datadog. */
export function isPartners(rule: JsonObject): boolean {
  return rule.isPartner === true || typeof rule.partnerIntegrationId === 'string'
}
