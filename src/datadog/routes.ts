import { WorldError } from '../diagnostic/world-error'
import { urlPart } from '../medium/url-part'

/** How a call may be tried again: `safe` always, `if-refused` only when the tenant surely did not carry it out. */
type RetryRule = 'safe' | 'if-refused'

/** One call that this program makes to Datadog. `{id}` in the path stands for an escaped id. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** What the call does, for messages: "could not …". */
  readonly does: string
  /** The Datadog permission that the application key needs for it, where it needs one. */
  readonly permission?: string
  readonly retry: RetryRule
}

const rulesPath = '/api/v2/security_monitoring/rules'
const settingsPath = '/api/v2/security_monitoring/configuration'
const suppressionsPath = `${settingsPath}/suppressions`
const notificationRulesPath = '/api/v2/security/signals/notification_rules'
const signalsPath = '/api/v2/security_monitoring/signals'
const jobsPath = '/api/v2/siem-historical-detections/jobs'
const readLogs = 'logs_read_data'
const readSignals = 'security_monitoring_signals_read'
const readRules = 'security_monitoring_rules_read'
const writeRules = 'security_monitoring_rules_write'
const readSuppressions = 'security_monitoring_suppressions_read'
const writeSuppressions = 'security_monitoring_suppressions_write'

/** The closed list of every call to Datadog (API reference: Security Monitoring, Logs, and whose keys these are). No other path is ever requested. */
export const routes = {
  listRules: { method: 'GET', path: rulesPath, does: 'list the rules', permission: readRules, retry: 'safe' },
  getRule: { method: 'GET', path: `${rulesPath}/{id}`, does: 'read a rule', permission: readRules, retry: 'safe' },
  createRule: {
    method: 'POST',
    path: rulesPath,
    does: 'create a rule',
    permission: writeRules,
    retry: 'if-refused',
  },
  updateRule: {
    method: 'PUT',
    path: `${rulesPath}/{id}`,
    does: 'update a rule',
    permission: writeRules,
    retry: 'safe',
  },
  deleteRule: {
    method: 'DELETE',
    path: `${rulesPath}/{id}`,
    does: 'delete a rule',
    permission: writeRules,
    retry: 'safe',
  },
  ruleHistory: {
    method: 'GET',
    path: `${rulesPath}/{id}/version_history`,
    does: 'read the history of a rule',
    permission: readRules,
    retry: 'safe',
  },
  convertRule: {
    method: 'POST',
    path: `${rulesPath}/convert`,
    does: 'convert a rule to Terraform',
    permission: writeRules,
    retry: 'safe',
  },
  validateRule: {
    method: 'POST',
    path: `${rulesPath}/validation`,
    does: 'validate a rule',
    permission: writeRules,
    retry: 'safe',
  },
  listSuppressions: {
    method: 'GET',
    path: suppressionsPath,
    does: 'list the suppressions',
    permission: readSuppressions,
    retry: 'safe',
  },
  getSuppression: {
    method: 'GET',
    path: `${suppressionsPath}/{id}`,
    does: 'read a suppression',
    permission: readSuppressions,
    retry: 'safe',
  },
  createSuppression: {
    method: 'POST',
    path: suppressionsPath,
    does: 'create a suppression',
    permission: writeSuppressions,
    retry: 'if-refused',
  },
  updateSuppression: {
    method: 'PATCH',
    path: `${suppressionsPath}/{id}`,
    does: 'update a suppression',
    permission: writeSuppressions,
    retry: 'safe',
  },
  deleteSuppression: {
    method: 'DELETE',
    path: `${suppressionsPath}/{id}`,
    does: 'delete a suppression',
    permission: writeSuppressions,
    retry: 'safe',
  },
  suppressionHistory: {
    method: 'GET',
    path: `${suppressionsPath}/{id}/version_history`,
    does: 'read the history of a suppression',
    permission: readSuppressions,
    retry: 'safe',
  },
  validateSuppression: {
    method: 'POST',
    path: `${suppressionsPath}/validation`,
    does: 'validate a suppression',
    permission: writeSuppressions,
    retry: 'safe',
  },
  listSecurityFilters: {
    method: 'GET',
    path: `${settingsPath}/security_filters`,
    does: 'list the security filters',
    permission: 'security_monitoring_filters_read',
    retry: 'safe',
  },
  listSignalNotificationRules: {
    method: 'GET',
    path: notificationRulesPath,
    does: 'list the notification rules of signals',
    permission: 'security_monitoring_notification_profiles_read',
    retry: 'safe',
  },
  listCriticalAssets: {
    method: 'GET',
    path: `${settingsPath}/critical_assets`,
    does: 'list the critical assets',
    permission: 'security_monitoring_critical_assets_read',
    retry: 'safe',
  },
  listPipelines: {
    method: 'GET',
    path: '/api/v1/logs/config/pipelines',
    does: 'list the log pipelines',
    permission: 'logs_read_config',
    retry: 'safe',
  },
  searchLogs: {
    method: 'POST',
    path: '/api/v2/logs/events/search',
    does: 'search the logs',
    permission: readLogs,
    retry: 'safe',
  },
  countLogs: {
    method: 'POST',
    path: '/api/v2/logs/analytics/aggregate',
    does: 'count the logs',
    permission: readLogs,
    retry: 'safe',
  },
  searchSignals: {
    method: 'POST',
    path: `${signalsPath}/search`,
    does: 'search the signals',
    permission: readSignals,
    retry: 'safe',
  },
  getSignal: {
    method: 'GET',
    path: `${signalsPath}/{id}`,
    does: 'read a signal',
    permission: readSignals,
    retry: 'safe',
  },
  runJob: { method: 'POST', path: jobsPath, does: 'run a historical job', permission: writeRules, retry: 'if-refused' },
  getJob: {
    method: 'GET',
    path: `${jobsPath}/{id}`,
    does: 'read a historical job',
    permission: readRules,
    retry: 'safe',
  },
  cancelJob: {
    method: 'PATCH',
    path: `${jobsPath}/{id}/cancel`,
    does: 'cancel a historical job',
    permission: writeRules,
    retry: 'safe',
  },
  jobSignals: {
    method: 'GET',
    path: `${jobsPath}/{id}/histsignals`,
    does: 'read the signals of a historical job',
    permission: readSignals,
    retry: 'safe',
  },
  currentUser: {
    method: 'GET',
    path: '/api/v2/current_user',
    does: 'read whose keys these are',
    retry: 'safe',
  },
  validateApiKey: {
    method: 'GET',
    path: '/api/v2/validate',
    does: 'read the organisation of the API key',
    retry: 'safe',
  },
} as const satisfies Record<string, Route>

/**
 * The path of a route with the id put in, escaped so that no id can lead to another path. Throws a `usage` WorldError
 * for the two ids that every URL parser takes for a step to another folder.
 */
export function pathOf(route: Route, id?: string): string {
  if (id === undefined) return route.path
  if (id === '.' || id === '..') throw new WorldError('usage', `"${id}" is not an id of Datadog`)
  return route.path.replace('{id}', () => urlPart(id))
}
