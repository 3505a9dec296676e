import type { Diagnostic } from '../../diagnostic/diagnostic'
import { isoTime } from '../../diagnostic/times'
import { unreachable } from '../../diagnostic/unreachable'
import { type JsonText, jsonDocument, jsonLines } from '../../medium/json-text'
import type { Drift, DriftItem, Who } from '../../sync/drift/drift'
import type { LastTouch } from '../../sync/plan/plan'
import { weakeningsOf } from '../../sync/weakening'
import { mistakeLines, mistakesIn } from '../diagnostics-json'
import { type FailedTenant, failedDocument, failedLine } from './failed-tenant'
import { plainProblem } from './plain-problem'

/** The drift of a tenant as data, or `{"tenants": […]}` for several; a tenant that could not be asked has an `error`. */
export function driftJson(drifts: readonly (Drift | FailedTenant)[], mistakes: readonly Diagnostic[] = []): JsonText {
  const documents = drifts.map((each) => ('items' in each ? driftDocument(each) : failedDocument(each)))
  const [only, ...others] = documents
  return jsonDocument({ ...(only && others.length === 0 ? only : { tenants: documents }), ...mistakesIn(mistakes) })
}

/** For each tenant one drifted thing a line, then its summary; one line for a tenant that could not be asked. */
export function driftNdjson(drifts: readonly (Drift | FailedTenant)[], mistakes: readonly Diagnostic[] = []): JsonText {
  return jsonLines([
    ...mistakeLines(mistakes).map(({ kind, ...rest }) => ({ type: kind, ...rest })),
    ...drifts.flatMap((each) => ('items' in each ? driftLines(each) : [failedLine(each, 'type')])),
  ])
}

function driftLines({ tenant, items, defaults, summary }: Drift): readonly object[] {
  return [
    ...items.map((item) => ({ type: 'drift', tenant, ...plainItem(item) })),
    ...(defaults?.rewritten ?? []).map((rule) => ({ type: 'defaultRule', tenant, ...rule })),
    { type: 'summary', tenant, ...summary },
  ]
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
  const weakens = weakeningsOf(kind, fields)
  return {
    how,
    kind,
    id,
    name,
    ...(remoteId !== undefined && { remoteId }),
    alsoInGit,
    ...(weakens.length > 0 && { weakens }),
    ...plainWho(who),
    fields,
  }
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
  return { ...(by !== undefined && { by }), ...(atMs !== undefined && { at: isoTime(atMs) }) }
}
