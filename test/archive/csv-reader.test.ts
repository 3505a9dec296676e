import fc from 'fast-check'
import { CsvReader } from '../../src/archive/csv-reader'
import { often } from '../random-runs'

async function read(text: string | Buffer, pieces = 1, delimiter = ',') {
  const bytes = Buffer.from(text)
  const found: (readonly [number, ...(readonly string[])])[] = []
  const broken: string[] = []
  let header: readonly string[] = []
  const reader = new CsvReader(
    {
      header: (names) => {
        header = names
      },
      row: (cells, line) => found.push([line, ...cells]),
      broken: (message, line) => broken.push(`${line} ${message}`),
    },
    delimiter,
  )
  const size = Math.max(1, Math.ceil(bytes.length / pieces))
  for (let at = 0; at < bytes.length; at += size) reader.push(Buffer.from(bytes.subarray(at, at + size)))
  await reader.end()
  return { header, found, broken }
}

test.each<[string, string, readonly (readonly [number, ...string[]])[], readonly string[]]>([
  [
    'rows',
    'a,b\n1,2\n3,4',
    [
      [2, '1', '2'],
      [3, '3', '4'],
    ],
    [],
  ],
  [
    'quotes, delimiters and line ends in cells',
    'a,b\r\n"x, ""y""","1\r\n2"\r\nz,w\r\n',
    [
      [2, 'x, "y"', '1\r\n2'],
      [4, 'z', 'w'],
    ],
    [],
  ],
  [
    'lines of blanks between',
    'a,b\n\n1,2\n\n\n3,4\n',
    [
      [3, '1', '2'],
      [6, '3', '4'],
    ],
    [],
  ],
  ['a row that is too short', 'a,b\n1\n3,4\n', [[3, '3', '4']], ['2 this row has one cell, and the header 2']],
  ['a row that is too long', 'a,b\n"x\ny",2,3\n3,4\n', [[4, '3', '4']], ['2 this row has 3 cells, and the header 2']],
  [
    'quotes inside of cells',
    'a,b\n5" disk,"x"y\n3,4\n',
    [
      [2, '5" disk', '"x"y'],
      [3, '3', '4'],
    ],
    [],
  ],
  [
    'a quote that never closes',
    'a,b\n1,2\n3,"4\n5,6\n',
    [[2, '1', '2']],
    ['3 a quote that opens in this row does not close; the rows before it were read'],
  ],
  ['a header alone', 'a,b\n', [], []],
  ['nothing', '', [], []],
])('%s', async (_what, text, found, broken) => {
  const whole = await read(text)
  expect({ found: whole.found, broken: whole.broken }).toEqual({ found, broken })
  expect(await read(text, text.length)).toEqual(whole)
})

test('a cell may have megabytes', async () => {
  const { found } = await read(`a,b\n1,"${'x"",\n'.repeat(500_000)}"\n3,4\n`, 7)
  expect(found.map(([line, , cell = '']) => [line, cell.length])).toEqual([
    [2, 2_000_000],
    [500_003, 1],
  ])
})

test('every table is read as it was written, wherever its bytes are cut', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ä', '€', ',', '"', '\n', ' ', '{', "'"), maxLength: 6 })
  const quoted = (row: readonly string[]): string => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')
  const property = fc.asyncProperty(
    fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }),
    fc.nat(40),
    async (rows, pieces) => {
      const { found, broken } = await read(`a,b,c\n${rows.map(quoted).join('\n')}\n`, pieces + 1)
      let line = 2
      const expected = rows.map((row) => {
        const start = line
        line += row.join('').split('\n').length
        return [start, ...row]
      })
      expect([found, broken]).toEqual([expected, []])
    },
  )
  await fc.assert(property, { seed: 1, numRuns: often(60) })
})

test('what a sink throws is thrown', async () => {
  const reader = new CsvReader(
    {
      header: () => undefined,
      row: () => {
        throw new Error('enough')
      },
      broken: () => undefined,
    },
    ',',
  )
  reader.push(Buffer.from('a\n1\n2\n'))
  await expect(reader.end()).rejects.toThrow('enough')
  expect(() => reader.push(Buffer.from('3\n'))).toThrow('enough')
})
