import type { Diagnostic } from '../../src/diagnostic/diagnostic'
import { githubAnnotations } from '../../src/report/github-annotations'

const source = { path: 'a,b:c%.yaml', text: 'first line\nsecond line\n' }
const at = (start: number, end: number) => ({ span: { source, start, end } })

it.each<[string, Diagnostic, string]>([
  [
    'an error at its place, with what to do',
    { code: 'R101', severity: 'error', message: 'no name', help: 'add one', ...at(11, 17) },
    '::error file=a%2Cb%3Ac%25.yaml,line=2,col=1,endLine=2,endColumn=7,title=R101::no name%0Aadd one\n',
  ],
  [
    'a place of several lines without an end column, which GitHub takes for one line only',
    { code: 'R104', severity: 'warning', message: 'odd', ...at(3, 14) },
    '::warning file=a%2Cb%3Ac%25.yaml,line=1,col=4,endLine=2,title=R104::odd\n',
  ],
  ['no place', { code: 'R104', severity: 'info', message: 'by the way' }, '::notice title=R104::by the way\n'],
  [
    'a message that looks like commands',
    { code: 'R104', severity: 'error', message: '100%\r\n::set-output name=x::y' },
    '::error title=R104::100%25%0D%0A::set-output name=x::y\n',
  ],
])('an annotation of %s', (_, diagnostic, line) => {
  expect(String(githubAnnotations([diagnostic]))).toBe(line)
})

it('errors come first, and what GitHub will not show is said', () => {
  const many = (severity: Diagnostic['severity'], count: number): Diagnostic[] =>
    Array.from({ length: count }, (_, index) => ({ code: 'R104', severity, message: `${severity} ${index}` }))
  const lines = String(githubAnnotations([...many('warning', 10), ...many('error', 12)]))
    .trimEnd()
    .split('\n')
  expect(lines.slice(0, 12).every((line) => line.startsWith('::error '))).toBe(true)
  expect(lines[12]).toContain('2 more errors')
  expect(lines.slice(13).every((line) => line.startsWith('::warning '))).toBe(true)
  expect(lines).toHaveLength(23)
})

it('no diagnostic can begin a line of its own', () => {
  const hostile = 'x\n::error::y\r::stop-commands::z'
  const out = String(githubAnnotations([{ code: 'R104', severity: 'error', message: hostile, help: hostile }]))
  expect(out.trimEnd().split(/[\r\n]/)).toHaveLength(1)
})
