import { searchIn } from '../rule/read-once'
import type { Suppression } from '../suppression/suppression'
import { mutateQuery } from './mutate-query'
import type { Mutation } from './mutation'

/** Every change of a suppression that its tests should notice: queries widened or narrowed, rules left out, dates moved. */
export function mutateSuppression(suppression: Suppression): readonly Mutation[] {
  return [...queryMutations(suppression), ...scopeMutations(suppression), ...dateMutations(suppression)]
}

function queryMutations(suppression: Suppression): readonly Mutation[] {
  const keys = ['suppressionQuery', 'dataExclusionQuery'] as const
  return keys.flatMap((key) => {
    const written = suppression[key]
    if (written === undefined) return []
    const everything: Mutation = {
      description: `${key} is widened to everything`,
      caughtBy: key === 'suppressionQuery' ? 'a signal that it must not hide' : 'a log that it must not take away',
      path: [key],
      changed: { kind: 'suppression', suppression: { ...suppression, [key]: '*' } },
    }
    const clauses = mutateQuery(searchIn(suppression, key)).map(
      ({ text, ...rest }): Mutation => ({
        ...rest,
        path: [key],
        changed: { kind: 'suppression', suppression: { ...suppression, [key]: text } },
      }),
    )
    return [everything, ...clauses]
  })
}

function scopeMutations(suppression: Suppression): readonly Mutation[] {
  const { rules } = suppression
  return rules.map((rule, index) => ({
    description: `${rule} is no longer in its scope`,
    caughtBy: `a signal of ${rule} that it must hide`,
    path: ['rules', index],
    changed: {
      kind: 'suppression',
      suppression: { ...suppression, rules: rules.filter((_, other) => other !== index) },
    },
  }))
}

function dateMutations(suppression: Suppression): readonly Mutation[] {
  const keys = [
    ['startMs', 'start'],
    ['expiresMs', 'expires'],
  ] as const
  return keys.flatMap(([key, written]) => {
    const timeMs = suppression[key]
    if (timeMs === undefined) return []
    return [-1000, 1000].map(
      (moveMs): Mutation => ({
        description: `${written} is one second ${moveMs < 0 ? 'earlier' : 'later'}`,
        caughtBy: `a signal ${written === 'start' ? 'at its start' : 'when it expires'}, and one a second before`,
        path: [written],
        changed: { kind: 'suppression', suppression: { ...suppression, [key]: timeMs + moveMs } },
      }),
    )
  })
}
