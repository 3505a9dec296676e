import { formatOf } from '../../src/archive/log-format'

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
  ['"Date","Host","Service","Message"\n', '-', { kind: 'csv', delimiter: ',' }],
  ['Event name,Event time\n', 'download', { kind: 'csv', delimiter: ',' }],
  ['Nov 25 10:00:00 sshd[1]: Failed password\n', 'auth.log', { kind: 'records' }],
  ['', 'empty.log', { kind: 'records' }],
])('%j in %s is %j', (beginning, name, format) => {
  expect(formatOf(Buffer.from(beginning), name, false)).toEqual(format)
})
