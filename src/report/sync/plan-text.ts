import { unreachable } from '../../diagnostic/unreachable'
import type { Action, Change, Plan, Unmanaged } from '../../sync/plan/plan'
import type { PlanReview } from '../../sync/plan/review-plan'
import type { Painter } from '../painter'
import { effectLines } from './effect-text'
import { changedLines } from './field-change'

/** A plan for a person: each change with its fields, what the tenant said, what nobody manages, and the count. */
export function planText({ plan, refusals, suppressions, effects, notAsked }: PlanReview, paint: Painter): string {
  const changes = plan.changes.filter(({ action }) => action !== 'none')
  const blocks = [
    ...changes.map((change) => changeText(change, paint)),
    ...refusals.map(
      ({ kind, id, message, target }) =>
        `${paint.error('refused by the tenant')}  ${kind} ${id}${target ? ` (${target})` : ''}: ${message}\n`,
    ),
    ...(suppressions.length > 0
      ? [
          `Suppressions that act on changed rules:\n${suppressions
            .map(({ rule, name, remoteId }) => `  ${rule}: ${name} (${remoteId})\n`)
            .join('')}`,
        ]
      : []),
    ...effectsText(effects, paint),
    ...(notAsked.length > 0 ? [`Not asked of the tenant:\n${notAsked.map((each) => `  ${each}\n`).join('')}`] : []),
    ...unmanagedText(plan.unmanaged, paint),
  ]
  return `${blocks.map((block) => `${block}\n`).join('')}${planSentence(plan)}\n`
}

function effectsText(effects: PlanReview['effects'], paint: Painter): readonly string[] {
  const same = (text: string): string => text
  const lines = effectLines(effects, { code: same, prose: same }).map(({ level, text }) =>
    level === 'warning' ? `  ${paint.warning('warning')}: ${text}\n` : `  ${text}\n`,
  )
  return lines.length > 0 ? [`What other settings of the tenant do to changed rules:\n${lines.join('')}`] : []
}

/** One sentence with the count of each action. */
export function planSentence({ tenant, summary }: Plan): string {
  const counted = (['create', 'update', 'replace', 'adopt', 'delete'] as const).filter((action) => summary[action] > 0)
  const same = `${summary.none} unchanged`
  if (counted.length === 0) return `${tenant}: no changes, ${same}.`
  return `${tenant}: ${counted.map((action) => `${summary[action]} to ${action}`).join(', ')}, ${same}.`
}

function changeText(change: Change, paint: Painter): string {
  const { action, kind, id, name, changedIn, reason, fields, lastTouched } = change
  const origin = changedIn && action !== 'create' && action !== 'delete' ? `, changed in ${originText(changedIn)}` : ''
  const who = lastTouched?.by && changedIn !== 'git' ? `, last by ${lastTouched.by}` : ''
  const head = `${markOf(action, paint)} ${paint.bold(`${action} ${kind} ${id}`)}${origin}${who}`
  const lines = [
    head,
    `    ${paint.faint(name)}`,
    ...(reason ? [`    ${reason}`] : []),
    ...fields.flatMap((field) => [
      `    ${field.path}`,
      ...changedLines(field).map(({ sign, text }) => {
        const line = `      ${sign} ${text}`.trimEnd()
        return sign === '+' ? paint.added(line) : sign === '-' ? paint.removed(line) : line
      }),
    ]),
    ...effectiveText(change),
  ]
  return `${lines.join('\n')}\n`
}

function originText(origin: NonNullable<Change['changedIn']>): string {
  return origin === 'both' ? 'git and in the tenant' : origin === 'tenant' ? 'the tenant' : 'git'
}

function markOf(action: Action, paint: Painter): string {
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
    case 'none':
      return ' '
    default:
      return unreachable(action)
  }
}

function unmanagedText(unmanaged: readonly Unmanaged[], paint: Painter): readonly string[] {
  if (unmanaged.length === 0) return []
  const shown = unmanaged.slice(0, 20)
  const lines = shown.map(({ kind, remoteId, name, why, id }) => {
    const hint = hintText(kind, why, id)
    return `  ${kind} ${remoteId}  ${name}${paint.faint(hint)}\n`
  })
  const rest = unmanaged.length - shown.length
  return [`Not managed from here:\n${lines.join('')}${rest > 0 ? `  and ${rest} more\n` : ''}`]
}

function hintText(kind: Unmanaged['kind'], why: Unmanaged['why'], id: string | undefined): string {
  if (why === 'by-hand') return id === undefined ? '' : `  --adopt lets ${id} take it over`
  return `  its file is gone (ddac:${id}); --prune ${kind === 'override' ? 'takes it back' : 'deletes it'}`
}

/** How a default rule acts once its overrides are applied. */
function effectiveText({ effective }: Change): readonly string[] {
  if (!effective) return []
  const { isEnabled, cases, queries } = effective
  return [
    `    then it is ${isEnabled ? 'enabled' : 'disabled'}`,
    ...cases.map(({ name, status, notifications }) => {
      const told = notifications.length > 0 ? `, tells ${notifications.join(' ')}` : ''
      return `      ${status}${name ? ` (${name})` : ''}${told}`
    }),
    // Those of correlation rules search for nothing themselves.
    ...queries.filter(({ query }) => query !== '').map(({ name, query }) => `      ${name ? `${name}: ` : ''}${query}`),
  ]
}
