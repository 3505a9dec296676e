import { WorldError } from '../../diagnostic/world-error'
import { createdAtMs } from '../managed'
import type { Shelf, Stored } from './shelf'

/**
 * Another apply of the same files may make the same things at the same moment, and neither finds the tag of the other's
 * before it makes its own. Once both are done, of all that carries one tag the thing that was there first stays, by age and
 * then by the tenant's ids, so that both choose alike; what this run made beside it is taken away again. `made` are the
 * ids that the tenant gave to what this run made, by slug. Answers with the slugs whose thing was taken away. Where the
 * tenant cannot be asked nothing is, and the next plan tells of what is double.
 */
export async function takeDoublesBack(
  shelf: Shelf,
  made: ReadonlyMap<string, string>,
  slugsOf: (one: Stored) => readonly string[],
): Promise<ReadonlySet<string>> {
  const taken = new Set<string>()
  if (made.size === 0) return taken
  try {
    const bearers = new Map<string, Stored[]>()
    for (const one of await wholeList(shelf)) {
      for (const slug of slugsOf(one)) if (made.has(slug)) bearers.set(slug, [...(bearers.get(slug) ?? []), one])
    }
    for (const [slug, all] of bearers) {
      const [first] = all.sort(byAge)
      const own = made.get(slug) ?? ''
      if (!first || first.id === own || !all.some(({ id }) => id === own)) continue
      // Of two that both took theirs away none would be left.
      if (!(await shelf.get(first.id))) continue
      await shelf.remove(own)
      taken.add(slug)
    }
  } catch (error) {
    if (!(error instanceof WorldError)) throw error
  }
  return taken
}

/** So many things a tenant lists at once. */
const onePage = 100

/**
 * What is on a later page moves to one that was read already where something is deleted meanwhile, which the other apply may
 * be doing: a list of several pages is read twice.
 */
async function wholeList(shelf: Shelf): Promise<readonly Stored[]> {
  const all = await shelf.list()
  if (all.length < onePage) return all
  return [...new Map([...all, ...(await shelf.list())].map((one) => [one.id, one])).values()]
}

/** What does not tell its age comes last. */
function byAge(left: Stored, right: Stored): number {
  const [mine, others] = [left, right].map(({ body }) => {
    const madeAt = createdAtMs(body)
    return Number.isNaN(madeAt) ? Number.POSITIVE_INFINITY : madeAt
  })
  if (mine !== others) return (mine ?? 0) < (others ?? 0) ? -1 : 1
  return left.id < right.id ? -1 : 1
}
