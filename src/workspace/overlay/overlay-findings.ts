import { parseCondition } from '../../condition/parse-condition'
import { type Diagnostic, findingAt, type Path, type Problem, placeFinding } from '../../diagnostic/diagnostic'
import { objectsIn } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { parseQuery } from '../../query/parse-query'
import { nearestName } from '../../shape/nearest-name'
import { isNamedBy } from '../../suppression/rule-as-event'
import type { Overlay } from '../config'
import { isForSuppression } from '../tenant-view'
import type { Workspace } from '../workspace'
import { ruleOverlayFields, suppressionOverlayFields } from './overlay-shape'

/** Overlays that are for nothing of the workspace, and keys of them that say something of another kind. */
export function overlayFindings({
  rules,
  suppressions,
  config,
  configDocument,
}: Omit<Workspace, 'diagnostics'>): readonly Diagnostic[] {
  const allRules = rules.flatMap(({ draft }) => draft ?? [])
  const allSuppressions = suppressions.flatMap(({ suppression }) => suppression ?? [])
  return [...config.tenants.values()].flatMap(({ name, overlays }) =>
    overlays.flatMap((overlay, index) => {
      const path = ['tenants', name, 'overlays', index]
      const idle = (
        kind: 'rule' | 'suppression',
        isNamed: (scope: string) => boolean,
        all: readonly { readonly id?: string }[],
      ): readonly Diagnostic[] =>
        (overlay[`${kind}s`] ?? []).flatMap((scope, place): Diagnostic[] => {
          if (isNamed(scope)) return []
          const near = nearestName(
            scope,
            all.flatMap(({ id }) => id ?? []),
          )
          const message = `no ${kind} of the workspace is "${scope}"`
          const help = near ? `did you mean ${near}?` : `write the id of a ${kind}, or a tag as key:value`
          const finding = {
            code: 'W109',
            severity: 'warning',
            message,
            help,
            path: [...path, `${kind}s`, place],
          } as const
          return [placeFinding(finding, configDocument.locate)]
        })
      return [
        ...idle('rule', (scope) => allRules.some((rule) => isNamedBy(scope, rule)), allRules),
        ...idle(
          'suppression',
          (scope) => allSuppressions.some((one) => isForSuppression({ suppressions: [scope] }, one)),
          allSuppressions,
        ),
        ...unreadTexts(overlay).map(({ path: within, problem }) => {
          // The tenant may read more than we do, and is asked before anything is written.
          const finding = { ...findingAt([...path, ...within], problem), severity: 'warning' } as const
          return placeFinding(finding, configDocument.locate)
        }),
        ...strayKeys(overlay).map((key) => {
          const kind = overlay.suppressions ? 'suppression' : 'rule'
          const message = `${key} is no key of a ${kind}, which this overlay is for`
          const help = overlay.suppressions
            ? 'rules and suppressions have overlays of their own'
            : 'suppressions: [ID] makes it an overlay of a suppression'
          const finding = { code: 'W103', severity: 'error', message, help, path: [...path, key], on: 'key' } as const
          return placeFinding(finding, configDocument.locate)
        }),
      ]
    }),
  )
}

/** The queries and conditions of an overlay that cannot be read, each mistake with its place. */
function unreadTexts(overlay: Overlay): readonly { readonly path: Path; readonly problem: Problem }[] {
  const inQuery = (path: Path, text: unknown) =>
    isText(text) ? parseQuery(text).problems.map((problem) => ({ path, problem })) : []
  const inCondition = (path: Path, text: unknown) =>
    isText(text) && text !== '' ? parseCondition(text).problems.map((problem) => ({ path, problem })) : []
  const found = [
    ...['ruleQuery', 'suppressionQuery', 'dataExclusionQuery', 'intends'].flatMap((key) =>
      inQuery([key], overlay[key]),
    ),
    ...objectsIn(overlay.queries).flatMap(({ query }, at) => inQuery(['queries', at, 'query'], query)),
    ...objectsIn(overlay.cases).flatMap(({ condition }, at) => inCondition(['cases', at, 'condition'], condition)),
  ]
  return found.filter(({ problem }) => problem.severity === 'error')
}

/** The keys of an overlay that say something of rules in one of suppressions, or the other way round. */
function strayKeys(overlay: Overlay): readonly string[] {
  const everywhere = ['tags', 'withoutTags']
  const known = overlay.suppressions
    ? new Set(['suppressions', ...everywhere, ...Object.keys(suppressionOverlayFields)])
    : new Set(['rules', 'severity', 'notifications', ...everywhere, ...Object.keys(ruleOverlayFields)])
  const other = overlay.suppressions
    ? ['rules', 'severity', 'notifications', ...Object.keys(ruleOverlayFields)]
    : Object.keys(suppressionOverlayFields)
  // A key that neither knows is told where the file is read.
  return Object.keys(overlay).filter((key) => !known.has(key) && other.includes(key))
}
