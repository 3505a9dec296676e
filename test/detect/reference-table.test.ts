import fc from 'fast-check'
import { readTable } from '../../src/detect/reference-table'
import { often } from '../random-runs'

const read = (text: string) => {
  const { rows, findings } = readTable({ path: 'countries.csv', text })
  return { rows, told: findings.map(({ message, span }) => [message, text.slice(span?.start, span?.end)]) }
}

it.each<[string, string, readonly Record<string, string>[]]>([
  [
    'columns and rows',
    'ip,owner\n192.0.2.1,red\n192.0.2.2,blue\n',
    [
      { ip: '192.0.2.1', owner: 'red' },
      { ip: '192.0.2.2', owner: 'blue' },
    ],
  ],
  [
    'Windows line ends and no last one',
    'a,b\r\n1,2\r\n3,4',
    [
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ],
  ],
  ['line ends of old machines', 'a\r1\r2', [{ a: '1' }, { a: '2' }]],
  ['a byte order mark', '\ufeffa\n1', [{ a: '1' }]],
  ['commas, quotes and line ends in quotes', 'a,b\n"x, ""y""","1\n2"\n', [{ a: 'x, "y"', b: '1\n2' }]],
  [
    'empty fields, also in quotes',
    'a,b\n,\n"",x\n',
    [
      { a: '', b: '' },
      { a: '', b: 'x' },
    ],
  ],
  ['blanks, which belong to their field', 'a\n x \n', [{ a: ' x ' }]],
  ['empty lines, which are passed over', 'a\n\n1\n\r\n\n2\n\n', [{ a: '1' }, { a: '2' }]],
  ['a table without rows', 'a,b\n', []],
])('reads %s', (_, text, rows) => {
  expect(read(text)).toEqual({ rows, told: [] })
})

it('keeps a column called __proto__ as a column', () => {
  const { rows } = read('__proto__,constructor\nx,y\n')
  expect(Object.entries(rows[0] ?? {})).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
  expect(Object.prototype).not.toHaveProperty('x')
})

it.each<[string, string, number, readonly (readonly string[])[]]>([
  ['an empty file', '', 0, [['the table is empty', '']]],
  ['too few fields', 'a,b\n1\n3,4\n', 1, [['this row has one field, and the header 2', '1']]],
  ['too many fields', 'a,b\n1,2,3\n', 0, [['this row has 3 fields, and the header 2', '1,2,3']]],
  ['a quote that never closes', 'a\n"1\n2\n', 1, [['this quote is not closed', '"']]],
  ['a quote in a plain field', 'a\nx"y\n', 1, [['a quote inside a field that does not begin with one', '"']]],
  ['text behind a closing quote', 'a\n"x"y\n', 1, [['this stands behind the closing quote of a field', 'y']]],
  ['two columns of one name', 'a,a\n', 0, [['two columns are called "a"', 'a']]],
  ['a column without a name', 'a,,c\n', 0, [['this column has no name', ',']]],
])('tells of %s at its place and reads on', (_, text, rows, told) => {
  expect(read(text).told).toEqual(told)
  expect(read(text).rows).toHaveLength(rows)
})

it('keeps the first hundred of very many mistakes', () => {
  expect(read(`a,b\n${'1\n'.repeat(5000)}`).told).toHaveLength(100)
})

test('whatever stands in the fields is read as it was written', () => {
  const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', '語'), maxLength: 6 })
  const table = fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 5 })
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
  fc.assert(
    fc.property(table, (rows) => {
      const text = ['x,y', ...rows.map((row) => row.map(quoted).join(','))].join('\r\n')
      expect(read(text)).toEqual({ rows: rows.map(([x, y]) => ({ x, y })), told: [] })
    }),
    { seed: 8, numRuns: often(100) },
  )
})
