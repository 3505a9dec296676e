import { unreachable } from '../../diagnostic/unreachable'
import type { Drift, DriftHow, DriftItem, Who } from '../../sync/drift/drift'
import type { LastTouch, Unmanaged } from '../../sync/plan/plan'
import type { FieldChange } from '../../wire/differences'
import type { Painter } from '../painter'
import { timeText } from '../signals-text'
import { changedLines } from './field-change'

/** The drift of a tenant for a person: what was done to each thing, by whom, field by field; then the counts. */
export function driftText(drift: Drift, paint: Painter): string {
  const blocks = [
    ...drift.items.map((item) => itemText(item, paint)),
    ...defaultsText(drift.defaults, paint),
    ...listText('Carries our tag, but its file is gone', drift.fileGone, paint, ({ id }) => `ddac:${id}`),
    ...listText('Not managed from here', drift.unmanaged, paint, ({ id }) =>
      id === undefined ? '' : `named as ${id}`,
    ),
  ]
  return `${blocks.map((block) => `${block}\n`).join('')}${driftSentence(drift)}\n`
}

/** One sentence with the count of each kind of drift. */
export function driftSentence({ tenant, summary, defaults }: Drift): string {
  const rewritten = defaults?.rewritten.length ?? 0
  const { changed, enabled, disabled, missing, unmanaged, fileGone, pendingInGit, same } = summary
  const drifted = [
    ...(changed > 0 ? [`${changed} changed in the tenant`] : []),
    ...(enabled > 0 ? [`${enabled} enabled by hand`] : []),
    ...(disabled > 0 ? [`${disabled} disabled by hand`] : []),
    ...(missing > 0 ? [`${missing} not in the tenant`] : []),
    ...(rewritten > 0 ? [`${rewritten} default ${rewritten === 1 ? 'rule' : 'rules'} rewritten by Datadog`] : []),
  ]
  const rest = [
    `${same} as applied`,
    ...(pendingInGit > 0 ? [`${pendingInGit} changed in git and not applied yet`] : []),
    ...(fileGone > 0 ? [`${fileGone} without a file`] : []),
    ...(unmanaged > 0 ? [`${unmanaged} not managed`] : []),
  ]
  return `${tenant}: ${drifted.length > 0 ? drifted.join(', ') : 'no drift'}; ${rest.join(', ')}.`
}

/** What was done to a thing, in words. */
export function howText(how: DriftHow, alsoInGit: boolean): string {
  switch (how) {
    case 'changed':
      return alsoInGit ? 'changed in the tenant and in git' : 'changed in the tenant'
    case 'enabled':
      return 'enabled by hand'
    case 'disabled':
      return 'disabled by hand'
    case 'missing':
      return 'not in the tenant: deleted there, or never applied'
    default:
      return unreachable(how)
  }
}

/** Who did it and when, one line for each version. */
export function whoLines(who: Who): readonly string[] {
  switch (who.kind) {
    case 'last':
      return [`last touched ${touchText(who.touch)}`]
    case 'since-apply':
      return who.versions.map(({ version, ...touch }) => `version ${version} ${touchText(touch)}`)
    case 'unknown':
      return [`who is not known: ${who.because}`, ...(who.last ? [`last touched ${touchText(who.last)}`] : [])]
    default:
      return unreachable(who)
  }
}

function touchText({ by, atMs }: LastTouch): string {
  const at = atMs === undefined ? '' : ` on ${timeText(atMs)}`
  return `${by === undefined ? 'by somebody the tenant does not name' : `by ${by}`}${at}`
}

function itemText({ kind, id, name, how, alsoInGit, fields, who }: DriftItem, paint: Painter): string {
  const mark = how === 'missing' ? paint.removed('-') : paint.changed('~')
  const told = how === 'missing' ? [] : whoLines(who)
  const lines = [
    `${mark} ${paint.bold(`${kind} ${id}`)}  ${howText(how, alsoInGit)}`,
    `    ${paint.faint(name)}`,
    ...told.map((line) => `    ${line}`),
    ...fields.flatMap((field) => fieldLines(field, paint)),
  ]
  return `${lines.join('\n')}\n`
}

/** Default rules that Datadog rewrote, then those that are overridden and not locked. */
function defaultsText(defaults: Drift['defaults'], paint: Painter): readonly string[] {
  if (!defaults) return []
  const rewritten = defaults.rewritten.map(({ name, remoteId, changes, overrides }) => {
    const lines = [
      `${paint.changed('~')} ${paint.bold(`default rule ${name}`)}  rewritten by Datadog since it was locked`,
      `    ${paint.faint(`${remoteId}, overridden by ${overrides.join(', ')}`)}`,
      ...changes.flatMap((field) => fieldLines(field, paint)),
    ]
    return `${lines.join('\n')}\n`
  })
  const open = defaults.unlocked.map(({ remoteId, name }) => `  ${remoteId}  ${name}\n`).join('')
  return [...rewritten, ...(open === '' ? [] : [`Overridden default rules that are in no lock yet (--lock):\n${open}`])]
}

function fieldLines(field: FieldChange, paint: Painter): readonly string[] {
  const lines = changedLines(field).map(({ sign, text }) => {
    const line = `      ${sign} ${text}`.trimEnd()
    return sign === '+' ? paint.added(line) : sign === '-' ? paint.removed(line) : line
  })
  return [`    ${field.path}`, ...lines]
}

const mostListed = 20

function listText(
  title: string,
  things: readonly Unmanaged[],
  paint: Painter,
  hint: (thing: Unmanaged) => string,
): readonly string[] {
  if (things.length === 0) return []
  const lines = things
    .slice(0, mostListed)
    .map((thing) => `  ${thing.kind} ${thing.remoteId}  ${thing.name}  ${paint.faint(hint(thing))}`.trimEnd())
  const rest = things.length - mostListed
  return [`${title}:\n${[...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])].map((line) => `${line}\n`).join('')}`]
}
