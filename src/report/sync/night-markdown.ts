import { type Block, type Bound, boundedMarkdown, listed } from '../../medium/bounded-markdown'
import { html } from '../../medium/html-text'
import { codeBlock, codeSpan, folded, joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import type { AdoptedThing, LeftThing } from '../../sync/drift/adopted-thing'
import type { Drift, DriftItem } from '../../sync/drift/drift'
import type { MadeByHand } from '../../sync/drift/made-by-hand'
import type { ImportedFile, NotImported } from '../../sync/import/import-files'
import { changeKey } from '../../sync/plan/plan'
import type { PullOutcome } from '../pipelines/pull-report'
import { datesText, type ListedSuppression } from '../suppression-list'
import { weakeningWords } from './change/weakening-text'
import { driftSentence, howText, whoLines } from './drift-text'
import { changedLines } from './field-change'
import { foldedFields } from './plan-markdown'
import { touchText } from './touch-text'

/** What was done by hand in one tenant, and what of it stands in files now. */
export interface TenantNight {
  readonly drift: Drift
  readonly adopted: readonly AdoptedThing[]
  readonly left: readonly LeftThing[]
  readonly made: readonly MadeByHand[]
  readonly imported: readonly ImportedFile[]
  readonly notImported: readonly NotImported[]
  /** What became of the tenant's pipelines since they were pulled, or why that is not known; absent where none were. */
  readonly pipelines?: PullOutcome | { readonly unknown: string }
}

/** What a night came to. */
export interface NightReport {
  readonly tenants: readonly TenantNight[]
  readonly failed: readonly { readonly tenant: string; readonly why: string }[]
  /** Those that have ended or end soon; absent where an earlier run has told them. */
  readonly suppressions?: readonly ListedSuppression[]
  /** In files, and in what was written. */
  readonly mistakes: readonly MarkdownText[]
}

/** A night for the text of a pull request or an issue. */
export function nightMarkdown(
  { tenants, failed, suppressions = [], mistakes }: NightReport,
  bound?: Bound,
): MarkdownText {
  const blocks: readonly Block[] = [
    ...tenants.flatMap(tenantBlocks),
    ...failed.map(({ tenant, why }) => ({
      text: markdown`## Done by hand in ${codeSpan(tenant)}\n\n:x: It could not be asked: ${why}.`,
    })),
    ...mistakes.map((text) => ({ text, about: 'mistakes in files' })),
    ...listed('## Suppressions that end', 'suppressions that end', suppressions.map(dueLine)),
  ]
  return boundedMarkdown(blocks, bound)
}

/** Whether there is more to say of a tenant than what its files say. */
export function isWorthTelling({ drift, left, notImported, pipelines }: TenantNight): boolean {
  const isRewritten = (drift.defaults?.rewritten.length ?? 0) > 0
  return (
    left.length + notImported.length > 0 || isRewritten || (pipelines !== undefined && newsOf(pipelines).length > 0)
  )
}

function tenantBlocks(night: TenantNight): readonly Block[] {
  const { drift, left, made, imported, notImported, pipelines } = night
  const files = new Map(imported.map(({ kind, remoteId, path }) => [`${kind} ${remoteId}`, path]))
  const reasons = new Map(notImported.map(({ kind, remoteId, reason }) => [`${kind} ${remoteId}`, reason]))
  const notes = imported.filter((file) => file.notes.length > 0)
  return [
    { text: markdown`## Done by hand in ${codeSpan(drift.tenant)}` },
    { text: markdown`${driftSentence(drift)}` },
    ...(drift.items.length === 0 ? [] : [{ text: itemHead, rows: drift.items.map((item) => itemRow(item, night)) }]),
    ...listed(
      'Not adopted, and still to be decided:',
      'what could not be adopted',
      left.map(({ key, trouble, help }) => {
        const goOn = help === undefined ? markdown`` : markdown` To go on: ${help}.`
        return markdown`:warning: ${codeSpan(key)}: ${trouble}.${goOn}`
      }),
    ),
    ...left.flatMap(sidesOf),
    ...drift.items
      .filter(({ fields }) => fields.length > 0)
      .map(({ kind, id, fields }) => ({ text: foldedFields(id, fields), about: `the fields of ${kind} ${id}` })),
    ...(made.length === 0
      ? []
      : [
          {
            text: madeHead,
            rows: made.map(({ kind, remoteId, name, who }) => {
              const file = files.get(`${kind} ${remoteId}`)
              const where = file === undefined ? markdown`${reasons.get(`${kind} ${remoteId}`) ?? ''}` : codeSpan(file)
              const text = markdown`| ${kind} | ${name} | ${codeSpan(remoteId)} | ${touchText(who)} | ${where} |`
              return { text, about: `the row of ${kind} ${remoteId}` }
            }),
          },
        ]),
    ...listed(
      'They owe before they satisfy the workspace:',
      'what new files owe',
      notes.map(({ path, notes: owed }) => markdown`${codeSpan(path)}: ${owed.join('; ')}`),
    ),
    ...(drift.defaults?.rewritten ?? []).map(({ name, changes, overrides }) => ({
      text: foldedFields(`${name} (rewritten by Datadog; overridden by ${overrides.join(', ')})`, changes),
      about: `what Datadog rewrote of ${name}`,
    })),
    ...(pipelines ? listed('Log pipelines:', 'what became of log pipelines', newsOf(pipelines)) : []),
  ]
}

const itemHead = markdown`| kind | id | what | who | now |\n| --- | --- | --- | --- | --- |`
const madeHead = markdown`Newly made by hand:\n\n| kind | name | id | made | now |\n| --- | --- | --- | --- | --- |`

function itemRow(item: DriftItem, { drift, adopted }: TenantNight) {
  const { kind, id, how, alsoInGit, who, fields } = item
  const told = how === 'missing' ? [] : whoLines(who).map((line) => markdown`${line}`)
  const key = changeKey(item)
  const alike = adopted.filter((one) => one.key === key)
  const file = (alike.find(({ tenant }) => tenant === drift.tenant) ?? alike[0])?.file
  const now = file === undefined ? markdown`not adopted` : codeSpan(file)
  const what = `${howText(how, alsoInGit)}${weakeningWords(kind, fields)}`
  const text = markdown`| ${kind} | ${id} | ${what} | ${joinedMarkdown(told, markdown`<br>`)} | ${now} |`
  return { text, about: `the row of ${kind} ${id}` }
}

/** What git and the tenant each made of a thing, one after the other. */
function sidesOf({ key, clashes = [], who, fields }: LeftThing): readonly Block[] {
  const about = `both sides of ${key}`
  if (fields) return [{ text: foldedFields(`${key}: from the tenant to git`, fields), about }]
  if (clashes.length === 0) return []
  const side = (name: 'git' | 'tenant'): readonly string[] =>
    clashes.flatMap(({ path, base, [name]: after }) => {
      const change = { path, ...(base !== undefined && { before: base }), ...(after !== undefined && { after }) }
      return [`  ${path}`, ...changedLines(change).map(({ sign, text }) => `${sign} ${text}`)]
    })
  const touched = who ? `, last touched ${touchText(who)}` : ''
  const lines = ['  in git:', ...side('git'), `  in the tenant${touched}:`, ...side('tenant')]
  return [{ text: folded(html`<code>${key}</code>: both sides`, codeBlock(lines, 'diff')), about }]
}

/** What became of pipelines that git has; those that it has not are counted beside them. */
function newsOf(pipelines: NonNullable<TenantNight['pipelines']>): readonly MarkdownText[] {
  if ('unknown' in pipelines) return [markdown`They were not looked at: ${pipelines.unknown}.`]
  const { pipelines: all, tests } = pipelines
  const moved = all.filter(({ action }) => action !== 'same' && action !== 'new' && action !== 'own')
  if (moved.length === 0) return []
  const fresh = all.filter(({ action }) => action === 'new').length
  return [
    ...moved.map(({ action, name, file }) => markdown`${action}: ${name} (${codeSpan(file)})`),
    ...(fresh > 0 ? [markdown`new: ${fresh} that git has not`] : []),
    ...tests.map(({ file, name, before, after }) => markdown`test ${codeSpan(file)} ${name}: ${before}, then ${after}`),
    markdown`${codeSpan('ddac pipeline pull')} brings them.`,
  ]
}

function dueLine({ suppression, file, state, rules }: ListedSuppression): MarkdownText {
  const { id, owner } = suppression
  const whose = owner === undefined ? markdown`nobody` : markdown`${owner}`
  const when = state === 'expired' ? 'has ended' : 'ends soon'
  return markdown`${codeSpan(id)} ${when}: ${datesText(suppression)}, for ${rules} ${rules === 1 ? 'rule' : 'rules'}, owned by ${whose} (${codeSpan(file)})`
}
