import { codes } from '../../src/diagnostic/codes'
import { checks } from '../../src/lint/all-checks'
import { pageOf } from '../../src/lint/page-of'
import { trapPages } from '../../src/lint/pages/trap-pages'
import { parseQuery } from '../../src/query/parse-query'
import { lintExample } from './lint-example'

const told = (example: string) => lintExample(example).map(({ finding }) => finding.code)

describe.each(checks.map((check) => [check.name, check] as const))('%s', (name, { code, page }) => {
  it('speaks up at the bad example of its page', () => {
    expect(told(page.bad)).toContain(code)
  })

  it('is silent at the good one, which no other check or reader finds wrong either', () => {
    const problems = lintExample(page.good).filter(({ finding }) => finding.severity === 'error')
    expect(problems).toEqual([])
    expect(told(page.good)).not.toContain(code)
  })

  it('has a page under its code and its name', () => {
    expect(pageOf(code)).toContain(page.why)
    expect(pageOf(name)).toBe(pageOf(code))
    expect(pageOf(code)).toContain(page.ground)
  })
})

it('checks have names and codes of their own, in the order of their codes', () => {
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length)
  const sorted = (letter: string) => checks.map(({ code }) => code).filter((code) => code.startsWith(letter))
  for (const letter of ['R', 'S', 'W']) expect(sorted(letter)).toEqual([...new Set(sorted(letter))].sort())
  for (const { name } of checks) expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
})

it('every code of the registry has a page, and nothing else has', () => {
  for (const code of Object.keys(codes)) expect(pageOf(code)).toContain(codes[code as keyof typeof codes])
  expect(pageOf('X999')).toBeUndefined()
  expect(pageOf('toString')).toBeUndefined()
})

it('every code of the lint sections belongs to a check or to the levels', () => {
  const own = Object.keys(codes).filter((code) => /^(?:R3|S1|W21)\d/.test(code))
  expect(own.filter((code) => !checks.some((check) => check.code === code))).toEqual([])
})

it('every trap of a query has a page, whose bad query falls into it and whose good one does not', () => {
  const traps = Object.keys(codes).filter((code) => /^Q[1-9]/.test(code))
  expect(Object.keys(trapPages).sort()).toEqual(traps.sort())
  for (const [code, page] of Object.entries(trapPages)) {
    const told = (query: string) => parseQuery(query).problems.map((problem) => problem.code)
    expect(told(page.bad)).toContain(code)
    expect([page.good, told(page.good)]).toEqual([page.good, []])
    expect(pageOf(code)).toContain(page.why)
  }
})
