import { positionAt } from '../../src/diagnostic/span'

const source = { path: 'a', text: 'ab\n\ncd\r\ne' }

it.each([
  [0, 1, 1],
  [2, 1, 3],
  [3, 2, 1],
  [4, 3, 1],
  [7, 3, 4],
  [8, 4, 1],
  [9, 4, 2],
  [99, 4, 2],
  [-1, 1, 1],
])('offset %i is at line %i, column %i', (offset, line, column) => {
  expect(positionAt(source, offset)).toEqual({ line, column })
})

it('a text without lines has one', () => expect(positionAt({ path: 'a', text: '' }, 0)).toEqual({ line: 1, column: 1 }))
