import type { CidrClause, Clause } from '../../query/query'
import { kindOfField } from '../../suppression/field-kind'
import type { Remark, SuppressionCheck } from '../check'
import { demandsOf } from '../demands'
import type { SuppressionParts } from '../suppression-parts'

export const suppressionByUserAgent: SuppressionCheck = {
  about: 'suppression',
  code: 'S110',
  name: 'suppression-by-user-agent',
  level: 'info',
  page: {
    why: 'Whoever makes a call chooses its user agent, the name of its session and the parameters that it sends, so whoever knows the suppression can hide behind it. The role that a tool runs under cannot be chosen.',
    bad: `
suppressionQuery: "@http.useragent:*terraform*"`,
    good: `
suppressionQuery: '@userIdentity.arn:arn\\:aws\\:sts\\:\\:111122223333\\:assumed-role/deploy/*'`,
    ground: 'documented',
    source:
      'AWS CloudTrail record contents: userAgent and requestParameters are what the client sent; that names say the same in other sources is assumed',
  },
  run: byUserAgent,
}

/** Beside a clause that says who it is or from where, what the caller chose only narrows. */
function* byUserAgent({ suppressionQuery, dataExclusionQuery }: SuppressionParts): Iterable<Remark> {
  const queries = { suppressionQuery, dataExclusionQuery }
  for (const key of ['suppressionQuery', 'dataExclusionQuery'] as const) {
    const query = queries[key]
    if (query === undefined) continue
    const { required } = demandsOf(query)
    const saysWho = required.some((clause) => ['principal', 'address'].includes(kindOf(clause) ?? ''))
    for (const clause of saysWho ? [] : required.filter((clause) => kindOf(clause) === 'chosen')) {
      yield {
        path: [key],
        range: { start: clause.start, end: clause.end },
        message: 'the caller chooses what stands there, so anyone can hide behind this',
        help: 'name the role or user that the tool runs under',
      }
    }
  }
}

/** What an attribute tells of whoever acts. Presence alone says nothing about that. */
function kindOf(clause: Clause | CidrClause): ReturnType<typeof kindOfField> | undefined {
  const { field } = clause
  if (field.kind !== 'attribute') return undefined
  if (clause.kind !== 'cidr' && (clause.value.kind === 'any' || clause.value.kind === 'exists')) return undefined
  return kindOfField(`@${field.path}`)
}
