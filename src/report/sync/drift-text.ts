import { unreachable } from '../../diagnostic/unreachable'
import type { Painter } from '../../medium/painter'
import { lined, type TerminalText, terminal } from '../../medium/terminal-text'
import { idTag } from '../../rule/tenant/identity-tags'
import type { Drift, DriftHow, DriftItem, Who } from '../../sync/drift/drift'
import type { Unmanaged } from '../../sync/plan/plan'
import { weakeningWords } from './change/weakening-text'
import { fieldLines } from './field-lines'
import { ownerHint } from './plan-text'
import { touchText } from './touch-text'

/** The drift of a tenant for a person: what was done to each thing, by whom, field by field; then the counts. */
export function driftText(drift: Drift, paint: Painter): TerminalText {
  const blocks = [
    ...drift.items.map((item) => itemText(item, paint)),
    ...defaultsText(drift.defaults, paint),
    ...listText('Carries our tag, but its file is gone', drift.fileGone, paint, ({ id = '', why }) => {
      const more = why === 'other-tenant' ? ', not for this tenant' : why === 'unowned' ? ', of no owner' : ''
      return `${idTag(id)}${more}`
    }),
    ...listText('Not managed from here', drift.unmanaged, paint, ({ id, why, owner }) =>
      why === 'other-owner' ? ownerHint(owner) : id === undefined ? '' : `named as ${id}`,
    ),
  ]
  return terminal`${blocks.map((block) => terminal`${block}\n`)}${driftSentence(drift)}\n`
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

function itemText({ kind, id, name, how, alsoInGit, fields, who }: DriftItem, paint: Painter): TerminalText {
  const mark = how === 'missing' ? paint.removed('-') : paint.changed('~')
  const told = how === 'missing' ? [] : whoLines(who)
  const lines = [
    terminal`${mark} ${paint.bold(`${kind} ${id}`)}  ${howText(how, alsoInGit)}${weakeningWords(kind, fields)}`,
    terminal`    ${paint.faint(name)}`,
    ...told.map((line) => terminal`    ${line}`),
    ...fields.flatMap((field) => fieldLines(field, paint)),
  ]
  return terminal`${lined(lines)}\n`
}

/** Default rules that Datadog rewrote, then those that are overridden and not locked. */
function defaultsText(defaults: Drift['defaults'], paint: Painter): readonly TerminalText[] {
  if (!defaults) return []
  const rewritten = defaults.rewritten.map(({ name, remoteId, changes, overrides }) => {
    const lines = [
      terminal`${paint.changed('~')} ${paint.bold(`default rule ${name}`)}  rewritten by Datadog since it was locked`,
      terminal`    ${paint.faint(`${remoteId}, overridden by ${overrides.join(', ')}`)}`,
      ...changes.flatMap((field) => fieldLines(field, paint)),
    ]
    return terminal`${lined(lines)}\n`
  })
  const open = defaults.unlocked.map(({ remoteId, name }) => terminal`  ${remoteId}  ${name}\n`)
  const told = terminal`Overridden default rules that are in no lock yet (--lock):\n${open}`
  return [...rewritten, ...(open.length === 0 ? [] : [told])]
}

const mostListed = 20

function listText(
  title: string,
  things: readonly Unmanaged[],
  paint: Painter,
  hint: (thing: Unmanaged) => string,
): readonly TerminalText[] {
  if (things.length === 0) return []
  const lines = things.slice(0, mostListed).map((thing) => {
    const told = hint(thing)
    return terminal`  ${thing.kind} ${thing.remoteId}  ${thing.name}${told === '' ? '' : terminal`  ${paint.faint(told)}`}\n`
  })
  const rest = things.length - mostListed
  return [terminal`${title}:\n${lines}${rest > 0 ? terminal`  and ${rest} more\n` : ''}`]
}
