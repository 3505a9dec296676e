import { basename } from 'node:path'
import { type Diagnostic, type Finding, placeFinding } from '../../diagnostic/diagnostic'
import { dateText } from '../../diagnostic/times'
import { relevel } from '../../lint/levels'
import { purposeFindings } from '../../radius/purpose-findings'
import { endingOf } from '../../suppression/ending'
import { configFileName } from '../find-workspace'
import type { SuppressionFile, Workspace } from '../workspace'
import { checkWorkspace } from './check-workspace'
import { codeOwners, isCodeOwner } from './code-owners'

/** What is said of the end of a suppression: here it is what is asked about. */
export const endingCodes: ReadonlySet<string> = new Set(['S105', 'S106'])

/**
 * All that is wrong or doubtful about suppressions: what `validate` tells of their files, ends within so many days as errors
 * unless `policy.lint` says how loud they are, and what only whoever asks about suppressions wants to know.
 */
export async function checkSuppressions(
  workspace: Workspace,
  context: { readonly cwd: string; now(): number },
  withinDays: number,
): Promise<readonly Diagnostic[]> {
  const paths = new Set(workspace.suppressions.map(({ document }) => document.source.path))
  const known = (await checkWorkspace(workspace, context)).filter(
    ({ code, span }) => span && paths.has(span.source.path) && !endingCodes.has(code),
  )
  const unsettled = suppressionMistakes(workspace).filter(({ span }) => !paths.has(span?.source.path ?? ''))
  const owners = codeOwners(workspace.root)
  const nowMs = context.now()
  const more = workspace.suppressions.flatMap((file) => [
    ...placed(file, endFindings(file, nowMs, withinDays), workspace),
    ...placed(file, startFindings(file, nowMs), workspace),
    ...placed(file, file.suppression ? purposeFindings(file.suppression) : [], workspace),
    ...placed(file, ownerFindings(file, owners, workspace), workspace),
  ])
  return [...unsettled, ...known, ...more]
}

/**
 * Mistakes that keep suppressions from being read as they are meant: in their own files, and in `ddac.yaml`, which says what
 * is asked of them. Without them a suppression that nobody can read would look like none.
 */
export function suppressionMistakes({ diagnostics, suppressions }: Workspace): readonly Diagnostic[] {
  const paths = new Set(suppressions.map(({ document }) => document.source.path))
  return diagnostics.filter(
    ({ severity, span }) =>
      severity === 'error' && span && (paths.has(span.source.path) || basename(span.source.path) === configFileName),
  )
}

/** Findings about a suppression at their places, as loud as the workspace wants them. */
export function placed(
  { document }: SuppressionFile,
  findings: readonly Finding[],
  { config }: Workspace,
): readonly Diagnostic[] {
  return findings.flatMap((finding) => {
    const wanted = relevel(finding, config.policy.lint)
    return wanted ? [placeFinding(wanted, document.locate)] : []
  })
}

function endFindings({ suppression }: SuppressionFile, nowMs: number, withinDays: number): readonly Finding[] {
  const ending = suppression && endingOf(suppression, nowMs, withinDays)
  return ending ? [{ severity: 'error', ...ending }] : []
}

function startFindings({ suppression }: SuppressionFile, nowMs: number): readonly Finding[] {
  const { startMs } = suppression ?? {}
  if (startMs === undefined || startMs >= nowMs || !suppression?.enabled) return []
  const message = `this started on ${dateText(startMs)}, and a tenant that does not have it yet may refuse that`
  return [
    { code: 'S207', severity: 'info', path: ['start'], message, help: 'leave start out of a new one: it acts at once' },
  ]
}

/** An owner that the workspace asks for is missed where the file is read. */
function ownerFindings(
  { suppression }: SuppressionFile,
  owners: ReadonlySet<string> | undefined,
  { config }: Workspace,
): readonly Finding[] {
  if (suppression === undefined) return []
  const { owner } = suppression
  if (owner === undefined) {
    if (config.policy.suppressions.required.includes('owner')) return []
    const message = 'nobody answers for this'
    return [{ code: 'S210', severity: 'info', path: [], message, help: 'say in owner who is asked before it ends' }]
  }
  if (!owners || isCodeOwner(owner, owners)) return []
  const message = `CODEOWNERS does not name "${owner}"`
  const help = 'name whoever reviews these files, or add the owner there'
  return [{ code: 'S208', severity: 'info', path: ['owner'], message, help }]
}
