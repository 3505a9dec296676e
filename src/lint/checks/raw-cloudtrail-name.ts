import { cloudTrail } from '../../event/profiles/cloudtrail'
import { clausesIn } from '../../query/walk-query'
import type { Remark, RuleCheck } from '../check'
import { valuesAskedFor } from '../demands'
import type { RuleParts } from '../rule-parts'

export const rawCloudtrailName: RuleCheck = {
  about: 'rule',
  code: 'R319',
  name: 'raw-cloudtrail-name',
  level: 'info',
  page: {
    why: "Datadog's CloudTrail integration renames fields as it takes logs in. Its own rules ask for an address as @network.client.ip and for an error as @error.kind; whether the name that AWS gives stays beside it is not known.",
    bad: `
queries: [{ name: a, query: "source:cloudtrail @errorCode:AccessDenied" }]`,
    good: `
queries: [{ name: a, query: "source:cloudtrail @error.kind:AccessDenied" }]`,
    ground: 'observed',
    source:
      '108 CloudTrail rules of Datadog: none uses @errorCode or @sourceIPAddress; @eventName and @userAgent do occur',
  },
  run: rawNames,
}

const renamed: ReadonlyMap<string, string> = new Map(
  cloudTrail.attributes.flatMap(({ name, from, isOnlyName }) =>
    isOnlyName && typeof from === 'string' ? [[from, `@${name}`] as const] : [],
  ),
)

function* rawNames({ searches, rule }: RuleParts): Iterable<Remark> {
  const fromCloudTrail = new Set<number>()
  for (const { of, index, query, path } of searches) {
    if (of !== 'query' || !valuesAskedFor(query).get('source')?.has('cloudtrail')) continue
    fromCloudTrail.add(index)
    for (const { clause } of clausesIn(query)) {
      const better = clause.field.kind === 'attribute' ? renamed.get(clause.field.path) : undefined
      if (better === undefined) continue
      const { start, end } = clause.field
      yield { path, range: { start, end }, ...remark(better) }
    }
  }
  for (const index of fromCloudTrail) {
    for (const [at, field] of (rule.queries[index]?.groupByFields ?? []).entries()) {
      const better = renamed.get(field.replace(/^@/, ''))
      if (better !== undefined) yield { path: ['queries', index, 'groupByFields', at], ...remark(better) }
    }
  }
}

function remark(better: string): Pick<Remark, 'message' | 'help'> {
  return { message: `in Datadog this field of CloudTrail is ${better}`, help: `write ${better}` }
}
