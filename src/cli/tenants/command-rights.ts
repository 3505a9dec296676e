import { type Route, routes } from '../../datadog/routes'
import type { TenantRight } from '../../sync/account'

type RouteName = keyof typeof routes

/** What commands ask of a tenant, for rules and for suppressions apart: without the rights of one kind the other is served. */
interface CommandNeeds {
  readonly commands: string
  readonly rules: readonly RouteName[]
  readonly suppressions: readonly RouteName[]
}

const readRules = ['listRules', 'getRule', 'ruleHistory'] as const
const readSuppressions = ['listSuppressions', 'getSuppression', 'suppressionHistory'] as const
const readSignals = ['searchSignals', 'getSignal'] as const

/** The one table of commands, what they ask and, by the routes, which rights that takes: doctor and `ddac help tenants` read it. */
const needs: readonly CommandNeeds[] = [
  {
    commands: 'plan, drift, import, nightly',
    rules: readRules,
    suppressions: ['listRules', ...readSuppressions],
  },
  { commands: 'validate --remote', rules: ['validateRule'], suppressions: ['validateSuppression'] },
  {
    commands: 'apply',
    rules: [...readRules, 'createRule', 'updateRule', 'deleteRule'],
    suppressions: [
      ...(['listRules', ...readSuppressions] as const),
      ...(['createSuppression', 'updateSuppression', 'deleteSuppression'] as const),
    ],
  },
  {
    commands: 'effects in a plan',
    rules: ['listSecurityFilters', 'listSignalNotificationRules', 'listCriticalAssets'],
    suppressions: [],
  },
  { commands: 'pipeline pull', rules: ['listPipelines'], suppressions: [] },
  { commands: 'eval, impact --tenant-logs', rules: ['searchLogs', 'countLogs'], suppressions: [] },
  { commands: 'suppress check --tenant-logs', rules: ['listRules', 'searchLogs', 'countLogs'], suppressions: [] },
  {
    commands: 'review --tenant-logs',
    rules: [...readRules, 'searchLogs', 'countLogs'],
    suppressions: ['listRules', ...readSuppressions, 'searchLogs', 'countLogs'],
  },
  {
    commands: 'backtest',
    rules: [...readRules, 'runJob', 'getJob', 'cancelJob', 'jobSignals'],
    suppressions: [],
  },
  {
    commands: 'sample, calibrate',
    rules: [...readRules, 'searchLogs', 'countLogs', ...readSignals],
    suppressions: ['listRules', 'listSuppressions', 'searchLogs', 'countLogs', ...readSignals],
  },
  { commands: 'suppress check, list --tenant-signals', rules: ['listRules', ...readSignals], suppressions: [] },
  {
    commands: 'export --format terraform',
    rules: ['listRules', 'convertRule'],
    suppressions: ['listRules', 'listSuppressions', 'convertRule'],
  },
]

/** What commands ask of a tenant, by the names that `servedCommands` gives them. */
export function commandRoutes(commands: string): readonly RouteName[] {
  const { rules = [], suppressions = [] } = needs.find((each) => each.commands === commands) ?? {}
  return [...new Set([...rules, ...suppressions])]
}

function permissionsOf(names: readonly RouteName[]): readonly string[] {
  return names.flatMap((name) => (routes[name] as Route).permission ?? [])
}

/** How far the keys serve some commands, and what they lack for the rest. */
export interface ServedCommands {
  readonly commands: string
  readonly serves: 'all' | 'rules' | 'suppressions' | 'nothing'
  readonly lacks: readonly string[]
}

/** A right of which nothing is known counts as held: the tenant's own answer will tell. */
export function servedCommands(rights: readonly TenantRight[]): readonly ServedCommands[] {
  const missing = new Set(rights.filter(({ isHeld }) => isHeld === false).map(({ permission }) => permission))
  return needs.map(({ commands, ...asked }) => {
    const [rules, suppressions] = [permissionsOf(asked.rules), permissionsOf(asked.suppressions)]
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
