import { type Diagnostic, placeFinding } from '../../diagnostic/diagnostic'
import { spanText } from '../../diagnostic/times'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import {
  type ListedSuppression,
  listSuppression,
  suppressionsJson,
  suppressionsMarkdown,
  suppressionsNdjson,
  suppressionsText,
} from '../../report/suppression-list'
import type { LatelyOutcome } from '../../report/suppressions/lately'
import { endingOf } from '../../suppression/ending'
import { rulesUnder } from '../../suppression/scopes'
import { suppressionMistakes } from '../../workspace/checking/check-suppressions'
import type { Workspace } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace, tenantNames } from '../open-workspace'
import { notAsking } from '../silencing/triaged-signals'
import { boundOf } from '../tenants/markdown-bound'
import { stretchAsked } from '../times-asked'
import { tellDiagnostics } from '../write-diagnostics'

/** Without another word a suppression that ends within two weeks ends soon. */
export const usualDays = 14

interface ListOptions {
  readonly within?: number
  readonly maxSize?: number
  readonly tenantSignals?: boolean
  readonly last?: string
}

/**
 * `ddac suppress list`: the suppressions of the workspace, what each does now, until when and why; where a tenant is named,
 * what its signals tell of them. 1 if a file has a mistake, 2 where the tenant was to be asked and did not answer: the rest is
 * told all the same.
 */
export async function suppressList(context: CliContext, globals: GlobalOptions, options: ListOptions): Promise<number> {
  const { within = usualDays, maxSize } = options
  const format = formatFrom(globals, 'suppress list')
  const workspace = openWorkspace(context, globals)
  const mistakes = suppressionMistakes(workspace)
  tellDiagnostics(mistakes, context, globals)
  const isDemanded = options.tenantSignals === true || options.last !== undefined
  const outcome = await lately(workspace, isDemanded, options, context, globals)
  const all = listedSuppressions(workspace, context, within)
  const calledTrue = ({ suppression, state }: ListedSuppression): boolean =>
    outcome.kind === 'asked' && state !== 'disabled' && (outcome.of.get(suppression)?.calledTrue ?? 0) > 0
  const first = [...all.filter(calledTrue), ...all.filter((one) => !calledTrue(one))]
  context.stdout.write(printed(first, mistakes, outcome, format, globals, maxSize))
  if (isDemanded && all.length > 0 && outcome.kind === 'notAsked') return exitCodes.couldNotAnswer
  return mistakes.length > 0 ? exitCodes.no : exitCodes.yes
}

/** What the signals of the tenant that is named tell; without keys or the right to read them, why they were not asked. */
async function lately(
  workspace: Workspace,
  isDemanded: boolean,
  { last }: ListOptions,
  context: CliContext,
  globals: GlobalOptions,
): Promise<LatelyOutcome> {
  if (!isDemanded && globals.tenants.length === 0) {
    return { kind: 'notAsked', why: '--tenant NAME asks the signals of a tenant.' }
  }
  tenantNames(workspace, context, globals)
  const { latelyInTenant, usualStretchMs } = await import('../radius/lately-in-tenant')
  const { rulesOfSignals } = await import('../radius/rules-of-signals')
  const { withTenant } = await import('../tenants/tenant-logs')
  const stretch = stretchAsked({ last: last ?? spanText(usualStretchMs) }, context.now())
  const asked = workspace.suppressions.flatMap(({ suppression }) => suppression ?? [])
  if (asked.length === 0) return { kind: 'notAsked', why: 'There is no suppression to ask about.' }
  const rules = workspace.rules.flatMap(({ draft }) => draft ?? [])
  try {
    return await withTenant(workspace, context, globals, (tenant) =>
      latelyInTenant(asked, rulesOfSignals(rules, tenant), stretch, tenant, context),
    )
  } catch (error) {
    if (!(error instanceof WorldError) || !notAsking.has(error.code)) throw error
    return { kind: 'notAsked', why: error.help === undefined ? `${error.message}.` : `${error.message}. ${error.help}` }
  }
}

/** The suppressions that have ended, or end within so many days. */
export function dueSuppressions(
  workspace: Workspace,
  context: Pick<CliContext, 'now'>,
  within = usualDays,
): readonly ListedSuppression[] {
  return listedSuppressions(workspace, context, within).filter(({ ending }) => ending !== undefined)
}

/** The suppressions of a workspace, each with what it does now and whether it ends within so many days; the most urgent first. */
export function listedSuppressions(
  workspace: Workspace,
  context: Pick<CliContext, 'now'>,
  days: number,
): readonly ListedSuppression[] {
  const scopeOf = rulesUnder(workspace.rules.flatMap(({ draft }) => draft ?? []))
  const nowMs = context.now()
  const all = workspace.suppressions.flatMap(({ suppression, document }) => {
    if (!suppression) return []
    const rules = scopeOf(suppression).length
    const ending = endingOf(suppression, nowMs, days)
    const placed = ending && placeFinding({ severity: 'warning', ...ending }, document.locate)
    return [listSuppression(suppression, { file: document.source.path, rules, nowMs, ending: placed })]
  })
  return all.sort((left, right) => urgencyOf(left, nowMs) - urgencyOf(right, nowMs))
}

/** What needs a decision first: what has ended, then what ends or is looked at soonest; at last what does nothing. */
function urgencyOf({ suppression, state }: ListedSuppression, nowMs: number): number {
  if (state === 'disabled') return Number.MAX_VALUE
  const dueMs = Math.min(suppression.expiresMs ?? Infinity, suppression.reviewMs ?? Infinity)
  return Math.min(dueMs - nowMs, Number.MAX_SAFE_INTEGER)
}

function printed(
  all: readonly ListedSuppression[],
  mistakes: readonly Diagnostic[],
  outcome: LatelyOutcome,
  format: FormatOf<'suppress list'>,
  globals: GlobalOptions,
  maxSize: number | undefined,
): SafeText {
  switch (format) {
    case 'text':
      return suppressionsText(all, makePainter(globals.colour), { outcome })
    case 'json':
      return suppressionsJson(all, mistakes, outcome)
    case 'ndjson':
      return suppressionsNdjson(all, mistakes, outcome)
    case 'markdown':
      return suppressionsMarkdown(
        'Suppressions',
        all,
        mistakes,
        outcome,
        boundOf(maxSize, 1, 'ddac suppress list tells all.'),
      )
    default:
      return unreachable(format)
  }
}
