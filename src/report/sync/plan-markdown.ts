import type { PlanReview } from '../../sync/plan/review-plan'
import { effectLines } from './effect-text'
import { changedLines } from './field-change'
import { planSentence } from './plan-text'

/** A plan for a job summary or a comment: a table of changes, and each change's fields folded away. */
export function planMarkdown({ plan, refusals, suppressions, effects, notAsked }: PlanReview): string {
  const changes = plan.changes.filter(({ action }) => action !== 'none')
  const parts = [
    `## Plan for \`${plan.tenant}\``,
    planSentence(plan),
    ...(changes.length > 0
      ? [
          [
            '| action | kind | id | changed in |',
            '| --- | --- | --- | --- |',
            ...changes.map(
              ({ action, kind, id, changedIn }) => `| ${action} | ${kind} | ${cell(id)} | ${changedIn ?? ''} |`,
            ),
          ].join('\n'),
        ]
      : []),
    ...changes
      .filter(({ fields }) => fields.length > 0)
      .map(({ id, fields }) => {
        const lines = fields.flatMap((field) => [
          `  ${field.path}`,
          ...changedLines(field).map(({ sign, text }) => `${sign} ${text}`),
        ])
        return `<details><summary><code>${html(id)}</code></summary>\n\n${fenced(lines.join('\n'), 'diff')}\n\n</details>`
      }),
    ...refusals.map(
      ({ kind, id, message, target }) =>
        `:x: The tenant refuses ${kind} \`${id}\`${target ? ` at \`${target}\`` : ''}: ${html(message)}`,
    ),
    ...(suppressions.length > 0
      ? [
          `Suppressions that act on changed rules:\n\n${suppressions
            .map(({ rule, name }) => `- \`${rule}\`: ${html(name)}`)
            .join('\n')}`,
        ]
      : []),
    ...(effects.length > 0
      ? [
          `What other settings of the tenant do to changed rules:\n\n${effectLines(effects, { code, prose: html })
            .map(({ level, text }) => `- ${level === 'warning' ? ':warning: ' : ''}${text}`)
            .join('\n')}`,
        ]
      : []),
    ...(notAsked.length > 0
      ? [`Not asked of the tenant:\n\n${notAsked.map((each) => `- ${html(each)}`).join('\n')}`]
      : []),
    ...(plan.unmanaged.length > 0
      ? [
          `<details><summary>${plan.unmanaged.length} not managed from here</summary>\n\n${plan.unmanaged
            .map(({ kind, remoteId, name }) => `- ${kind} \`${remoteId}\` ${html(name)}`)
            .join('\n')}\n\n</details>`,
        ]
      : []),
  ]
  return `${parts.join('\n\n')}\n`
}

/** A span of code, in which nothing is markup; between more backticks than it holds in a row. */
function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1)
  const line = text.replace(/\s+/g, ' ')
  return fence.length > 1 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`
}

/** A fence longer than any run of backticks inside it. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

export const cell = (text: string): string => html(text).replace(/\|/g, '\\|').replace(/\n/g, ' ')

export const html = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
