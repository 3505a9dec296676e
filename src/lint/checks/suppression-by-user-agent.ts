import type { Remark, SuppressionCheck } from '../check'
import { demandsOf } from '../demands'
import type { SuppressionParts } from '../suppression-parts'
import { looksAtUserAgent } from './user-agent-exclusion'

export const suppressionByUserAgent: SuppressionCheck = {
  about: 'suppression',
  code: 'S110',
  name: 'suppression-by-user-agent',
  level: 'info',
  page: {
    why: 'Whoever makes a call chooses its user agent, so whoever knows the suppression can hide behind it. The role that a tool runs under cannot be chosen.',
    bad: `
suppressionQuery: "@http.useragent:*terraform*"`,
    good: `
suppressionQuery: '@userIdentity.arn:arn\\:aws\\:sts\\:\\:111122223333\\:assumed-role/deploy/*'`,
    ground: 'documented',
    source: 'AWS CloudTrail record contents: userAgent is what the client sent',
  },
  run: byUserAgent,
}

/** Beside a clause that says who it is, the user agent only narrows. */
function* byUserAgent({ suppressionQuery, dataExclusionQuery }: SuppressionParts): Iterable<Remark> {
  const queries = { suppressionQuery, dataExclusionQuery }
  for (const key of ['suppressionQuery', 'dataExclusionQuery'] as const) {
    const query = queries[key]
    if (query === undefined) continue
    const { required } = demandsOf(query)
    const saysWho = required.some(({ field }) => field.kind === 'attribute' && whoIs.test(field.path))
    for (const clause of saysWho ? [] : required.filter(looksAtUserAgent)) {
      yield {
        path: [key],
        range: { start: clause.start, end: clause.end },
        message: 'the caller chooses the user agent, so anyone can hide behind this',
        help: 'name the role or user that the tool runs under',
      }
    }
  }
}

const whoIs = /^(?:userIdentity|usr|network\.client)\./
