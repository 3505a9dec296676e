import { mendRule } from '../../../src/lint/mending/mend-rule'
import { readYaml } from '../../../src/yaml/yaml-document'

const mended = (text: string, successors = true): string =>
  mendRule(readYaml({ path: text.startsWith('{') ? 'a.rule.json' : 'a.rule.yaml', text }), { successors }).text

const cases: readonly (readonly [string, string, string])[] = [
  [
    'comments and order stay',
    '# head\nname: A # a\nversion: 3\n# queries\nqueries: []\n',
    '# head\nname: A # a\n# queries\nqueries: []\n',
  ],
  ['a map goes whole', 'name: A\ncreator:\n  handle: x\nid: a\n', 'name: A\nid: a\n'],
  ['JSON stays JSON', '{\n  "version": 3,\n  "name": "A"\n}\n', '{\n  "name": "A"\n}\n'],
  ['JSON keeps its indent and its line ends', '{\r\n\t"version": 3,\r\n\t"name": "A"\r\n}', '{\r\n\t"name": "A"\r\n}'],
  ['what stands deeper is not meant', 'name: A\nqueries:\n  - version: 1\n', 'name: A\nqueries:\n  - version: 1\n'],
  ['line ends stay', 'name: A\r\nversion: 3\r\nid: a\r\n', 'name: A\r\nid: a\r\n'],
  ['a line without an end stays without', 'name: A\nversion: 3\nid: a', 'name: A\nid: a'],
  ['the last line may go', 'name: A\r\nid: a\r\nversion: 3', 'name: A\r\nid: a'],
  [
    'a technique that was given up has the tag of its successor',
    'tags:\n  - technique:T1002-data-compressed # zip\n  - team:soc\n',
    'tags:\n  - technique:T1560-archive-collected-data # zip\n  - team:soc\n',
  ],
  [
    'of a sub-technique that of the technique that it belongs to',
    "tags: ['technique:T1107-file-deletion', team:soc]\n",
    "tags: ['technique:T1070-indicator-removal', team:soc]\n",
  ],
  [
    'quotes, line ends and other spellings make no difference',
    'tags:\r\n  - "technique:t1107"\r\n  - technique:T1027\r\n',
    'tags:\r\n  - "technique:T1070-indicator-removal"\r\n  - technique:T1027\r\n',
  ],
  [
    'one that is there already is not written twice',
    'tags:\n  - technique:T1107-file-deletion\n  - technique:T1070-indicator-removal\n',
    'tags:\n  - technique:T1070-indicator-removal\n',
  ],
  [
    'two that became one are one',
    'tags: [technique:T1107-file-deletion, technique:T1099-timestomp]\n',
    'tags: [technique:T1070-indicator-removal]\n',
  ],
  ['one that ATT&CK never had stays', 'tags: [technique:T9999-made-up]\n', 'tags: [technique:T9999-made-up]\n'],
]

describe('mendRule', () => {
  it.each(cases)('%s', (_, text, expected) => {
    expect(mended(text)).toBe(expected)
    expect(mended(expected)).toBe(expected)
  })

  it('leaves techniques alone where it is not asked for them', () => {
    const text = 'tags: [technique:T1107-file-deletion]\n'
    expect(mended(text, false)).toBe(text)
  })
})
