import { compileRules } from '../../../src/detect/compile-rules'
import { OpenEvaluation } from '../../../src/detect/evaluate'
import { readHitText, readRows } from '../../../src/detect/hits/hit-rows'
import { HitSelection } from '../../../src/detect/hits/hit-selection'
import { buffersOf, rowBlocks } from '../../../src/detect/hits/packed-rows'
import { hashOf } from '../../../src/detect/hits/seen-ids'
import type { LogEvent } from '../../../src/event/log-event'
import type { Draft } from '../../../src/rule/rule'

const ruleOf = (more: Partial<Draft>): Draft => ({
  id: 'r',
  name: 'r',
  message: '',
  isEnabled: true,
  queries: [{ name: 'a', query: '*' }],
  cases: [{ status: 'low', condition: 'a > 0' }],
  options: { evaluationWindow: 60 },
  ...more,
})
const eventOf = (attributes: LogEvent['attributes'], more: Partial<LogEvent> = {}): LogEvent => ({
  id: 'e',
  timeMs: 5,
  tags: ['env:dev'],
  attributes,
  ...more,
})
const a = { name: 'a', query: '*' }
/** Behind all that 32 bits can tell. */
const place = { file: 3, offset: 2 ** 40 + 1, part: 1 }

test('a row says what orders an event, where it lies, and what each rule makes of it', () => {
  const selection = new HitSelection(compileRules([ruleOf({ queries: [{ ...a, groupByFields: ['@g', '@h'] }] })]))
  selection.show(eventOf({ g: ['x', 'y'], h: 1 }, { tiebreaker: 7, isNamedByContent: true }), place)
  const { rows } = structuredClone(selection.take())
  for (const written of [rows, rowBlocks.unpack(rowBlocks.pack(rows))]) {
    const [row, ...more] = readRows(written)
    const { hits, ...rest } = row ?? { hits: [] }
    expect(more).toEqual([])
    const own = { id: 'e', idHash: hashOf('e'), timeMs: 5, tiebreaker: 7, flags: 3, place }
    expect(rest).toEqual({ ...own, rules: [0], queries: [1], groups: [0] })
    expect(hits.map(readHitText)).toEqual([
      [
        {
          query: 0,
          groups: [
            { key: '["x","1"]', values: ['x', '1'] },
            { key: '["y","1"]', values: ['y', '1'] },
          ],
          reading: undefined,
        },
      ],
    ])
  }
  expect(buffersOf(rows)).toHaveLength(Object.keys(rows).length)
  expect(selection.take().rows.times).toHaveLength(0)
})

const travel = { options: { detectionMethod: 'impossible_travel' }, queries: [{ ...a, groupByFields: ['@g'] }] }
const learning = (learningDuration: number, learningMethod: 'duration' | 'threshold') => ({
  options: {
    detectionMethod: 'new_value',
    newValueOptions: { learningMethod, learningDuration, learningThreshold: 1 },
  },
  queries: [{ ...a, metrics: ['@v'] }],
})
const thirdParty = (query: string): Partial<Draft> => ({
  options: { detectionMethod: 'third_party', thirdPartyRuleOptions: { rootQueries: [{ query: '*' }] } },
  queries: [],
  cases: [],
  thirdPartyCases: [{ query, status: 'low' }],
})

test.each<[string, number, Partial<Draft>, LogEvent['attributes']]>([
  ['has its group', 1, { queries: [{ ...a, groupByFields: ['@g'] }] }, { g: 'x' }],
  ['lacks its group', 0, { queries: [{ ...a, groupByFields: ['@g'] }] }, { h: 'x' }],
  ['may lack its group', 1, { queries: [{ ...a, groupByFields: ['@g'], hasOptionalGroupByFields: true }] }, {}],
  ['has what is counted', 1, { queries: [{ ...a, aggregation: 'cardinality', distinctFields: ['@v'] }] }, { v: 1 }],
  ['lacks what is counted', 0, { queries: [{ ...a, aggregation: 'cardinality', distinctFields: ['@v'] }] }, { w: 1 }],
  ['has a number to add', 1, { queries: [{ ...a, aggregation: 'sum', metrics: ['@v'] }] }, { v: 1 }],
  ['has no number to add', 0, { queries: [{ ...a, aggregation: 'sum', metrics: ['@v'] }] }, { v: '1' }],
  [
    'has no number, and so ends no silence',
    0,
    {
      queries: [
        { ...a, aggregation: 'sum', metrics: ['@v'] },
        { name: 'b', query: '-*' },
      ],
      cases: [{ status: 'low', condition: 'b < 1' }],
    },
    { v: '1' },
  ],
  ['has a place', 1, travel, { g: 'x', network: { client: { geoip: { location: { latitude: 1, longitude: 1 } } } } }],
  ['has no place', 0, travel, { g: 'x', network: { client: { ip: '203.0.113.7' } } }],
  ['has a value to learn', 1, learning(0, 'threshold'), { v: 'x' }],
  ['has no value to learn', 0, learning(0, 'threshold'), { w: 'x' }],
  ['has no value, and begins the learning', 1, learning(7, 'duration'), { w: 'x' }],
  ['is graded', 1, thirdParty('@v:x'), { v: 'x' }],
  ['is not graded', 0, thirdParty('@v:y'), { v: 'x' }],
])('of a log that %s %i rows are kept, and it is counted all the same', (_, kept, more, attributes) => {
  const selection = new HitSelection(compileRules([ruleOf(more)]))
  selection.show(eventOf(attributes), place)
  const { rows, tally } = selection.take()
  expect(rows.times).toHaveLength(kept)
  expect(tally.matched).toBe(1)
})

test('what is selected apart adds up to what is selected at once, in whatever order it comes', () => {
  const rule = ruleOf({ queries: [{ ...a, query: 'source:okta', groupByFields: ['@g', '@h'] }] })
  const compiled = compileRules([rule])
  const events = [{ h: 'x' }, { g: 'x' }].map((attributes, index) =>
    eventOf(attributes, { id: `${index}`, timeMs: index, source: 'okta' }),
  )
  const told = [events, events.toReversed()].map((some) => {
    const open = new OpenEvaluation(compiled)
    for (const event of some) {
      const selection = new HitSelection(compiled)
      selection.show(event, place)
      open.add(structuredClone(selection.take()))
    }
    return open.finish(2)
  })
  expect(told[0]?.unheard).toEqual([{ kind: 'lost', rule: 'r', matched: 2, fields: ['@g', '@h'] }])
  expect(told[1]).toEqual(told[0])
})
