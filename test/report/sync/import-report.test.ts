import { makePainter } from '../../../src/medium/painter'
import { importJson, importNdjson, importText } from '../../../src/report/sync/import-report'
import type { ImportResult } from '../../../src/sync/import/import-files'

const suppression = { kind: 'suppression', remoteId: 's-1', name: 'Deploys' } as const
const result: ImportResult = {
  tenant: 'prod',
  files: [
    {
      kind: 'rule',
      id: 'one',
      name: 'One',
      remoteId: 'abc',
      path: 'cloudtrail/one.rule.yaml',
      text: 'id: one\n',
      notes: [],
    },
    ...[1, 2, 3].map((turn) => ({
      ...suppression,
      id: `deploys-${turn}`,
      path: `suppressions/deploys-${turn}.suppression.yaml`,
      text: 'id: deploys\n',
      notes: ['a suppression needs the key owner'],
    })),
  ],
  skipped: [{ kind: 'rule', remoteId: 'def', name: 'Two', reason: 'x/two.rule.yaml manages it already' }],
  troubles: [{ kind: 'rule', remoteId: 'ghi', name: 'Three', reason: 'a file cannot hold it: message is empty' }],
  provided: [{ kind: 'rule', remoteId: 'def-000-aaa', name: 'Shipped', reason: "one of Datadog's" }],
  notFound: ['nope'],
}

it('an import for a person: new files, what is here already, what is not possible and why, what to do next', () => {
  const text = String(importText(result, makePainter(false)))
  expect(text).toMatch(/^new +cloudtrail\/one\.rule\.yaml +rule abc$/m)
  expect(text).toMatch(/^have +rule def "Two": x\/two\.rule\.yaml manages it already$/m)
  expect(text).toMatch(/^not +rule ghi "Three": a file cannot hold it: message is empty$/m)
  expect(text).toContain('nothing in prod has the id nope')
  expect(text).toContain('1 rule of Datadog or partners: *.override.yaml')
  expect(text).toContain('prod: 4 imported, 1 managed already, 1 not possible, 1 not found.')
  expect(text).toContain('ddac apply makes them yours')
  expect(text).toContain('3 of them owe what is to do once they are edited')
})

it.each([
  [[], '. ddac plan finds no changes of their content; ddac apply makes them yours. 3 of them owe'],
  [['two'], ', 1 imported before. ddac plan finds no changes'],
])('what a file means to take over already is not managed yet', (waiting, told) => {
  const skipped = waiting.map((waitsAs) => ({
    kind: 'rule' as const,
    remoteId: 'def',
    name: 'Two',
    reason: '',
    waitsAs,
  }))
  const only = { ...result, skipped, troubles: [], notFound: [] }
  expect(String(importText(only, makePainter(false)))).toContain(`prod: 4 imported${told}`)
  const again = String(importText({ ...only, files: [] }, makePainter(false)))
  expect(again.includes('0 imported, 1 imported before. ddac apply makes them yours.\n')).toBe(waiting.length > 0)
})

it('files that lack the same are told together', () => {
  const lines = String(importText(result, makePainter(false)))
    .split('\n')
    .filter((line) => line.startsWith('to do'))
  expect(lines).toEqual([
    'to do    suppressions/deploys-1.suppression.yaml and 2 more: a suppression needs the key owner',
  ])
})

it('as data it has no texts, and counts', () => {
  const document = JSON.parse(String(importJson(result)))
  expect(document.files[0]).toEqual({
    kind: 'rule',
    id: 'one',
    name: 'One',
    remoteId: 'abc',
    path: 'cloudtrail/one.rule.yaml',
    notes: [],
  })
  expect(document.summary).toEqual({ imported: 4, skipped: 1, troubles: 1, provided: 1, notFound: 1 })
})

it('one thing a line, the summary last', () => {
  const types = String(importNdjson(result))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).type)
  expect(types).toEqual(['file', 'file', 'file', 'file', 'skipped', 'trouble', 'provided', 'notFound', 'summary'])
})
