import { withoutServerKeys } from '../../../src/rule/tenant/without-server-keys'
import { readYaml } from '../../../src/yaml/yaml-document'

test.each<[string, string, string]>([
  [
    'comments and order stay',
    '# head\nname: A # a\nversion: 3\n# queries\nqueries: []\n',
    '# head\nname: A # a\n# queries\nqueries: []\n',
  ],
  ['a map goes whole', 'name: A\ncreator:\n  handle: x\nid: a\n', 'name: A\nid: a\n'],
  ['JSON stays JSON', '{\n  "version": 3,\n  "name": "A"\n}\n', '{\n  "name": "A"\n}\n'],
  ['what stands deeper is not meant', 'name: A\nqueries:\n  - version: 1\n', 'name: A\nqueries:\n  - version: 1\n'],
])('%s', (_, text, expected) => {
  expect(withoutServerKeys(readYaml({ path: text.startsWith('{') ? 'a.rule.json' : 'a.rule.yaml', text })).text).toBe(
    expected,
  )
})
