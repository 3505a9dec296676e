/** The permissions of Datadog that the emulator knows of (docs: Account Management > RBAC > Permissions). */
export const readLogs = 'logs_read_data'
export const readPipelines = 'logs_read_config'
export const readSignals = 'security_monitoring_signals_read'
export const writeSignals = 'security_monitoring_signals_write'
export const readRules = 'security_monitoring_rules_read'
export const writeRules = 'security_monitoring_rules_write'
export const readSuppressions = 'security_monitoring_suppressions_read'
export const writeSuppressions = 'security_monitoring_suppressions_write'
export const readFilters = 'security_monitoring_filters_read'
export const writeFilters = 'security_monitoring_filters_write'
export const readAssets = 'security_monitoring_critical_assets_read'
export const readNotifications = 'security_monitoring_notification_profiles_read'
export const writeNotifications = 'security_monitoring_notification_profiles_write'

export const knownPermissions: readonly string[] = [
  readLogs,
  readPipelines,
  readSignals,
  writeSignals,
  readRules,
  writeRules,
  readSuppressions,
  writeSuppressions,
  readFilters,
  writeFilters,
  readAssets,
  readNotifications,
  writeNotifications,
]
