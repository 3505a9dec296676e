import { unreachable } from '../../diagnostic/unreachable'
import type { Painter } from '../../medium/painter'
import { lined, type TerminalText, terminal, terminalLines } from '../../medium/terminal-text'
import { idTag } from '../../rule/tenant/identity-tags'
import type { Action, Change, Plan, Unmanaged } from '../../sync/plan/plan'
import type { PlanReview } from '../../sync/plan/review-plan'
import { isWrite } from '../../sync/plan/withhold'
import { weakeningsOf, weakestFirst } from '../../sync/weakening'
import { fileText, placeOf } from './change/change-place'
import { fieldNote } from './change/field-label'
import { type Entry, effectSentence, entriesOf } from './change/override-groups'
import { effectLines } from './effect-text'
import { fieldLines } from './field-lines'
import { peopleLines, weakeningText, weighedFields } from './people-text'

/** A plan for a person: each change with its fields, what the tenant said, what nobody manages, and the count. */
export function planText(review: PlanReview, paint: Painter): TerminalText {
  const { plan, refusals, suppressions, effects, notAsked } = review
  const blocks = [
    ...entriesOf(inOrderOfReading(plan)).map((entry) => entryText(entry, review, paint)),
    ...refusals.map(
      ({ kind, id, message, target }) =>
        terminal`${paint.error('refused by the tenant')}  ${kind} ${id}${target ? ` (${target})` : ''}: ${message}\n`,
    ),
    ...(suppressions.length > 0
      ? [
          terminal`Suppressions that act on changed rules:\n${suppressions.map(
            ({ rule, name, remoteId }) => terminal`  ${rule}: ${name} (${remoteId})\n`,
          )}`,
        ]
      : []),
    ...effectsText(effects, paint),
    ...(notAsked.length > 0
      ? [terminal`Not asked of the tenant:\n${notAsked.map((each) => terminal`  ${each}\n`)}`]
      : []),
    ...unmanagedText(plan, paint),
  ]
  return terminal`${blocks.map((block) => terminal`${block}\n`)}${planSentence(plan)}\n`
}

function effectsText(effects: PlanReview['effects'], paint: Painter): readonly TerminalText[] {
  const lines = effectLines(effects, { write: terminal, code: (text) => terminal`${text}` }).map(({ level, text }) =>
    level === 'warning' ? terminal`  ${paint.warning('warning')}: ${text}\n` : terminal`  ${text}\n`,
  )
  return lines.length > 0 ? [terminal`What other settings of the tenant do to changed rules:\n${lines}`] : []
}

/** What is withheld, then what is written; in each first what weakens detection. */
export function inOrderOfReading({ changes }: Plan): readonly Change[] {
  const weakenings = (change: Change) => weakeningsOf(change.kind, weighedFields(change))
  const held = changes.filter(({ action }) => action === 'withheld')
  return [...weakestFirst(held, weakenings), ...weakestFirst(changes.filter(isWrite), weakenings)]
}

/** One sentence with the count of each action. */
export function planSentence({ tenant, summary, changes }: Plan): string {
  const counted = (['create', 'update', 'replace', 'adopt', 'delete'] as const).filter((action) => summary[action] > 0)
  const same = `${summary.none} unchanged`
  const held = summary.withheld > 0 ? [`${summary.withheld} withheld`] : []
  const off = changes.filter(isSwitchedOff).length
  const due = counted.map((action) => `${summary[action]} to ${action}`)
  if (off > 0) due.push(`${off} of them switched off`)
  return `${tenant}: ${[...(due.length > 0 ? due : ['no changes']), ...held, same].join(', ')}.`
}

/** Whether a change leaves a rule that detected disabled. */
function isSwitchedOff(change: Change): boolean {
  return isWrite(change) && weakeningsOf(change.kind, change.fields).includes('disabled')
}

function entryText({ change, alike, fields }: Entry, review: PlanReview, paint: Painter): TerminalText {
  const { action, kind, id, name, changedIn, reason, lastTouched } = change
  const isMany = alike.length > 1
  const place = placeOf(change, review)
  const on = isMany ? ` on ${alike.length} default rules` : ''
  const origin = changedIn && action !== 'create' && action !== 'delete' ? `, changed in ${originText(changedIn)}` : ''
  const who = lastTouched?.by && changedIn !== 'git' && !isMany ? `, last by ${lastTouched.by}` : ''
  const would = change.withheld && change.withheld.would !== 'none' ? `, would ${change.withheld.would}` : ''
  const head = terminal`${markOf(action, paint)} ${paint.bold(`${action} ${kind} ${id}${on}`)}${would}${origin}${who}${weakeningText(change)}`
  const lines = [
    head,
    ...(isMany ? [] : [terminal`    ${paint.faint(name)}`]),
    ...(reason ? terminalLines(reason).map((line) => terminal`    ${line}`) : []),
    ...(change.withheld?.remedy
      ? terminalLines(change.withheld.remedy).map((line) => terminal`    ${paint.faint('to go on:')} ${line}`)
      : []),
    ...[fileText(place), isMany ? undefined : place.link].flatMap((where) =>
      where === undefined ? [] : [terminal`    ${paint.faint(where)}`],
    ),
    ...fields.flatMap((field) => fieldLines(field, paint, fieldNote(field, change))),
    ...peopleLines(change, paint),
    ...(isMany && change.effective
      ? [terminal`    ${effectSentence(change.effective, alike.length)}`]
      : effectiveText(change)),
    ...(isMany ? alike.map((one) => terminal`      ${one.remoteId ?? ''}  ${one.name}`) : []),
  ]
  return terminal`${lined(lines)}\n`
}

function originText(origin: NonNullable<Change['changedIn']>): string {
  return origin === 'both' ? 'git and in the tenant' : origin === 'tenant' ? 'the tenant' : 'git'
}

function markOf(action: Action, paint: Painter): TerminalText {
  switch (action) {
    case 'create':
      return paint.added('+')
    case 'delete':
      return paint.removed('-')
    case 'replace':
      return paint.changed('±')
    case 'update':
    case 'adopt':
      return paint.changed('~')
    case 'withheld':
      return paint.warning('!')
    case 'none':
      return terminal` `
    default:
      return unreachable(action)
  }
}

function unmanagedText({ unmanaged, changes }: Plan, paint: Painter): readonly TerminalText[] {
  if (unmanaged.length === 0) return []
  const there = new Set(changes.flatMap(({ kind, id, remoteId }) => (remoteId === undefined ? [] : [`${kind} ${id}`])))
  const shown = unmanaged.slice(0, 20)
  const lines = shown.map((one) => {
    const { kind, remoteId, name } = one
    const hint = hintText(one, there.has(`${kind} ${one.id}`))
    return terminal`  ${kind} ${remoteId}  ${name}${paint.faint(hint)}\n`
  })
  const rest = unmanaged.length - shown.length
  return [terminal`Not managed from here:\n${lines}${rest > 0 ? terminal`  and ${rest} more\n` : ''}`]
}

/** `isThere`: whether the tenant has the thing of its slug already, so that this one is another beside it. */
function hintText({ kind, why, id, owner }: Unmanaged, isThere: boolean): string {
  const does = kind === 'override' ? 'takes it back' : 'deletes it'
  switch (why) {
    case 'by-hand':
      if (id === undefined) return ''
      return isThere
        ? `  beside ${id}, which is managed: delete it there, or name it otherwise`
        : `  --adopt ${id} takes it over`
    case 'no-file':
      return `  its file is gone (${idTag(id ?? '')}); --prune ${does}`
    case 'other-tenant':
      return `  its file is not for this tenant (${idTag(id ?? '')}); --prune ${does}`
    case 'unowned':
      return `  no file here has its id (${idTag(id ?? '')}) and it has no owner; --prune --take-unowned ${does}`
    case 'other-owner':
      return `  ${ownerHint(owner)}`
    default:
      return unreachable(why)
  }
}

/** Whose a thing is that another workspace manages. */
export function ownerHint(owner: string | undefined): string {
  return owner === undefined ? 'of a workspace without a name' : `of the workspace ${owner}`
}

/** How a default rule acts once its overrides are applied. */
function effectiveText({ effective }: Change): readonly TerminalText[] {
  if (!effective) return []
  const { isEnabled, cases, queries } = effective
  return [
    terminal`    then it is ${isEnabled ? 'enabled' : 'disabled'}`,
    ...cases.map(({ name, status, notifications }) => {
      const told = notifications.length > 0 ? `, tells ${notifications.join(' ')}` : ''
      return terminal`      ${status}${name ? ` (${name})` : ''}${told}`
    }),
    // Those of correlation rules search for nothing themselves.
    ...queries
      .filter(({ query }) => query !== '')
      .map(({ name, query }) => terminal`      ${name ? `${name}: ` : ''}${query}`),
  ]
}
