import type { Json } from '../../src/json/json'
import { linedUp } from '../../src/json/line-up'

const pairsOf = (before: readonly Json[], after: readonly Json[]): readonly string[] =>
  linedUp(before, after).map(([left, right]) => `${left ?? '·'}${right ?? '·'}`)

test.each<[string, readonly Json[], readonly Json[], readonly string[]]>([
  ['what was put in between stands alone', ['a', 'b'], ['a', 'x', 'b'], ['00', '·1', '12']],
  ['so does what was taken from the front', ['x', 'a', 'b'], ['a', 'b'], ['0·', '10', '21']],
  [
    'an object is beside the one with its name',
    [{ name: 'a', q: 1 }, { name: 'b' }],
    [{ name: 'b', q: 2 }],
    ['0·', '10'],
  ],
  ['what has nothing alike goes by its turn', ['a', 'b'], ['x', 'y', 'z'], ['00', '11', '·2']],
  ['equal goes before equally named', [{ name: 'a', q: 1 }, { name: 'a' }], [{ name: 'a' }], ['0·', '10']],
  ['an empty list has nothing beside it', [], ['a'], ['·0']],
])('%s', (_, before, after, pairs) => {
  expect(pairsOf(before, after)).toEqual(pairs)
})

test('lists too long to compare go by their turn', () => {
  const long = Array.from({ length: 600 }, (_, index) => index)
  expect(linedUp(long, ['x', ...long]).slice(0, 2)).toEqual([
    [0, 0],
    [1, 1],
  ])
})
