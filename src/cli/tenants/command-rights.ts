import type { TenantRight } from '../../sync/account'

/** What commands need, for rules and for suppressions apart: without the rights of one kind the other is served. */
interface CommandNeeds {
  readonly commands: string
  readonly rules: readonly string[]
  readonly suppressions: readonly string[]
}

const [readRules, writeRules] = ['security_monitoring_rules_read', 'security_monitoring_rules_write']
const [readSuppressions, writeSuppressions] = [
  'security_monitoring_suppressions_read',
  'security_monitoring_suppressions_write',
]

const needs: readonly CommandNeeds[] = [
  { commands: 'plan, drift, import', rules: [readRules], suppressions: [readRules, readSuppressions] },
  { commands: 'validate --remote', rules: [writeRules], suppressions: [writeSuppressions] },
  {
    commands: 'apply',
    rules: [readRules, writeRules],
    suppressions: [readRules, readSuppressions, writeSuppressions],
  },
  {
    commands: 'effects in a plan',
    rules: [
      'security_monitoring_filters_read',
      'security_monitoring_notification_profiles_read',
      'security_monitoring_critical_assets_read',
    ],
    suppressions: [],
  },
  { commands: 'pipeline pull', rules: ['logs_read_config'], suppressions: [] },
  { commands: 'eval, impact --tenant-logs', rules: ['logs_read_data'], suppressions: [] },
  {
    commands: 'backtest',
    rules: [readRules, writeRules, 'security_monitoring_signals_read'],
    suppressions: [],
  },
  {
    commands: 'sample, calibrate',
    rules: [readRules, 'logs_read_data', 'security_monitoring_signals_read'],
    suppressions: [],
  },
]

/** How far the keys serve some commands, and what they lack for the rest. */
export interface ServedCommands {
  readonly commands: string
  readonly serves: 'all' | 'rules' | 'suppressions' | 'nothing'
  readonly lacks: readonly string[]
}

/** A right of which nothing is known counts as held: the tenant's own answer will tell. */
export function servedCommands(rights: readonly TenantRight[]): readonly ServedCommands[] {
  const missing = new Set(rights.filter(({ isHeld }) => isHeld === false).map(({ permission }) => permission))
  return needs.map(({ commands, rules, suppressions }) => {
    const lacks = [...new Set([...rules, ...suppressions])].filter((permission) => missing.has(permission))
    const hasRules = !rules.some((permission) => missing.has(permission))
    const hasSuppressions = !suppressions.some((permission) => missing.has(permission))
    const serves =
      lacks.length === 0
        ? 'all'
        : hasRules
          ? 'rules'
          : hasSuppressions && suppressions.length > 0
            ? 'suppressions'
            : 'nothing'
    return { commands, serves, lacks }
  })
}
