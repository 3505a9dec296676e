import { isGivenUp } from '../../override/default-rule'
import { idTag } from '../../rule/tenant/identity-tags'
import { isPartners } from '../../rule/tenant/provided-rule'
import type { Suppression } from '../../suppression/suppression'
import { referencesOf } from '../comparable'
import type { Holdings } from '../managed'
import type { Change, Kind, PlanProblem } from './plan'
import type { WantedItem } from './wanted-item'
import { isWrite } from './withhold'

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
  return rules.provided.flatMap(({ remoteId, tags, standing }) =>
    (tags.changed || standing === 'theirs' ? [] : tags.ids)
      .filter((id) => items.has(id))
      .map(
        (id): PlanProblem => ({
          kind: 'rule',
          id,
          code: 'P007',
          severity: 'warning',
          path: ['id'],
          message: `${remoteId}, a rule of Datadog or of a partner, carries the tag ${idTag(id)}; it is not taken for this rule`,
          help: 'change provided rules with an override file instead, and remove the tag in Datadog',
        }),
      ),
  )
}

/**
 * New rules that bear the name of one of Datadog's or a partner's. That is no namesake, since nobody can take it over; but
 * where both run, both raise signals.
 */
export function providedNameRemarks(changes: readonly Change[], { provided }: Holdings): readonly PlanProblem[] {
  const created = changes.filter(({ kind, action }) => kind === 'rule' && action === 'create')
  if (created.length === 0) return []
  const quieted = new Set(
    changes
      .filter(({ kind, body }) => kind === 'override' && body?.isEnabled === false)
      .map(({ remoteId }) => remoteId),
  )
  const byName = new Map(
    provided
      .filter(({ body, remoteId }) => body.isEnabled !== false && !isGivenUp(body) && !quieted.has(remoteId))
      .map((one) => [one.name, one]),
  )
  return created.flatMap(({ id, name }): PlanProblem[] => {
    const same = byName.get(name)
    if (!same) return []
    const whose = isPartners(same.body) ? "a partner's rule" : "Datadog's default rule"
    return [
      {
        kind: 'rule',
        id,
        code: 'P041',
        severity: 'info',
        path: ['name'],
        message: `${whose} ${same.remoteId} has this name and is enabled: both will raise signals`,
        help: `an override disables it: id: ${id}-default, rule: ${same.remoteId}, isEnabled: false in ${id}.override.yaml`,
      },
    ]
  })
}

/** The rules that references can lead to. */
interface Referable {
  readonly slugs: ReadonlySet<string>
  readonly remoteIds: ReadonlySet<string>
  /** Slugs of rules that the same plan deletes. */
  readonly deleted: ReadonlySet<string>
  /** Slugs of rules that git has for other tenants only. */
  readonly elsewhere: ReadonlySet<string>
}

/**
 * References of correlation rules and suppressions that lead nowhere. A correlation rule must not be written with a
 * target that does not exist, nor lose the one it has; a suppression names rules by tag and merely finds fewer.
 */
export function referenceProblems(
  items: ReadonlyMap<string, WantedItem>,
  suppressions: readonly Suppression[],
  { slugs, remoteIds, deleted, elsewhere }: Referable,
  isWritten: (id: string) => boolean,
): readonly PlanProblem[] {
  const isThere = (rule: string): boolean => !deleted.has(rule) && (slugs.has(rule) || remoteIds.has(rule))
  const ofRules = [...items.values()].flatMap(({ id, body }) =>
    referencesOf(body)
      .filter(({ rule }) => !isThere(rule))
      .map(({ index, rule }): PlanProblem => {
        const isDeleted = deleted.has(rule)
        const path = ['queries', index, 'ruleId']
        const problem = referenceProblem('rule', id, path, rule, isDeleted, elsewhere.has(rule))
        return isDeleted || isWritten(id) ? { ...problem, severity: 'error' } : problem
      }),
  )
  const ofSuppressions = suppressions.flatMap(({ id, rules }) =>
    rules.flatMap((rule, index) =>
      rule.includes(':') || (slugs.has(rule) && !deleted.has(rule))
        ? []
        : [referenceProblem('suppression', id, ['rules', index], rule, deleted.has(rule), elsewhere.has(rule))],
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
    .filter((change) => change.kind === 'suppression' && isWrite(change) && change.action !== 'delete')
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
            help: `say in the file of ${rule} which rule of the tenant it adopts; taking it over gives it the tag`,
          }),
        ),
    )
}

function referenceProblem(
  kind: Kind,
  id: string,
  path: PlanProblem['path'],
  rule: string,
  isDeleted: boolean,
  isElsewhere: boolean,
): PlanProblem {
  const unknown =
    kind === 'rule'
      ? "write the id of a rule file, or the tenant's id of a rule"
      : 'write the id of a rule file, or a tag as key:value'
  return {
    kind,
    id,
    code: 'P004',
    severity: 'warning',
    path,
    ...(isElsewhere
      ? {
          message: `the rule "${rule}" does not go to this tenant${isDeleted ? ' any more, and this plan deletes it' : ''}`,
          help: 'let it go there as well, or keep this out of there with tenants: […]',
        }
      : isDeleted
        ? {
            message: `the rule "${rule}" has no file any more, and this plan deletes it`,
            help: 'take it out here, or bring its file back',
          }
        : { message: `"${rule}" is no rule of this workspace or of the tenant`, help: unknown }),
  }
}
