import fc from 'fast-check'
import { type JunitCase, junit } from '../../src/report/junit'
import { anyString } from '../any-string'
import { junitFaults } from './junit-faults'
import { type Element, readXml } from './read-xml'

const cases: readonly JunitCase[] = [
  { suite: 'a.test.yaml', name: 'fires' },
  { suite: 'b.test.yaml', name: 'stays quiet' },
  { suite: 'a.test.yaml', name: 'fails', failure: 'expected 1 signal\ngot 0' },
  { suite: 'b.test.yaml', name: 'unknown', seconds: 1.25, error: 'anomaly_detection is not reproducible' },
  { suite: 'b.test.yaml', name: 'remarks', seconds: 1, output: 'info[R104]: unknown' },
  { suite: 'enough tests', isInNoFile: true, name: 'a', failure: 'too few', type: 'T104' },
]

const counts = { tests: '2', failures: '0', errors: '0', skipped: '0', time: '0.000' }

const casesOf = (root: Element): readonly Element[] => root.children.flatMap(({ children }) => children)

it('a suite is a file, a case a test, and the counts add up', () => {
  const root = readXml(String(junit(cases)))
  expect(junitFaults(root)).toEqual([])
  expect(root).toMatchObject({
    name: 'testsuites',
    attributes: { tests: '6', failures: '2', errors: '1', time: '2.250' },
  })
  expect(root.children.map(({ attributes }) => attributes)).toEqual([
    { ...counts, name: 'a.test.yaml', file: 'a.test.yaml', failures: '1' },
    { ...counts, name: 'b.test.yaml', file: 'b.test.yaml', tests: '3', errors: '1', time: '2.250' },
    { ...counts, name: 'enough tests', tests: '1', failures: '1' },
  ])
  expect(
    casesOf(root).map(({ attributes: { classname, name, time, file } }) => `${classname} ${name} ${time} ${file}`),
  ).toEqual([
    'a.test.yaml fires 0.000 a.test.yaml',
    'a.test.yaml fails 0.000 a.test.yaml',
    'b.test.yaml stays quiet 0.000 b.test.yaml',
    'b.test.yaml unknown 1.250 b.test.yaml',
    'b.test.yaml remarks 1.000 b.test.yaml',
    'enough tests a 0.000 undefined',
  ])
})

it('a failure has its first line as message and all of it as text; a test without an answer its reason', () => {
  const [, failed, , unanswered] = casesOf(readXml(String(junit(cases))))
  expect(failed?.children).toMatchObject([
    { name: 'failure', attributes: { type: 'failed', message: 'expected 1 signal' }, text: 'expected 1 signal\ngot 0' },
  ])
  expect(unanswered?.children).toMatchObject([
    {
      name: 'error',
      attributes: { message: 'not evaluated, because anomaly_detection is not reproducible' },
      text: 'not evaluated, because anomaly_detection is not reproducible',
    },
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
    fc.property(fc.array(one, { maxLength: 4 }), (all) => {
      const root = readXml(String(junit(all)))
      return casesOf(root).length === all.length && junitFaults(root).length === 0
    }),
  )
})
