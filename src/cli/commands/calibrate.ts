import { calibrateRule } from '../../calibration/calibrate-rule'
import { type Calibration, countOutcomes, totalsOf } from '../../calibration/calibration'
import { compileRules } from '../../detect/compile-rules'
import { unreachable } from '../../diagnostic/unreachable'
import type { Bound } from '../../medium/bounded-markdown'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { calibrationJson, calibrationMarkdown, calibrationText } from '../../report/calibration-report'
import { methodOf } from '../../rule/methods/method-of'
import { lookBackMs } from '../../sampling/look-back'
import { makePlan } from '../../sync/plan/make-plan'
import { rulesSameSince, type SameRule } from '../../sync/same-since'
import { readTenant } from '../../sync/tenant-state'
import type { RemoteSignal } from '../../wire/decode-signal'
import { localDetections } from '../../workspace/checking/local-detections'
import { signalsOf } from '../../workspace/tenant-logs/fetch-logs'
import { readFetched } from '../../workspace/tenant-logs/read-fetched'
import { queriesOfRules } from '../../workspace/tenant-logs/rule-queries'
import { workspaceFor } from '../../workspace/tenants/file-tenants'
import type { Workspace } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { boundOf } from '../tenants/markdown-bound'
import type { OpenTenant } from '../tenants/open-tenant'
import { wantedState } from '../tenants/plan-tenant'
import { fetchTenantLogs, withTenant } from '../tenants/tenant-logs'
import { stretchAsked } from '../times-asked'

/** So long a log may take to reach the index: signals that were still seen later do not count yet. */
const settledAfterMs = 15 * 60_000

interface CalibrateOptions {
  readonly last?: string
  readonly from?: string
  readonly to?: string
  readonly maxLogs?: number
  readonly failOn?: string
  /** How long Markdown may get. */
  readonly maxSize?: number
}

/**
 * `ddac calibrate`: the signals that the tenant raised beside those that we raise on its logs. 0, or 1 for what
 * `--fail-on` names.
 */
export async function calibrate(
  context: CliContext,
  globals: GlobalOptions,
  options: CalibrateOptions,
): Promise<number> {
  const format = formatFrom(globals, 'calibrate')
  const asked = stretchAsked(options, context.now())
  const workspace = openWorkspace(context, globals)
  const calibration = await withTenant(workspace, context, globals, (tenant) =>
    calibrateTenant(workspace, tenant, { ...asked, maxLogs: options.maxLogs }, context, globals),
  )
  const bound = boundOf(options.maxSize, 1, 'ddac calibrate tells all.')
  context.stdout.write(printed(calibration, format, globals.colour, bound))
  const { signals, agree } = totalsOf(calibration)
  const isFailure = options.failOn === 'disagreement' ? agree < signals : calibration.notExplained > 0
  return options.failOn !== undefined && isFailure ? exitCodes.no : exitCodes.yes
}

async function calibrateTenant(
  workspace: Workspace,
  { config, remote, logs: source }: OpenTenant,
  asked: { readonly fromMs: number; readonly toMs: number; readonly maxLogs: number | undefined },
  context: CliContext,
  globals: GlobalOptions,
): Promise<Calibration> {
  const { rules, suppressions } = localDetections(workspaceFor(workspace, config.name), config)
  const enabled = rules.filter(({ isEnabled }) => isEnabled)
  const state = await readTenant(remote)
  const plan = makePlan(wantedState(workspace, config), state, { nowMs: asked.fromMs })
  const { same, different } = await rulesSameSince(enabled, plan, state, remote, asked.fromMs)
  const known = { tables: workspace.tables, harmlessKeys: workspace.config.policy.harmlessKeys }
  const compiled = compileRules(
    same.map(({ rule }) => rule),
    { suppressions, ...known },
  )
  const evaluated = new Set(compiled.rules.map(({ rule }) => rule))
  const compared = same.filter(({ rule }) => evaluated.has(rule))
  const ours = new Set(plan.changes.flatMap(({ remoteId }) => remoteId ?? []))
  const theirs = await signalsByRule(compared, ours, source, asked, context)
  const searches = compiled.rules.flatMap((rule) =>
    queriesOfRules([rule]).map((query) => ({
      query,
      fromMs: asked.fromMs - lookBackMs(rule.rule, 'open'),
      toMs: asked.toMs,
    })),
  )
  const files = await fetchTenantLogs(workspace, source, { searches, maxLogs: asked.maxLogs }, context, globals)
  const earliestMs = searches.reduce((least, { fromMs }) => Math.min(least, fromMs), asked.fromMs)
  const fetched = await readFetched([...files.values()], { fromMs: earliestMs, toMs: asked.toMs })
  const events = fetched.map(({ event }) => event)
  const toMs = Math.min(asked.toMs, context.now() - settledAfterMs)
  let signalsOfOtherTimes = 0
  const outcomes = compared.map(({ rule, remoteId, sinceMs }) => {
    const fromMs = Math.max(asked.fromMs, sinceMs + lookBackMs(rule, 'windows'))
    const ground = { rule, rules: rulesBeside(rule, compared), suppressions, events, ...known }
    const raised = theirs.byRule.get(remoteId) ?? []
    const own = context.busy(() => calibrateRule({ ...ground, theirs: raised, fromMs, toMs, untilMs: asked.toMs }))
    signalsOfOtherTimes += raised.length - own.filter(({ kind }) => kind !== 'ours alone').length
    return { method: methodOf(rule).name, outcomes: own }
  })
  return {
    fromMs: asked.fromMs,
    toMs,
    logs: events.length,
    ...countOutcomes(outcomes),
    leftOut: {
      different,
      notEvaluated: same.length - compared.length,
      signalsOfOthers: theirs.others,
      signalsOfOtherTimes,
    },
  }
}

/** A rule over signals is evaluated with all rules whose signals it may count. */
function rulesBeside(rule: SameRule['rule'], compared: readonly SameRule[]): readonly SameRule['rule'][] {
  return methodOf(rule).reads === 'signals' ? compared.map((each) => each.rule) : [rule]
}

async function signalsByRule(
  rules: readonly SameRule[],
  ours: ReadonlySet<string>,
  source: OpenTenant['logs'],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  { sleep }: CliContext,
): Promise<{ readonly byRule: ReadonlyMap<string, readonly RemoteSignal[]>; readonly others: number }> {
  const byRule = new Map<string, RemoteSignal[]>(rules.map(({ remoteId }) => [remoteId, []]))
  let others = 0
  for await (const signal of signalsOf({ source, sleep }, { query: '*', fromMs, toMs })) {
    const own = byRule.get(signal.ruleId)
    if (own) own.push(signal)
    else if (!ours.has(signal.ruleId)) others += 1
  }
  return { byRule, others }
}

function printed(
  calibration: Calibration,
  format: FormatOf<'calibrate'>,
  colour: boolean,
  bound: Bound | undefined,
): SafeText {
  switch (format) {
    case 'text':
      return calibrationText(calibration, makePainter(colour))
    case 'json':
      return calibrationJson(calibration)
    case 'markdown':
      return calibrationMarkdown(calibration, bound)
    default:
      return unreachable(format)
  }
}
