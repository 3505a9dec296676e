import { placeFinding } from '../../diagnostic/diagnostic'
import { unreachable } from '../../diagnostic/unreachable'
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
import { endingOf } from '../../suppression/ending'
import { rulesUnder } from '../../suppression/scopes'
import type { Workspace } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { boundOf } from '../tenants/markdown-bound'

/** Without another word a suppression that ends within two weeks ends soon. */
export const usualDays = 14

interface ListOptions {
  readonly within?: number
  readonly maxSize?: number
}

/** `ddac suppress list`: the suppressions of the workspace, what each does now, until when and why. */
export async function suppressList(
  context: CliContext,
  globals: GlobalOptions,
  { within = usualDays, maxSize }: ListOptions,
): Promise<number> {
  const format = formatFrom(globals, 'suppress list')
  const all = listedSuppressions(openWorkspace(context, globals), context, within)
  context.stdout.write(printed(all, format, globals, maxSize))
  return exitCodes.yes
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
  format: FormatOf<'suppress list'>,
  globals: GlobalOptions,
  maxSize: number | undefined,
): SafeText {
  switch (format) {
    case 'text':
      return suppressionsText(all, makePainter(globals.colour))
    case 'json':
      return suppressionsJson(all)
    case 'ndjson':
      return suppressionsNdjson(all)
    case 'markdown':
      return suppressionsMarkdown('Suppressions', all, boundOf(maxSize, 1, 'ddac suppress list tells all.'))
    default:
      return unreachable(format)
  }
}
