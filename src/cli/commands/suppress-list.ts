import { type Diagnostic, placeFinding } from '../../diagnostic/diagnostic'
import { unreachable } from '../../diagnostic/unreachable'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { terminal } from '../../medium/terminal-text'
import { workflowLog } from '../../medium/workflow-text'
import { githubAnnotations } from '../../report/github-annotations'
import { junit } from '../../report/junit'
import { sarif } from '../../report/sarif'
import {
  type ListedSuppression,
  listSuppression,
  suppressionsJson,
  suppressionsJunit,
  suppressionsMarkdown,
  suppressionsNdjson,
  suppressionsSentence,
  suppressionsText,
} from '../../report/suppression-list'
import { endingOf } from '../../suppression/ending'
import { rulesUnder } from '../../suppression/scopes'
import type { Workspace } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { ownVersion } from '../own-version'
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
  const all = listed(openWorkspace(context, globals), context, within)
  context.stdout.write(printedList(all, 'Suppressions', format, globals, maxSize))
  return exitCodes.yes
}

/** `ddac suppress check`: those that have ended or end soon. 1 if there are any, so that CI can ask their owners. */
export async function suppressCheck(
  context: CliContext,
  globals: GlobalOptions,
  { within = usualDays, maxSize }: ListOptions,
): Promise<number> {
  const format = formatFrom(globals, 'suppress check')
  const all = listed(openWorkspace(context, globals), context, within)
  const due = all.filter(isDue)
  context.stdout.write(printedCheck(all, due, format, globals, maxSize))
  return due.length > 0 ? exitCodes.no : exitCodes.yes
}

/** The suppressions that have ended, or end within so many days. */
export function dueSuppressions(
  workspace: Workspace,
  context: Pick<CliContext, 'now'>,
  within = usualDays,
): readonly ListedSuppression[] {
  return listed(workspace, context, within).filter(isDue)
}

function isDue({ ending }: ListedSuppression): boolean {
  return ending !== undefined
}

function listed(workspace: Workspace, context: Pick<CliContext, 'now'>, days: number): readonly ListedSuppression[] {
  const scopeOf = rulesUnder(workspace.rules.flatMap(({ draft }) => draft ?? []))
  const nowMs = context.now()
  return workspace.suppressions.flatMap(({ suppression, document }) => {
    if (!suppression) return []
    const rules = scopeOf(suppression).length
    const ending = endingOf(suppression, nowMs, days)
    const placed = ending && placeFinding({ severity: 'warning', ...ending }, document.locate)
    return [listSuppression(suppression, { file: document.source.path, rules, nowMs, ending: placed })]
  })
}

function printedList(
  all: readonly ListedSuppression[],
  title: string,
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
      return suppressionsMarkdown(title, all, boundOf(maxSize, 1, 'ddac suppress list tells all.'))
    default:
      return unreachable(format)
  }
}

/** What has ended or ends soon; JUnit has the others too, as cases that pass. */
function printedCheck(
  all: readonly ListedSuppression[],
  due: readonly ListedSuppression[],
  format: FormatOf<'suppress check'>,
  globals: GlobalOptions,
  maxSize: number | undefined,
): SafeText {
  const found = due.flatMap(({ ending }): readonly Diagnostic[] => (ending ? [ending] : []))
  switch (format) {
    case 'github':
      return workflowLog(githubAnnotations(found), terminal`${suppressionsSentence(due)}\n`)
    case 'junit':
      return junit(suppressionsJunit(all))
    case 'sarif':
      return sarif(found, ownVersion(), 'suppress check')
    default:
      return printedList(due, 'Suppressions that have ended or end soon', format, globals, maxSize)
  }
}
