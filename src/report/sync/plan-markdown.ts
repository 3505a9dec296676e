import { html } from '../../medium/html-text'
import { codeBlock, codeSpan, folded, joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import type { Unmanaged } from '../../sync/plan/plan'
import type { PlanReview } from '../../sync/plan/review-plan'
import type { FieldChange } from '../../wire/differences'
import { effectLines } from './effect-text'
import { changedLines } from './field-change'
import { peopleSentences, toldFields } from './people-text'
import { inOrderOfReading, planSentence } from './plan-text'

/** A plan for a job summary or a comment: a table of changes, and each change's fields folded away. */
export function planMarkdown({ plan, refusals, suppressions, effects, notAsked }: PlanReview): MarkdownText {
  const changes = inOrderOfReading(plan)
  const held = changes.filter(({ action }) => action === 'withheld')
  const rows = changes.map(
    ({ action, kind, id, changedIn }) => markdown`\n| ${action} | ${kind} | ${id} | ${changedIn ?? ''} |`,
  )
  const settings = effectLines(effects, { write: markdown, code: codeSpan })
  return sections([
    markdown`## Plan for ${codeSpan(plan.tenant)}`,
    markdown`${planSentence(plan)}`,
    ...(changes.length > 0 ? [markdown`| action | kind | id | changed in |\n| --- | --- | --- | --- |${rows}`] : []),
    ...listed(
      'Withheld:',
      held.map(({ kind, id, reason, withheld }) => {
        const remedy = withheld?.remedy ? markdown` To go on: ${withheld.remedy}.` : ''
        return markdown`:warning: ${kind} ${codeSpan(id)}: ${reason ?? ''}.${remedy}`
      }),
    ),
    ...listed(
      'What people changed in the tenant:',
      changes.flatMap((change) => {
        const { kind, id } = change
        return peopleSentences(change).map((sentence) => markdown`${kind} ${codeSpan(id)} ${sentence}`)
      }),
    ),
    ...changes.flatMap((change) => {
      const fields = toldFields(change)
      return fields.length > 0 ? [foldedFields(change.id, fields)] : []
    }),
    ...refusals.map(({ kind, id, message, target }) => {
      const place = target ? markdown` at ${codeSpan(target)}` : ''
      return markdown`:x: The tenant refuses ${kind} ${codeSpan(id)}${place}: ${message}`
    }),
    ...listed(
      'Suppressions that act on changed rules:',
      suppressions.map(({ rule, name }) => markdown`${codeSpan(rule)}: ${name}`),
    ),
    ...listed(
      'What other settings of the tenant do to changed rules:',
      settings.map(({ level, text }) => (level === 'warning' ? markdown`:warning: ${text}` : text)),
    ),
    ...listed(
      'Not asked of the tenant:',
      notAsked.map((each) => markdown`${each}`),
    ),
    ...foldedThings('not managed from here', plan.unmanaged),
  ])
}

/** Blocks with an empty line between them. */
export function sections(blocks: readonly MarkdownText[]): MarkdownText {
  return markdown`${joinedMarkdown(blocks, markdown`\n\n`)}\n`
}

/** The fields of a thing that differ, folded away below its name. */
export function foldedFields(name: string, fields: readonly FieldChange[]): MarkdownText {
  const lines = fields.flatMap((field) => [
    `  ${field.path}`,
    ...changedLines(field).map(({ sign, text }) => `${sign} ${text}`),
  ])
  return folded(html`<code>${name}</code>`, codeBlock(lines, 'diff'))
}

/** Things of the tenant, folded away below their count. */
export function foldedThings(what: string, things: readonly Unmanaged[]): readonly MarkdownText[] {
  if (things.length === 0) return []
  const lines = things.map(({ kind, remoteId, name }) => markdown`${kind} ${codeSpan(remoteId)} ${name}`)
  return [folded(html`${things.length} ${what}`, bullets(lines))]
}

function listed(title: string, lines: readonly MarkdownText[]): readonly MarkdownText[] {
  return lines.length === 0 ? [] : [markdown`${title}\n\n${bullets(lines)}`]
}

function bullets(lines: readonly MarkdownText[]): MarkdownText {
  return joinedMarkdown(
    lines.map((line) => markdown`- ${line}`),
    markdown`\n`,
  )
}
