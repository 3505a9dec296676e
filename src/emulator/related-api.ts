import type { JsonObject } from '../event/log-event'
import { plainError, type Reply } from './api-error'
import type { EmulatorRequest } from './request'
import type { Collection } from './tenant-state'

/** Every organisation has this one (observed). */
const builtInFilter: JsonObject = {
  id: 'bui-lt-in0',
  type: 'security_filters',
  attributes: {
    version: 1,
    name: 'all ingested logs',
    query: '*',
    is_enabled: true,
    exclusion_filters: [],
    filtered_data_type: 'logs',
    is_builtin: true,
  },
}

/** Security filters, read only: the built-in one and what was seeded. */
export function listSecurityFilters({ store }: EmulatorRequest): Reply {
  return { status: 200, body: { data: [builtInFilter, ...seeded(store.read().all('securityFilters'))] } }
}

/** Signal notification rules, read only: what was seeded. */
export function listNotificationRules(request: EmulatorRequest): Reply {
  return listOf('notificationRules', request)
}

/** Critical assets, read only: what was seeded. */
export function listCriticalAssets(request: EmulatorRequest): Reply {
  return listOf('criticalAssets', request)
}

/** `GET critical_assets/rules/{rule_id}`. No asset is matched with rules here. */
export function criticalAssetsOfRule({ parameters, store }: EmulatorRequest): Reply {
  const id = parameters.ruleId ?? ''
  if (!store.read().get('rules', id)) return plainError(404, `not_found(Threat detection rule not found: ${id})`)
  return { status: 200, body: { data: [] } }
}

/** What Datadog has and this emulator does not: exports as ZIP files and Terraform texts. */
export function notBuilt(): Reply {
  return plainError(501, 'Not implemented', 'The emulator does not export or convert to other formats')
}

function listOf(collection: Collection, { store }: EmulatorRequest): Reply {
  return { status: 200, body: { data: seeded(store.read().all(collection)) } }
}

/** A seed carries a version beside its attributes, where Datadog's resources have none. */
function seeded(things: readonly JsonObject[]): readonly JsonObject[] {
  return things.map(({ version, ...resource }) => resource)
}
