import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Draft } from '../../src/rule/rule'
import { watchCalls } from '../watch-calls'

const { callsOf, load } = watchCalls({ 'detect/hits/hit-rows': ['columnsOf'] })
const { evaluateArchive } = load<typeof import('../../src/archive/evaluate-archive')>('../src/archive/evaluate-archive')
const { compileRules } = load<typeof import('../../src/detect/compile-rules')>('../src/detect/compile-rules')
type ColumnsOf = typeof import('../../src/detect/hits/hit-rows').columnsOf

const folder = mkdtempSync(join(tmpdir(), 'ddac-retained-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ruleOn = (user: string): Draft => ({
  id: user,
  name: user,
  message: '',
  isEnabled: true,
  queries: [{ name: 'any', query: `@user:${user}` }],
  cases: [{ status: 'low', condition: 'any > 0' }],
  options: { evaluationWindow: 60, keepAlive: 60, maxSignalDuration: 60 },
})

const logs = Array.from({ length: 20_000 }, (_, index) => {
  const user = index % 1000 === 0 ? 'mallory' : `user${index}`
  return JSON.stringify({ timestamp: 1_767_225_600 + index, user, padding: 'x'.repeat(100) })
})

test.each([1, 50])('what is held of 20,000 logs is the 20 that %i rules want, each once', async (count) => {
  const path = join(folder, 'logs.ndjson')
  writeFileSync(path, logs.join('\n'))
  const rules = compileRules([
    ruleOn('mallory'),
    ...Array.from({ length: count - 1 }, (_, index) => ({ ...ruleOn('mallory'), id: `r${index}`, name: `r${index}` })),
  ])
  const { stats } = await evaluateArchive({ rules, files: [{ path, name: 'logs.ndjson' }] })
  const [held] = callsOf('columnsOf').at(-1) as Parameters<ColumnsOf>
  expect(held).toHaveLength(20)
  expect(held.every(({ rules: wanting }) => wanting.length === count)).toBe(true)
  expect(stats).toMatchObject({ logs: 20_000, matched: 20 })
})
