import fc from 'fast-check'
import { type JunitCase, junit } from '../../src/report/junit'
import { anyString } from '../any-string'
import { type Element, readXml } from './read-xml'

const cases: readonly JunitCase[] = [
  { suite: 'a.test.yaml', name: 'fires' },
  { suite: 'b.test.yaml', name: 'stays quiet' },
  { suite: 'a.test.yaml', name: 'fails', failure: 'expected 1 signal\ngot 0' },
  { suite: 'b.test.yaml', name: 'unknown', error: 'anomaly_detection is not reproducible' },
]

const casesOf = (root: Element): readonly Element[] => root.children.flatMap(({ children }) => children)

it('a suite is a file, a case a test, and the counts add up', () => {
  const root = readXml(String(junit(cases)))
  expect(root).toMatchObject({
    name: 'testsuites',
    attributes: { tests: '4', failures: '1', errors: '1', skipped: '0' },
  })
  expect(
    root.children.map(({ name, attributes }) => [name, attributes.name, attributes.tests, attributes.failures]),
  ).toEqual([
    ['testsuite', 'a.test.yaml', '2', '1'],
    ['testsuite', 'b.test.yaml', '2', '0'],
  ])
  expect(casesOf(root).map(({ attributes }) => `${attributes.classname} ${attributes.name}`)).toEqual([
    'a.test.yaml fires',
    'a.test.yaml fails',
    'b.test.yaml stays quiet',
    'b.test.yaml unknown',
  ])
})

it('a failure has its first line as message and all of it as text; a test without an answer its reason', () => {
  const [, failed, , unanswered] = casesOf(readXml(String(junit(cases))))
  expect(failed?.children).toMatchObject([
    { name: 'failure', attributes: { message: 'expected 1 signal' }, text: 'expected 1 signal\ngot 0' },
  ])
  expect(unanswered?.children).toMatchObject([
    { name: 'error', attributes: { message: 'not evaluated, because anomaly_detection is not reproducible' } },
  ])
})

it('no test at all is still a document', () => {
  expect(readXml(String(junit([])))).toMatchObject({ name: 'testsuites', attributes: { tests: '0' }, children: [] })
})

it.each([
  ['markup', '<script>&"\'</script>', '<script>&"\'</script>'],
  ['the end of a CDATA section', ']]>', ']]>'],
  ['colours of a terminal', '\u001b[31mred\u001b[0m', '\uFFFD[31mred\uFFFD[0m'],
  ['half a pair', 'a\ud800b', 'a\uFFFDb'],
  ['a sign beyond the first plane', '🚨', '🚨'],
  ['line breaks', 'a\nb', 'a\nb'],
])('%s in a name comes out as text', (_, name, read) => {
  expect(casesOf(readXml(String(junit([{ suite: 's', name }]))))[0]?.attributes.name).toBe(read)
})

it('is well formed whatever names and failures hold', () => {
  const text = anyString({ maxLength: 30 })
  const one = fc.record({ suite: text, name: text, failure: text })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 4 }), (all) => casesOf(readXml(String(junit(all)))).length === all.length),
  )
})
