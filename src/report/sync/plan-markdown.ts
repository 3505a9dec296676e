import { type Block, type Bound, boundedMarkdown, bullets, listed } from '../../medium/bounded-markdown'
import { html } from '../../medium/html-text'
import { codeBlock, codeSpan, folded, linkTo, type MarkdownText, markdown } from '../../medium/markdown-text'
import type { Unmanaged } from '../../sync/plan/plan'
import type { PlanReview } from '../../sync/plan/review-plan'
import type { FieldChange } from '../../wire/differences'
import { fileText, placeOf } from './change/change-place'
import { fieldNote } from './change/field-label'
import { type Entry, effectSentence, entriesOf } from './change/override-groups'
import { effectLines } from './effect-text'
import { changedLines } from './field-change'
import { peopleSentences, weakeningText } from './people-text'
import { inOrderOfReading, ownerHint, planSentence } from './plan-text'

/**
 * A plan for a job summary or a comment: a table of changes, and each change's fields folded away. What would make it
 * longer than `bound` is named and left out, the least needed first.
 */
export function planMarkdown(review: PlanReview, bound?: Bound): MarkdownText {
  const { plan, refusals, suppressions, effects, notAsked } = review
  const entries = entriesOf(inOrderOfReading(plan))
  const held = entries.filter(({ change }) => change.action === 'withheld')
  const settings = effectLines(effects, { write: markdown, code: codeSpan })
  const blocks: readonly Block[] = [
    { text: markdown`## Plan for ${codeSpan(plan.tenant)}` },
    { text: markdown`${planSentence(plan)}` },
    ...(entries.length > 0 ? [{ text: tableHead, rows: entries.map((entry) => rowOf(entry, review)) }] : []),
    ...refusals.map(({ kind, id, message, target }) => {
      const place = target ? markdown` at ${codeSpan(target)}` : ''
      const text = markdown`:x: The tenant refuses ${kind} ${codeSpan(id)}${place}: ${message}`
      return { text, about: `why the tenant refuses ${kind} ${id}` }
    }),
    ...listed('Withheld:', 'why changes are withheld', held.map(withheldLine)),
    ...listed(
      'What people changed in the tenant:',
      'what people changed in the tenant',
      entries.flatMap(({ change }) =>
        peopleSentences(change).map((sentence) => markdown`${change.kind} ${codeSpan(change.id)} ${sentence}`),
      ),
    ),
    ...entries.flatMap((entry) => foldedEntry(entry)),
    ...listed(
      'Suppressions that act on changed rules:',
      'suppressions that act on changed rules',
      suppressions.map(({ rule, name }) => markdown`${codeSpan(rule)}: ${name}`),
    ),
    ...listed(
      'What other settings of the tenant do to changed rules:',
      'what other settings of the tenant do to changed rules',
      settings.map(({ level, text }) => (level === 'warning' ? markdown`:warning: ${text}` : text)),
    ),
    ...listed(
      'Not asked of the tenant:',
      'what was not asked of the tenant',
      notAsked.map((each) => markdown`${each}`),
    ),
    ...foldedThings('not managed from here', plan.unmanaged).map((text) => ({ text, about: 'what is not managed' })),
  ]
  return boundedMarkdown(blocks, bound)
}

const tableHead = markdown`| action | kind | id | changed in | file |\n| --- | --- | --- | --- | --- |`

function rowOf({ change, alike }: Entry, review: PlanReview) {
  const { action, kind, id, changedIn } = change
  const place = placeOf(change, review)
  const isMany = alike.length > 1
  const name = place.link === undefined || isMany ? markdown`${id}` : linkTo(place.link, markdown`${id}`)
  const count = isMany ? markdown` (${alike.length} default rules)` : ''
  const file = fileText(place)
  const where = file === undefined ? markdown`` : markdown`${codeSpan(file)}`
  const text = markdown`| ${action} | ${kind} | ${name}${count} | ${changedIn ?? ''}${weakeningText(change)} | ${where} |`
  return { text, about: `the row of ${kind} ${id}` }
}

function withheldLine({ change: { kind, id, reason, withheld }, alike }: Entry): MarkdownText {
  const remedy = withheld?.remedy ? markdown` To go on: ${withheld.remedy}.` : ''
  const count = alike.length > 1 ? markdown` on ${alike.length} default rules` : ''
  return markdown`:warning: ${kind} ${codeSpan(id)}${count}: ${reason ?? ''}.${remedy}`
}

/** The fields of a change, folded away; of many alike also what they come to, and the name of each. */
function foldedEntry({ change, alike, fields }: Entry): readonly Block[] {
  const { id, effective } = change
  const about = `the fields of ${change.kind} ${id}`
  const notes = fields.map((field) => fieldNote(field, change))
  const one = fields.length > 0 ? [{ text: foldedFields(id, fields, notes), about }] : []
  if (!effective) return one
  const sentence = markdown`${codeSpan(id)}: ${effectSentence(effective, alike.length)}.`
  const names = alike.map(({ remoteId = '', name }) => markdown`${codeSpan(remoteId)} ${name}`)
  const rules = folded(html`${alike.length} default ${alike.length > 1 ? 'rules' : 'rule'} of ${id}`, bullets(names))
  return [
    { text: sentence, about: `what override ${id} comes to` },
    ...one,
    { text: rules, about: `the ${alike.length} default rules of override ${id}` },
  ]
}

/** The fields of a thing that differ, folded away below its name. */
export function foldedFields(
  name: string,
  fields: readonly FieldChange[],
  notes: readonly string[] = [],
): MarkdownText {
  const lines = fields.flatMap((field, index) => [
    `  ${field.path}${notes[index] ? `  ${notes[index]}` : ''}`,
    ...changedLines(field).map(({ sign, text }) => `${sign} ${text}`),
  ])
  return folded(html`<code>${name}</code>`, codeBlock(lines, 'diff'))
}

/** Things of the tenant, folded away below their count. */
export function foldedThings(what: string, things: readonly Unmanaged[]): readonly MarkdownText[] {
  if (things.length === 0) return []
  const lines = things.map(({ kind, remoteId, name, why, owner }) => {
    const whose = why === 'other-owner' ? markdown` (${ownerHint(owner)})` : ''
    return markdown`${kind} ${codeSpan(remoteId)} ${name}${whose}`
  })
  return [folded(html`${things.length} ${what}`, bullets(lines))]
}
