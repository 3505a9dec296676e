import { unreachable } from '../../diagnostic/unreachable'
import type { Drift, DriftItem, Who } from '../../sync/drift/drift'
import type { LastTouch } from '../../sync/plan/plan'
import { type FailedTenant, failedDocument, failedNdjson } from './failed-tenant'
import { plainProblem } from './plain-problem'

/** The drift of a tenant as data, or `{"tenants": […]}` for several; a tenant that could not be asked has an `error`. */
export function driftJson(drifts: readonly (Drift | FailedTenant)[]): string {
  const documents = drifts.map((each) => ('items' in each ? driftDocument(each) : failedDocument(each)))
  return `${JSON.stringify(documents.length === 1 ? documents[0] : { tenants: documents }, null, 2)}\n`
}

/** One drifted thing a line, then the summary; one line for a tenant that could not be asked. */
export function driftNdjson(drift: Drift | FailedTenant): string {
  if (!('items' in drift)) return failedNdjson(drift, 'type')
  const { tenant, items, defaults, summary } = drift
  const lines = [
    ...items.map((item) => ({ type: 'drift', tenant, ...plainItem(item) })),
    ...(defaults?.rewritten ?? []).map((rule) => ({ type: 'defaultRule', tenant, ...rule })),
    { type: 'summary', tenant, ...summary },
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function driftDocument({ tenant, items, unmanaged, fileGone, problems, defaults, summary }: Drift) {
  return {
    tenant,
    drift: items.map(plainItem),
    fileGone,
    unmanaged,
    ...(defaults && { defaultRules: { rewritten: defaults.rewritten, unlocked: defaults.unlocked } }),
    problems: problems.map(plainProblem),
    summary,
  }
}

function plainItem({ kind, id, name, remoteId, how, alsoInGit, fields, who }: DriftItem) {
  return { how, kind, id, name, ...(remoteId !== undefined && { remoteId }), alsoInGit, ...plainWho(who), fields }
}

function plainWho(who: Who) {
  switch (who.kind) {
    case 'last':
      return { lastTouched: plainTouch(who.touch) }
    case 'since-apply':
      return { versions: who.versions.map(({ version, ...touch }) => ({ version, ...plainTouch(touch) })) }
    case 'unknown':
      return { whoUnknown: who.because, ...(who.last && { lastTouched: plainTouch(who.last) }) }
    default:
      return unreachable(who)
  }
}

function plainTouch({ by, atMs }: LastTouch) {
  return { ...(by !== undefined && { by }), ...(atMs !== undefined && { at: new Date(atMs).toISOString() }) }
}
