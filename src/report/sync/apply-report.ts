import type { ApplySummary, ChangeRef } from '../../sync/apply/apply-summary'
import type { Painter } from '../painter'
import { type FailedTenant, failedDocument, failedNdjson } from './failed-tenant'
import { html } from './plan-markdown'

/** What became of a plan, for a person. */
export function applyText(summary: ApplySummary, paint: Painter): string {
  const { applied, failed, conflicts, skipped, notDone } = summary
  const lines = [
    ...applied.map(({ change, remoteId, rewritten, note }) => {
      const stored =
        rewritten.length > 0 ? `, the tenant stored ${rewritten.map(({ path }) => path).join(', ')} its own way` : ''
      return `${paint.good('done')}      ${named(change)}${remoteId ? ` ${paint.faint(remoteId)}` : ''}${stored}${note ? `, ${note}` : ''}`
    }),
    ...conflicts.map(({ change, reason }) => `${paint.warning('conflict')}  ${named(change)}: ${reason}`),
    ...failed.map(
      ({ change, error }) =>
        `${paint.error('failed')}    ${named(change)}: ${error.message}${error.help ? ` (${error.help})` : ''}`,
    ),
    ...skipped.map(({ change, reason }) => `${paint.warning('skipped')}   ${named(change)}: ${reason}`),
    ...notDone.map((change) => `${paint.warning('not done')}  ${named(change)}`),
  ]
  return `${lines.map((line) => `${line}\n`).join('')}${applySentence(summary)}\n`
}

export function applyMarkdown(summary: ApplySummary): string {
  const { applied, failed, conflicts, skipped, notDone } = summary
  const rows = [
    ...applied.map(({ change }) => `| done | ${named(change)} | |`),
    ...conflicts.map(({ change, reason }) => `| :warning: conflict | ${named(change)} | ${html(reason)} |`),
    ...failed.map(({ change, error }) => `| :x: failed | ${named(change)} | ${html(error.message)} |`),
    ...skipped.map(({ change, reason }) => `| skipped | ${named(change)} | ${html(reason)} |`),
    ...notDone.map((change) => `| not done | ${named(change)} | |`),
  ]
  const table = rows.length > 0 ? `\n| result | change | why |\n| --- | --- | --- |\n${rows.join('\n')}\n` : ''
  return `## Applied to \`${summary.tenant}\`\n\n${applySentence(summary)}\n${table}`
}

/** What became of a plan as data, or `{"tenants": […]}` for several; a tenant that could not be asked has an `error`. */
export function applyJson(outcomes: readonly (ApplySummary | FailedTenant)[]): string {
  const documents = outcomes.map((each) => ('applied' in each ? each : failedDocument(each)))
  return `${JSON.stringify(documents.length === 1 ? documents[0] : { tenants: documents }, null, 2)}\n`
}

/** One line for each change by what became of it, then the summary; one line for a tenant that could not be asked. */
export function applyNdjson(summary: ApplySummary | FailedTenant): string {
  if (!('applied' in summary)) return failedNdjson(summary, 'kind')
  const { tenant, interrupted, applied, failed, conflicts, skipped, notDone } = summary
  const lines = [
    ...applied.map((one) => ({ kind: 'applied', ...one })),
    ...failed.map((one) => ({ kind: 'failed', ...one })),
    ...conflicts.map((one) => ({ kind: 'conflict', ...one })),
    ...skipped.map((one) => ({ kind: 'skipped', ...one })),
    ...notDone.map((change) => ({ kind: 'notDone', change })),
    {
      kind: 'summary',
      tenant,
      interrupted,
      applied: applied.length,
      failed: failed.length,
      conflicts: conflicts.length,
      skipped: skipped.length,
      notDone: notDone.length,
    },
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function applySentence({ tenant, applied, failed, conflicts, skipped, notDone, interrupted }: ApplySummary): string {
  const parts = [
    `${applied.length} applied`,
    ...(conflicts.length > 0 ? [`${conflicts.length} in conflict`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
    ...(notDone.length > 0 ? [`${notDone.length} not done`] : []),
  ]
  const end = interrupted ? ' Interrupted: run apply again to finish.' : ''
  return `${tenant}: ${parts.join(', ')}.${end}`
}

const named = ({ action, kind, id }: ChangeRef): string => `${action} ${kind} ${id}`
