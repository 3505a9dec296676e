import { watchCalls } from '../watch-calls'
import { rule, suppression, tests } from './small-workspace'

// What others use stands before them: who is loaded first sees what is not watched yet.
const { callsOf, forget, load } = watchCalls({
  'shape/nearest-name': ['nearestName'],
  'event/read-log': ['readLog'],
  'suppression/rule-as-event': ['isNamedBy', 'asRuleSearch'],
  'detect/compile-rule': ['compileRule'],
  'testing/find-subject': ['findSubject'],
  'testing/run-tests': ['runTests'],
})
const { ddac, makeFolder } = load<typeof import('./run-in-process')>('cli/run-in-process')
const watched = ['isNamedBy', 'asRuleSearch', 'findSubject', 'runTests', 'compileRule', 'nearestName', 'readLog']

/** As many rules as that, each with tests, a suppression by its id and one by its tag. */
function manyRules(count: number): Record<string, string> {
  const named = (text: string, index: number): string =>
    text.replaceAll('failed-logins', `r${index}`).replaceAll('load-test', `quiet-${index}`)
  const files = Array.from({ length: count }, (_, index) => ({
    [`r${index}.rule.yaml`]: named(rule, index)
      .replace('Several', `${index}`)
      .replace('tags:', `tags:\n  - n:${index}`),
    [`r${index}.test.yaml`]: named(tests, index),
    [`a${index}.suppression.yaml`]: named(suppression, index),
    [`b${index}.suppression.yaml`]: named(suppression, index)
      .replace(`id: quiet-${index}`, `id: tagged-${index}`)
      .replace(/rules: .*/, `ruleQuery: 'source:app n:${index}'`),
  }))
  return Object.assign({ 'ddac.yaml': 'tenants:\n  local: { emulator: true }\n' }, ...files)
}

describe('the work of a command grows with the workspace, and no faster', () => {
  it.each([
    ['validate', 0],
    ['test', 0],
    ['test --mutate --short', 1],
    ['suppress list', 0],
    ['plan', 0],
  ] as const)('%s', async (line, code) => {
    const counts: number[] = []
    for (const count of [6, 12]) {
      const cwd = makeFolder(manyRules(count))
      forget()
      expect((await ddac(line.split(' '), { cwd })).code).toBe(code)
      counts.push(watched.reduce((sum, name) => sum + callsOf(name).length, 0))
    }
    const [few = 0, twice = 0] = counts
    expect(few).toBeGreaterThan(0)
    expect(twice).toBeLessThanOrEqual(2 * few)
  })
})

it('what a test repeats, and a base log that many tests use as it is, validate reads once', async () => {
  const uses = Array.from(
    { length: 40 },
    (_, index) =>
      `  - { name: use ${index}, logs: [{ base: failure, at: +${index}m, repeat: 50, every: 1h }], expect: silence }\n`,
  )
  const cwd = makeFolder({
    ...manyRules(1),
    'r0.test.yaml': `${tests.replaceAll('failed-logins', 'r0')}${uses.join('')}`,
  })
  forget()
  expect((await ddac(['validate'], { cwd })).code).toBe(0)
  expect(callsOf('readLog')).toHaveLength(1)
})
