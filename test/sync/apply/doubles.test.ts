import type { JsonObject } from '../../../src/json/json'
import { takeDoublesBack } from '../../../src/sync/apply/doubles'
import type { Shelf, Stored } from '../../../src/sync/apply/shelf'

const thing = (id: string, createdAt: number): Stored => ({
  id,
  version: 1,
  body: { tags: ['ddac:one'], createdAt } as JsonObject,
})
const [ours, theirs] = [thing('b-ours', 2), thing('a-theirs', 1)]
const strangers = Array.from({ length: 120 }, (_, index) => ({ id: `s${index}`, version: 1, body: {} }))

/** A shelf whose list is another one each time, the last one for good, and what was removed from it. */
function shelfOf(lists: readonly (readonly Stored[])[], there: readonly Stored[]) {
  const removed: string[] = []
  let turn = 0
  const shelf = {
    list: async () => lists[Math.min(turn++, lists.length - 1)] ?? [],
    get: async (id: string) => there.find((one) => one.id === id),
    remove: async (id: string) => void removed.push(id),
  }
  return { shelf: shelf as Partial<Shelf> as Shelf, removed, listed: () => turn }
}
const made = new Map([['one', ours.id]])
const slugs = ({ body }: Stored): readonly string[] => (body.tags === undefined ? [] : ['one'])

it.each<[string, readonly (readonly Stored[])[], readonly Stored[], readonly string[], number]>([
  ['the older one stays', [[ours, theirs]], [ours, theirs], [ours.id], 1],
  ['alone it stays', [[ours]], [ours], [], 1],
  ['the only one that is left stays', [[ours, theirs]], [ours], [], 1],
  [
    'one that a list of several pages missed is found by the second',
    [
      [...strangers, ours],
      [...strangers, ours, theirs],
    ],
    [ours, theirs],
    [ours.id],
    2,
  ],
])('of what two applies made at once %s', async (_title, lists, there, taken, listed) => {
  const { shelf, removed, listed: times } = shelfOf(lists, there)
  expect([...(await takeDoublesBack(shelf, made, slugs))]).toEqual(taken.length > 0 ? ['one'] : [])
  expect([removed, times()]).toEqual([taken, listed])
})
