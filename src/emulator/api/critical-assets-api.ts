import { asObject } from '../../json/json-object'
import { compileRuleSearch } from '../../suppression/rule-search'
import { plainError, type Reply } from './api-error'
import type { EmulatorRequest } from './request'

/** Critical assets, read only: what was seeded. */
export function listCriticalAssets({ store }: EmulatorRequest): Reply {
  return { status: 200, body: { data: store.read().all('criticalAssets') } }
}

/** `GET critical_assets/rules/{rule_id}`: the enabled assets whose rule query takes in a rule (documented). */
export function criticalAssetsOfRule({ parameters, store }: EmulatorRequest): Reply {
  const id = parameters.ruleId ?? ''
  const rule = store.read().get('rules', id)
  if (!rule) return plainError(404, `not_found(Threat detection rule not found: ${id})`)
  const hits = store
    .read()
    .all('criticalAssets')
    .filter(({ attributes }) => {
      const { enabled, rule_query: query } = asObject(attributes) ?? {}
      return enabled !== false && compileRuleSearch(String(query ?? ''))?.(rule) === true
    })
  return { status: 200, body: { data: hits } }
}
