import { withIgnored } from '../../../src/workspace/starting/ignore-entries'

it.each<[string, string, string | undefined]>([
  ['a file that is not there', '', '.ddac/\nnode_modules/\n'],
  ['what names something else', 'dist/\n', 'dist/\n.ddac/\nnode_modules/\n'],
  ['a last line without an end', 'dist/', 'dist/\n.ddac/\nnode_modules/\n'],
  ['line ends of Windows', 'dist/\r\n', 'dist/\r\n.ddac/\r\nnode_modules/\r\n'],
  ['one of the two', 'node_modules\n', 'node_modules\n.ddac/\n'],
  ['both, in other spellings', '/.ddac\n**/node_modules/\n', undefined],
  ['a comment that speaks of it', '# .ddac/\nnode_modules/\n', '# .ddac/\nnode_modules/\n.ddac/\n'],
])('%s', (_, text, becomes) => {
  expect(withIgnored(text, ['.ddac/', 'node_modules/'])).toBe(becomes)
})
