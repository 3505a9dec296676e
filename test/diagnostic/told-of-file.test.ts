import type { Diagnostic } from '../../src/diagnostic/diagnostic'
import { toldDiagnostics } from '../../src/diagnostic/told-of-file'
import { diagnosticsJson, diagnosticsNdjson } from '../../src/report/diagnostics-json'
import { githubAnnotations } from '../../src/report/github-annotations'
import { sarif } from '../../src/report/sarif'

function many(path: string, count: number, severity: Diagnostic['severity'] = 'warning'): Diagnostic[] {
  const source = { path, text: 'a: 1\n'.repeat(count) }
  return Array.from({ length: count }, (_, line) => ({
    code: 'R104',
    severity,
    message: `${severity} ${line}`,
    span: { source, start: line * 5, end: line * 5 + 1 },
  }))
}

const messages = (told: readonly Diagnostic[]): string[] => told.map(({ message }) => message)

it('a hundred of one file are all told', () => {
  const all = [...many('a', 100), ...many('b', 100)]
  expect(toldDiagnostics(all)).toEqual(all)
})

it('of a hundred and one the last is counted, at its place', () => {
  const all = [...many('a', 101), ...many('b', 1)]
  const told = toldDiagnostics(all)
  expect(told.slice(0, 100)).toEqual(all.slice(0, 100))
  expect(told[100]).toEqual({ ...told[100], code: 'W006', severity: 'info', span: all[100]?.span })
  expect(messages(told.slice(100))).toEqual(['1 more like these are not told', 'warning 0'])
})

it('errors are told before anything else, in their order', () => {
  const told = toldDiagnostics([...many('a', 150), ...many('a', 60, 'error')])
  expect(told.filter(({ severity }) => severity === 'error')).toHaveLength(60)
  expect(told.filter(({ severity }) => severity === 'warning')).toHaveLength(40)
  expect(messages(told).at(-1)).toBe('110 more like these are not told')
})

it('every format tells the same and counts them all', () => {
  const all = many('a', 300, 'error')
  const { diagnostics, summary } = JSON.parse(String(diagnosticsJson(all)))
  expect([diagnostics.length, summary.errors]).toEqual([101, 300])
  expect(String(diagnosticsNdjson(all)).trimEnd().split('\n')).toHaveLength(102)
  expect(JSON.parse(String(sarif(all, '1', 'validate'))).runs[0].results).toHaveLength(101)
  expect(String(githubAnnotations(all)).match(/^::/gm)).toHaveLength(101)
})
