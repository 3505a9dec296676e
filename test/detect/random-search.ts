import fc from 'fast-check'
import { words } from './random-logs'
import type { Search } from './reference/model'

const field = (name: string, values: readonly string[]): fc.Arbitrary<Search> =>
  fc.constantFrom(...values).map((value) => ({ kind: 'field', field: name, value }))

/** What both logs and signals may carry. */
const ofBoth = [
  field('@v', ['0', '1', '2', 'x']),
  field('@usr.id', words.users),
  field('@g', ['g0', 'g0', 'g1']),
  field('@h', ['h0', 'h1']),
  field('team', ['red']),
  field('region', ['r0', 'r1']),
  field('env', ['dev', 'prod']),
  field('source', ['s0', 's1', 'okta']),
  field('service', ['w0', 'w1']),
  field('host', ['o0', 'o1']),
  fc.constantFrom<Search>(
    { kind: 'exists', field: '@v' },
    { kind: 'exists', field: '@usr.id' },
    { kind: 'exists', field: '@g' },
    { kind: 'exists', field: 'service' },
  ),
]

const ofSignals = [
  field('status', ['info', 'low', 'medium', 'high', 'critical']),
  field('@workflow.rule.id', ['one', 'one', 'two', 'three']),
  field('@workflow.rule.name', ['Rule one', 'Rule two']),
  field('@triggeringRuleCase.status', ['low', 'high']),
  field('@triggeringRuleCase.name', ['c0', 'c1']),
  field('@impossible_travel.triggering_locations.second_location.city', ['c0', 'c1']),
  fc.constantFrom('bananas', 'bananas', 'u1', 'g0').map((word): Search => ({ kind: 'word', word })),
]

const combined = (one: fc.Arbitrary<Search>): fc.Arbitrary<Search> =>
  fc.oneof(
    { weight: 3, arbitrary: one },
    { weight: 1, arbitrary: one.map((search): Search => ({ kind: 'not', search })) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom<'and' | 'or'>('and', 'or'),
        searches: fc.array(one, { minLength: 2, maxLength: 2 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(one, one).map(([search, other]): Search => {
        return { kind: 'and', searches: [search, { kind: 'not', search: other }] }
      }),
    },
  )

export const searchOfLogs = combined(fc.oneof(...ofBoth))

/** Every log carries it, and whether its signals do nobody knows. */
const ofPossible = field('@k', ['a', 'b', 'c'])

export const searchOfSignals = fc.oneof(
  { weight: 3, arbitrary: combined(fc.oneof(...ofBoth, ...ofSignals)) },
  { weight: 1, arbitrary: ofPossible },
  { weight: 1, arbitrary: fc.constant<Search>({ kind: 'word', word: 'bananas' }) },
  { weight: 1, arbitrary: ofPossible.map((search): Search => ({ kind: 'not', search })) },
)
