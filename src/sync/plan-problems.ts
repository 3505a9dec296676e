import type { Suppression } from '../suppression/suppression'
import { referencesOf } from './comparable'
import type { Holdings } from './managed'
import type { Change, Kind, PlanProblem } from './plan'
import type { WantedItem } from './plan-one'

/** Rules that refer to each other in a circle, which no order of writing can satisfy. */
export function circleProblem(circle: readonly string[]): PlanProblem {
  const [id = ''] = circle
  return {
    kind: 'rule',
    id,
    code: 'P002',
    severity: 'error',
    path: ['queries'],
    message: `these rules refer to each other in a circle: ${[...circle, id].join(' → ')}`,
    help: 'a rule can only count signals of rules that exist before it; until then none of them is planned',
  }
}

/** Rules of Datadog or of partners that carry the tag of one of our rule files; the tag of an override is in its place. */
export function providedProblems(rules: Holdings, items: ReadonlyMap<string, WantedItem>): readonly PlanProblem[] {
  return rules.provided.flatMap(({ remoteId, tags }) =>
    (tags.changed ? [] : tags.ids)
      .filter((id) => items.has(id))
      .map(
        (id): PlanProblem => ({
          kind: 'rule',
          id,
          code: 'P007',
          severity: 'warning',
          path: ['id'],
          message: `${remoteId}, a rule of Datadog or of a partner, carries the tag ddac:${id}; it is not taken for this rule`,
          help: 'change provided rules with an override file instead, and remove the tag in Datadog',
        }),
      ),
  )
}

/** References of correlation rules and suppressions that lead nowhere. */
export function referenceProblems(
  items: ReadonlyMap<string, WantedItem>,
  suppressions: readonly Suppression[],
  slugs: ReadonlySet<string>,
  remoteIds: ReadonlySet<string>,
): readonly PlanProblem[] {
  const ofRules = [...items.values()].flatMap(({ id, body }) =>
    referencesOf(body)
      .filter(({ rule }) => !slugs.has(rule) && !remoteIds.has(rule))
      .map(({ index, rule }) => referenceProblem('rule', id, ['queries', index, 'ruleId'], rule)),
  )
  const ofSuppressions = suppressions.flatMap(({ id, rules }) =>
    rules.flatMap((rule, index) =>
      rule.includes(':') || slugs.has(rule) ? [] : [referenceProblem('suppression', id, ['rules', index], rule)],
    ),
  )
  return [...ofRules, ...ofSuppressions]
}

/** Suppressions about to be written for a rule that the tenant does not know by our tag yet: they would match nothing. */
export function untaggedScopeProblems(changes: readonly Change[], twins: ReadonlySet<string>): readonly PlanProblem[] {
  const tagged = new Set(
    changes.filter(({ kind, action }) => kind === 'rule' && action === 'adopt').map(({ id }) => id),
  )
  return changes
    .filter(({ kind, action }) => kind === 'suppression' && action !== 'none' && action !== 'delete')
    .flatMap(({ id, references }) =>
      references
        .filter((rule) => twins.has(rule) && !tagged.has(rule))
        .map(
          (rule): PlanProblem => ({
            kind: 'suppression',
            id,
            code: 'P030',
            severity: 'warning',
            path: ['rules'],
            message: `the rule ${rule} is in the tenant but does not carry its tag yet, so the suppression would not find it`,
            help: `run with --adopt, which tags ${rule}`,
          }),
        ),
    )
}

function referenceProblem(kind: Kind, id: string, path: PlanProblem['path'], rule: string): PlanProblem {
  return {
    kind,
    id,
    code: 'P004',
    severity: 'warning',
    path,
    message: `"${rule}" is no rule of this workspace or of the tenant`,
    help:
      kind === 'rule'
        ? "write the id of a rule file, or the tenant's id of a rule"
        : 'write the id of a rule file, or a tag as key:value',
  }
}
