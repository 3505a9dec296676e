import { type Code, codes } from '../../diagnostic/codes'
import type { Diagnostic } from '../../diagnostic/diagnostic'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { terminal } from '../../medium/terminal-text'
import { workflowLog } from '../../medium/workflow-text'
import { radiusFindings } from '../../radius/radius-findings'
import { codeQuality } from '../../report/code-quality'
import { diagnosticsJunit } from '../../report/diagnostics-junit'
import { githubAnnotations } from '../../report/github-annotations'
import { junit } from '../../report/junit'
import { radiusText } from '../../report/radius/radius-text'
import {
  suppressCheckJson,
  suppressCheckMarkdown,
  suppressCheckNdjson,
} from '../../report/radius/suppress-check-report'
import { sarif } from '../../report/sarif'
import { suppressionsJunit, suppressionsSentence, suppressionsText } from '../../report/suppression-list'
import { nearestName } from '../../shape/nearest-name'
import type { Suppression } from '../../suppression/suppression'
import { checkSuppressions, endingCodes, placed } from '../../workspace/checking/check-suppressions'
import { evaluationMistakes } from '../../workspace/checking/evaluation-mistakes'
import { idIn } from '../adopting/existing-files'
import { type CliContext, exitCodes } from '../context'
import { alsoAsked, formatFor, writeAlso } from '../formats/also'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { LogOptions } from '../given-by-options'
import type { GlobalOptions } from '../global-options'
import { chosenDetections, openWorkspace, shownFrom } from '../open-workspace'
import { ownVersion } from '../own-version'
import { radiusInTenant } from '../radius/radius-in-tenant'
import { radiusOnLogs } from '../radius/radius-on-logs'
import { scopesInTenant } from '../radius/scopes-in-tenant'
import { boundOf } from '../tenants/markdown-bound'
import { drawAll, tellDiagnostics } from '../write-diagnostics'
import { listedSuppressions, usualDays } from './suppress-list'

export interface CheckOptions extends LogOptions {
  readonly within?: number
  readonly logs?: readonly string[]
  readonly tenantSignals?: boolean
  readonly failOn?: string
  readonly showValues?: boolean
  readonly maxSize?: number
  /** Files that hold the same in other formats. */
  readonly also?: readonly string[]
}

/**
 * `ddac suppress check`: what is doubtful about suppressions, and on logs or on signals of a tenant what they hide. 1 for
 * what `--fail-on` names; 2 if no log could be read.
 */
export async function suppressCheck(
  context: CliContext,
  globals: GlobalOptions,
  ids: readonly string[],
  options: CheckOptions,
): Promise<number> {
  const format = formatFrom(globals, 'suppress check')
  const { within = usualDays, failOn = 'error' } = options
  const isFailure = failureBy(failOn)
  const also = alsoAsked(options.also, 'suppress check')
  const read = { ...globals, ...formatFor(also, globals) }
  const workspace = openWorkspace(context, read)
  const files = workspace.suppressions.filter(({ document }) => ids.length === 0 || ids.includes(idIn(document) ?? ''))
  refuseUnknown(
    ids,
    workspace.suppressions.flatMap(({ document }) => idIn(document) ?? []),
  )
  const part = { ...workspace, suppressions: files }
  const from = shownFrom(workspace.root, context, read)
  const left = new Set(workspace.suppressions.map(({ document }) => document.source.path))
  for (const { document } of files) left.delete(document.source.path)
  const found = (await checkSuppressions(workspace, { cwd: from, now: context.now }, within)).filter(
    ({ span }) => !left.has(span?.source.path ?? ''),
  )
  const outcome = await radiusAsked()
  const measured = (outcome?.radii ?? []).flatMap((radius) => {
    const file = files.find(({ suppression }) => suppression?.id === radius.suppression.id)
    return file && outcome ? placed(file, radiusFindings(radius, outcome.ground.kind), workspace) : []
  })
  const scopes =
    options.tenantSignals || options.tenantLogs ? await scopesInTenant(workspace, files, context, globals) : undefined
  const outside = new Set([...(scopes?.hit ?? [])].map(({ document }) => document.source.path))
  // What the tenant has besides, the workspace cannot miss.
  const known = found.filter(({ code, span }) => code !== 'S104' || !outside.has(span?.source.path ?? ''))
  const diagnostics = [...known, ...(scopes?.found ?? []), ...measured]
  const all = listedSuppressions(part, context, within)
  const due = all.filter(({ ending }) => ending !== undefined)
  // Each suppression has a case for its end.
  const doubts = diagnostics.filter(({ code }) => !endingCodes.has(code))
  context.stdout.write(printed(format))
  await writeAlso(also, printed, context)
  if (outcome?.ground.kind === 'logs' && outcome.ground.logs === 0 && outcome.ground.errors > 0) {
    return exitCodes.couldNotAnswer
  }
  return diagnostics.some(isFailure) ? exitCodes.no : exitCodes.yes

  async function radiusAsked() {
    const { logs = [], tenantLogs, tenantSignals } = options
    if (logs.length === 0 && !tenantLogs && !tenantSignals) {
      refuseIdle(options)
      return undefined
    }
    if (tenantSignals && (tenantLogs || logs.length > 0)) {
      const help = 'Give --logs, --tenant-logs or --tenant-signals.'
      throw new WorldError('usage', 'logs and signals are two kinds of ground', help)
    }
    tellDiagnostics(evaluationMistakes(workspace), context, globals)
    const { rules, suppressions } = chosenDetections(workspace, context, globals)
    const isAsked = ({ id }: Suppression): boolean => files.some(({ suppression }) => suppression?.id === id)
    const asked = suppressions.filter(isAsked)
    const enabled = rules.filter(({ isEnabled }) => isEnabled)
    return tenantSignals
      ? await radiusInTenant(workspace, { rules, suppressions, asked }, options, context, globals)
      : await radiusOnLogs(workspace, { rules: enabled, suppressions, asked }, logs, options, context, globals)
  }

  function printed(format: FormatOf<'suppress check'>): SafeText {
    const paint = makePainter(globals.colour)
    const shown = globals.quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics
    switch (format) {
      case 'text':
        return terminal`${drawAll(shown, globals)}${outcome ? radiusText(outcome, paint) : ''}${suppressionsText(due, paint, { of: all.length })}`
      case 'json':
        return suppressCheckJson(due, shown, outcome)
      case 'ndjson':
        return suppressCheckNdjson(due, shown, outcome)
      case 'markdown': {
        const bound = boundOf(options.maxSize, 1, 'ddac suppress check prints all of it.')
        return suppressCheckMarkdown(due, all.length, shown, outcome, options.showValues === true, bound)
      }
      case 'github':
        return workflowLog(githubAnnotations(shown), terminal`${suppressionsSentence(due, all.length)}\n`)
      case 'gitlab':
        return codeQuality(shown)
      case 'junit':
        return junit([...suppressionsJunit(all), ...diagnosticsJunit(doubts, [])])
      case 'sarif':
        return sarif(shown, ownVersion(), 'suppress check')
      default:
        return unreachable(format)
    }
  }
}

/** What `--fail-on` names: `error`, `warning` (and what is louder), or codes. Throws a `usage` WorldError for what is none. */
function failureBy(written: string): (diagnostic: Diagnostic) => boolean {
  if (written === 'error') return ({ severity }) => severity === 'error'
  if (written === 'warning') return ({ severity }) => severity !== 'info'
  const asked = written.split(',').map((code) => code.trim().toUpperCase())
  for (const code of asked) {
    if (Object.hasOwn(codes, code)) continue
    throw new WorldError('usage', `--fail-on cannot be "${written}"`, 'Write error, warning, or codes: S105,S202.')
  }
  const wanted = new Set(asked as readonly Code[])
  return ({ code }) => wanted.has(code)
}

function refuseUnknown(ids: readonly string[], known: readonly string[]): void {
  for (const id of ids) {
    if (known.includes(id)) continue
    const near = nearestName(id, known)
    throw new WorldError('not-found', `there is no suppression "${id}"`, near ? `Did you mean ${near}?` : undefined)
  }
}

/** Options that are for logs or signals say nothing where there are none. */
function refuseIdle({ last, from, to, maxLogs }: CheckOptions): void {
  if (last === undefined && from === undefined && to === undefined && maxLogs === undefined) return
  throw new WorldError('usage', 'it is not said of what', 'Give --logs, --tenant-logs or --tenant-signals.')
}
