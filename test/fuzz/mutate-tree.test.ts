import { chanceOf } from '../siege/chance.cjs'
import { changedTree } from './mutate-tree'

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

test('a tree that would take long to write with its indentation is written without', () => {
  const wide = `[${Array.from({ length: 40 }, () => deep(400)).join(',')}]`
  for (let seed = 0; seed < 6; seed += 1) {
    expect(changedTree(wide, [wide], chanceOf(`${seed}`))?.length ?? 0).toBeLessThan(1_000_000)
  }
  expect(changedTree(deep(100), [deep(100)], chanceOf('a'))?.length).toBeGreaterThan(100)
})
