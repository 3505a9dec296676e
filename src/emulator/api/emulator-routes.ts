import {
  readAssets,
  readFilters,
  readLogs,
  readNotifications,
  readPipelines,
  readRules,
  readSignals,
  readSuppressions,
  writeFilters,
  writeNotifications,
  writeRules,
  writeSignals,
  writeSuppressions,
} from '../permissions'
import { currentUser, validateApiKey, validateKeys } from './account-api'
import { seedTenant, showState } from './admin-api'
import { plainError, type Reply } from './api-error'
import { criticalAssetsOfRule, listCriticalAssets } from './critical-assets-api'
import {
  convertExistingRule,
  convertRule,
  convertRules,
  exportResource,
  exportResources,
  exportRules,
} from './exports-api'
import {
  cancelJob,
  convertJobSignals,
  deleteJob,
  getJob,
  getJobSignal,
  listJobSignals,
  listJobs,
  runJob,
  searchJobSignals,
  signalsOfJob,
} from './jobs-api'
import { aggregateLogs, listLogs, searchLogs } from './logs/log-search-api'
import { takeLogs } from './logs/logs-api'
import {
  createNotificationRule,
  deleteNotificationRule,
  getNotificationRule,
  listNotificationRules,
  updateNotificationRule,
} from './notification-rules-api'
import { getPipeline, listPipelines, pipelineOrder } from './pipelines-api'
import type { EmulatorRequest } from './request'
import {
  bulkDeleteRules,
  createRule,
  deleteRule,
  getRule,
  listRules,
  restoreRule,
  ruleHistory,
  updateRule,
  validateRule,
} from './rules-api'
import {
  createSecurityFilter,
  deleteSecurityFilter,
  getSecurityFilter,
  listSecurityFilters,
  updateSecurityFilter,
} from './security-filters-api'
import { getSignal, listSignals, searchSignals, setSignalState } from './signals-api'
import {
  createSuppression,
  deleteSuppression,
  getSuppression,
  listSuppressions,
  suppressionHistory,
  suppressionsOfFutureRule,
  suppressionsOfRule,
  updateSuppression,
  validateSuppression,
} from './suppressions-api'
import { testExistingRule, testRule } from './test-rule'

/** One route of the emulator; `:name` in the path takes any one segment. */
export interface EmulatorRoute {
  readonly method: string
  readonly path: string
  readonly handle: (request: EmulatorRequest) => Reply
  /** The permission that a key needs. */
  readonly permission?: string
  /** The keys that are asked for where no permission is; none for the emulator's own routes. */
  readonly keys?: 'both' | 'api'
}

const rules = '/api/v2/security_monitoring/rules'
const suppressions = '/api/v2/security_monitoring/configuration/suppressions'
const securityFilters = '/api/v2/security_monitoring/configuration/security_filters'
const notificationRules = '/api/v2/security/signals/notification_rules'
const criticalAssets = '/api/v2/security_monitoring/configuration/critical_assets'
const terraform = '/api/v2/security_monitoring/terraform'
const signals = '/api/v2/security_monitoring/signals'
const pipelines = '/api/v1/logs/config/pipelines'
const historical = '/api/v2/siem-historical-detections'

const emulatorRoutes: readonly EmulatorRoute[] = [
  { method: 'GET', path: rules, handle: listRules, permission: readRules },
  { method: 'POST', path: rules, handle: createRule, permission: writeRules },
  { method: 'DELETE', path: `${rules}/bulk_delete`, handle: bulkDeleteRules, permission: writeRules },
  { method: 'POST', path: `${rules}/validation`, handle: validateRule, permission: writeRules },
  { method: 'POST', path: `${rules}/test`, handle: testRule, permission: writeRules },
  { method: 'POST', path: `${rules}/:id/test`, handle: testExistingRule, permission: writeRules },
  { method: 'GET', path: `${rules}/:id`, handle: getRule, permission: readRules },
  { method: 'PUT', path: `${rules}/:id`, handle: updateRule, permission: writeRules },
  { method: 'DELETE', path: `${rules}/:id`, handle: deleteRule, permission: writeRules },
  { method: 'GET', path: `${rules}/:id/version_history`, handle: ruleHistory, permission: readRules },
  { method: 'POST', path: `${rules}/:id/restore/:version`, handle: restoreRule, permission: writeRules },
  { method: 'GET', path: suppressions, handle: listSuppressions, permission: readSuppressions },
  { method: 'POST', path: suppressions, handle: createSuppression, permission: writeSuppressions },
  { method: 'POST', path: `${suppressions}/validation`, handle: validateSuppression, permission: writeSuppressions },
  { method: 'POST', path: `${suppressions}/rules`, handle: suppressionsOfFutureRule, permission: readSuppressions },
  { method: 'GET', path: `${suppressions}/rules/:ruleId`, handle: suppressionsOfRule, permission: readSuppressions },
  { method: 'GET', path: `${suppressions}/:id`, handle: getSuppression, permission: readSuppressions },
  { method: 'PATCH', path: `${suppressions}/:id`, handle: updateSuppression, permission: writeSuppressions },
  { method: 'DELETE', path: `${suppressions}/:id`, handle: deleteSuppression, permission: writeSuppressions },
  {
    method: 'GET',
    path: `${suppressions}/:id/version_history`,
    handle: suppressionHistory,
    permission: readSuppressions,
  },
  { method: 'POST', path: `${rules}/bulk_export`, handle: exportRules, permission: readRules },
  { method: 'POST', path: `${rules}/convert`, handle: convertRule, permission: writeRules },
  { method: 'POST', path: `${rules}/convert/bulk`, handle: convertRules, permission: writeRules },
  { method: 'GET', path: `${rules}/:id/convert`, handle: convertExistingRule, permission: writeRules },
  { method: 'GET', path: `${terraform}/:type/:id`, handle: exportResource, permission: readRules },
  { method: 'POST', path: `${terraform}/:type/bulk`, handle: exportResources, permission: readRules },
  { method: 'GET', path: securityFilters, handle: listSecurityFilters, permission: readFilters },
  { method: 'POST', path: securityFilters, handle: createSecurityFilter, permission: writeFilters },
  { method: 'GET', path: `${securityFilters}/:id`, handle: getSecurityFilter, permission: readFilters },
  { method: 'PATCH', path: `${securityFilters}/:id`, handle: updateSecurityFilter, permission: writeFilters },
  { method: 'DELETE', path: `${securityFilters}/:id`, handle: deleteSecurityFilter, permission: writeFilters },
  { method: 'GET', path: notificationRules, handle: listNotificationRules, permission: readNotifications },
  { method: 'POST', path: notificationRules, handle: createNotificationRule, permission: writeNotifications },
  { method: 'GET', path: `${notificationRules}/:id`, handle: getNotificationRule, permission: readNotifications },
  { method: 'PATCH', path: `${notificationRules}/:id`, handle: updateNotificationRule, permission: writeNotifications },
  {
    method: 'DELETE',
    path: `${notificationRules}/:id`,
    handle: deleteNotificationRule,
    permission: writeNotifications,
  },
  { method: 'GET', path: criticalAssets, handle: listCriticalAssets, permission: readAssets },
  { method: 'GET', path: `${criticalAssets}/rules/:ruleId`, handle: criticalAssetsOfRule, permission: readAssets },
  { method: 'GET', path: pipelines, handle: listPipelines, permission: readPipelines },
  { method: 'GET', path: `${pipelines}/:id`, handle: getPipeline, permission: readPipelines },
  { method: 'GET', path: '/api/v1/logs/config/pipeline-order', handle: pipelineOrder, permission: readPipelines },
  { method: 'POST', path: '/api/v2/logs', handle: takeLogs },
  { method: 'GET', path: '/api/v2/logs/events', handle: listLogs, permission: readLogs },
  { method: 'POST', path: '/api/v2/logs/events/search', handle: searchLogs, permission: readLogs },
  { method: 'POST', path: '/api/v2/logs/analytics/aggregate', handle: aggregateLogs, permission: readLogs },
  { method: 'GET', path: signals, handle: listSignals, permission: readSignals },
  { method: 'POST', path: `${signals}/search`, handle: searchSignals, permission: readSignals },
  { method: 'GET', path: `${signals}/:id`, handle: getSignal, permission: readSignals },
  { method: 'PATCH', path: `${signals}/:id/state`, handle: setSignalState, permission: writeSignals },
  { method: 'POST', path: `${historical}/jobs`, handle: runJob, permission: writeRules },
  { method: 'GET', path: `${historical}/jobs`, handle: listJobs, permission: readRules },
  { method: 'POST', path: `${historical}/jobs/signal_convert`, handle: convertJobSignals, permission: writeRules },
  { method: 'GET', path: `${historical}/jobs/:id`, handle: getJob, permission: readRules },
  { method: 'DELETE', path: `${historical}/jobs/:id`, handle: deleteJob, permission: writeRules },
  { method: 'PATCH', path: `${historical}/jobs/:id/cancel`, handle: cancelJob, permission: writeRules },
  { method: 'GET', path: `${historical}/jobs/:id/histsignals`, handle: signalsOfJob, permission: readSignals },
  { method: 'GET', path: `${historical}/histsignals`, handle: listJobSignals, permission: readSignals },
  { method: 'GET', path: `${historical}/histsignals/:id`, handle: getJobSignal, permission: readSignals },
  { method: 'POST', path: `${historical}/histsignals/search`, handle: searchJobSignals, permission: readSignals },
  { method: 'GET', path: '/api/v2/current_user', handle: currentUser, keys: 'both' },
  { method: 'GET', path: '/api/v2/validate', handle: validateApiKey, keys: 'api' },
  { method: 'GET', path: '/api/v2/validate_keys', handle: validateKeys, keys: 'both' },
  { method: 'GET', path: '/_emulator/state', handle: showState },
  { method: 'POST', path: '/_emulator/seed', handle: seedTenant },
]

/** Finds the route of a request, or the reply for a path or a method that the emulator does not have. */
export function routeOf(method: string, path: string): RouteMatch | Reply {
  const segments = path.split('/')
  const methods: string[] = []
  for (const route of emulatorRoutes) {
    const parameters = matched(route.path.split('/'), segments)
    if (!parameters) continue
    if (route.method === method) return { route, parameters }
    methods.push(route.method)
  }
  if (methods.length === 0) return plainError(404, 'Not found', `The emulator has no ${method} ${path.slice(0, 200)}`)
  return { ...plainError(405, 'Method not allowed'), headers: { allow: [...new Set(methods)].join(', ') } }
}

export interface RouteMatch {
  readonly route: EmulatorRoute
  readonly parameters: Readonly<Record<string, string>>
}

function matched(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const parameters = Object.create(null) as Record<string, string>
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (part.startsWith(':')) {
      const value = decoded(segment)
      if (value === undefined || value === '') return undefined
      parameters[part.slice(1)] = value
    } else if (part !== segment) return undefined
  }
  return parameters
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
