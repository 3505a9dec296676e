import { readLevels, type relevel } from '../../src/lint/levels'
import { lintExample } from './lint-example'

const codesOf = (example: string, levels: Parameters<typeof relevel>[1]) =>
  lintExample(example, { levels }).map(({ finding }) => `${finding.code} ${finding.severity}`)

const zeroKeepAlive = 'options: { keepAlive: 0 }'
const lowerCase = 'queries: [{ name: a, query: "source:cloudtrail and @a:b" }]'

it('a check speaks at its own level, at the one of the workspace, or not at all', () => {
  expect(codesOf(zeroKeepAlive, {})).toEqual(['R312 info'])
  expect(codesOf(zeroKeepAlive, { 'keep-alive-zero': 'error' })).toEqual(['R312 error'])
  expect(codesOf(zeroKeepAlive, { R312: 'warning' })).toEqual(['R312 warning'])
  expect(codesOf(zeroKeepAlive, { 'keep-alive-zero': 'off' })).toEqual([])
})

it('traps that parsers tell are lowered and raised by their code', () => {
  expect(codesOf(lowerCase, {})).toEqual(['Q101 warning'])
  expect(codesOf(lowerCase, { Q101: 'off' })).toEqual([])
  expect(codesOf(lowerCase, { Q101: 'error' })).toEqual(['Q101 error'])
})

it('what keeps a rule from being evaluated stays an error, whatever the levels say', () => {
  const broken = 'cases: [{ status: low, condition: other > 0 }]'
  expect(codesOf(broken, { R204: 'off' })).toContain('R204 error')
  expect(codesOf('queries: [{ name: a, query: "(source:x" }]', { Q002: 'info' })).toContain('Q002 error')
  expect(codesOf('message: "{{#if @usr.id}}x"', { M001: 'off' })).toContain('M001 error')
})

it('an error of a check is an opinion, and can be lowered', () => {
  const cases = 'options: { keepAlive: 6h, maxSignalDuration: 1h }'
  expect(codesOf(cases, { 'window-order': 'info' })).toEqual(['R302 info'])
})

it('levels are read by name and by code', () => {
  const { levels, findings } = readLevels({ 'case-order': 'off', Q105: 'error', R104: 'info' })
  expect(findings).toEqual([])
  expect(levels).toEqual({ 'case-order': 'off', Q105: 'error', R104: 'info' })
  expect(readLevels(undefined)).toEqual({ levels: {}, findings: [] })
})

it.each([
  [{ 'case-ordr': 'off' }, 'W201', 'did you mean case-order?'],
  [{ toString: 'off' }, 'W201', undefined],
  [{ 'case-order': 'loud' }, 'W202', 'write one of error, warning, info, off'],
  [{ 'case-order': null }, 'W202', 'write one of error, warning, info, off'],
  [{ Q001: 'off' }, 'W203', undefined],
  [{ R204: 'warning' }, 'W203', undefined],
  [{ M001: 'off' }, 'W203', undefined],
])('%j is told as %s at its own key', (value, code, help) => {
  const { levels, findings } = readLevels(value, ['policy', 'lint'])
  expect(levels).toEqual({})
  expect(findings).toMatchObject([{ code, path: ['policy', 'lint', Object.keys(value)[0]] }])
  if (help !== undefined) expect(findings[0]?.help).toBe(help)
})

it('an error may be called an error', () => {
  expect(readLevels({ Q001: 'error' })).toEqual({ levels: { Q001: 'error' }, findings: [] })
})

it('levels that are no map are told as a whole', () => {
  expect(readLevels(['case-order'], ['policy', 'lint']).findings).toMatchObject([
    { code: 'W202', path: ['policy', 'lint'] },
  ])
})

it('a key named __proto__ is a check that does not exist', () => {
  const { levels, findings } = readLevels(JSON.parse('{ "__proto__": "off" }'))
  expect(Object.keys(levels)).toEqual([])
  expect(findings).toMatchObject([{ code: 'W201' }])
})
