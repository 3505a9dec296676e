import { formatOf, isTelling } from '../../src/archive/log-format'

test.each<[string, string, object]>([
  ['{"a":1}\n', 'logs.csv', { kind: 'records' }],
  ['[\n', 'logs', { kind: 'records' }],
  ['"{\\"a\\":1}"\n', 'logs.csv', { kind: 'records' }],
  ['a,b\n1,2\n', 'logs.csv', { kind: 'csv', delimiter: ',' }],
  ['a,b\n1,2\n', 'logs.CSV.gz', { kind: 'csv', delimiter: ',' }],
  ['"a;b";c;d,e\n', 'logs.csv', { kind: 'csv', delimiter: ';' }],
  ['a\tb\n', 'logs.tsv', { kind: 'csv', delimiter: '\t' }],
  ['a,b\n1,2\n', '-', { kind: 'records' }],
  ['Date,Host,Service,Message\n', '-', { kind: 'csv', delimiter: ',' }],
  ['\ufeff\n \u00a0\nDate,Host,Service,Message\n', '-', { kind: 'csv', delimiter: ',' }],
  ['Date;Host;Service;Message\rx', '-', { kind: 'csv', delimiter: ';' }],
  ['"Date","Host","Service","Message"\n', '-', { kind: 'csv', delimiter: ',' }],
  ['Event name,Event time\n', 'download', { kind: 'csv', delimiter: ',' }],
  ['Nov 25 10:00:00 sshd[1]: Failed password\n', 'auth.log', { kind: 'records' }],
  ['#Version: 1.0\n#Fields: date time\n', 'cloudfront.tsv', { kind: 'records' }],
  ['#separator \\x09\n', 'conn.csv', { kind: 'records' }],
  ['#,time\n1,2\n', 'logs.csv', { kind: 'csv', delimiter: ',' }],
  ['', 'empty.log', { kind: 'records' }],
  [' \r\n\t\v\f{"a":1}', 'logs.csv', { kind: 'records' }],
  ['\u00a0{"a":1}', 'logs.csv', { kind: 'records' }],
  ['\u0000{"a":1}', 'logs.csv', { kind: 'csv', delimiter: ',' }],
])('%j in %s is %j', (beginning, name, format) => {
  expect(formatOf(Buffer.from(beginning), name, false)).toEqual(format)
})

test.each<[string, string]>([
  [' {"a":1}', 'records'],
  ['{ words', 'records'],
  [' [{"a":1}]', 'records'],
  ['[', 'records'],
  ['[error] words', 'lines'],
  ['words {', 'lines'],
])('of a named source, %j begins %s', (beginning, kind) => {
  expect(formatOf(Buffer.from(beginning), 'a.log', true)).toMatchObject({ kind })
})

test.each<[string, boolean]>([
  ['  {', true],
  ['[', true],
  ['words', false],
  ['words\n', true],
  [' \n words', false],
  [' \n words\n', true],
  ['\u0000[', false],
  ['x'.repeat(256 * 1024), true],
])('whether a beginning tells the format: %#', (beginning, isEnough) => {
  expect(isTelling(Buffer.from(beginning))).toBe(isEnough)
})
