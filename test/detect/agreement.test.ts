import fc from 'fast-check'
import { often, seedOr } from '../random-runs'
import { bothAccounts, byEngine } from './both-accounts'
import { anyRun, anyRunOfSeveral } from './random-run'

const seed = seedOr(20260101)

test('the engine agrees with the reference evaluator on random rules and logs', () => {
  const runs = often(400)
  const compared = new Map<string, number>()
  fc.assert(
    fc.property(anyRun, (run) => {
      const both = bothAccounts(run)
      if (both === undefined) return
      expect(both.found).toEqual(both.wanted)
      const [rule] = run.rules
      if (rule && both.signals.length > 0) compared.set(rule.method, (compared.get(rule.method) ?? 0) + 1)
    }),
    { numRuns: runs, seed },
  )
  expect([...compared.keys()].sort()).toEqual([
    'new_value',
    'scheduled',
    'sequence',
    'third_party',
    'threshold',
    'travel',
  ])
  for (const count of compared.values()) expect(count).toBeGreaterThan(runs / 150)
})

test('it agrees on rules that look at the signals of others, alone, beside logs and in circles', () => {
  const runs = often(240)
  let compared = 0
  fc.assert(
    fc.property(anyRunOfSeveral, (run) => {
      const both = bothAccounts(run)
      if (both === undefined) return
      expect(both.found).toEqual(both.wanted)
      const readers = run.rules.filter(({ queries }) => queries.some(({ of }) => of !== 'logs')).map(({ id }) => id)
      if (both.signals.some(({ rule }) => readers.includes(rule))) compared += 1
    }),
    { numRuns: runs, seed },
  )
  expect(compared).toBeGreaterThan(runs / 5)
})

test('any order of the input gives the same signals, also among equal timestamps', () => {
  const keys = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }))
  fc.assert(
    fc.property(anyRunOfSeveral, keys, (run, order) => {
      const shuffled = run.logs.map((log) => ({ log, key: order.next().value })).sort((x, y) => x.key - y.key)
      const logs = [...shuffled.map(({ log }) => log), ...run.logs.slice(0, 3)]
      expect(byEngine({ ...run, logs }).signals).toEqual(byEngine(run).signals)
    }),
    { numRuns: often(80), seed },
  )
})
