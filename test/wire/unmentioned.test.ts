import type { JsonObject } from '../../src/json/json'
import { ruleLevel, suppressionLevel } from '../../src/wire/server-fields'
import { withoutUnmentioned } from '../../src/wire/unmentioned'

const left = (actual: JsonObject, wanted: JsonObject) => withoutUnmentioned(ruleLevel, actual, wanted)

test('an unknown field at the top that git does not mention is not ours to judge, since an update leaves it alone', () => {
  expect(left({ name: 'x', aNewerField: 5 }, { name: 'x' })).toEqual({ name: 'x' })
  expect(left({ name: 'x', aNewerField: 5 }, { name: 'x', aNewerField: 4 })).toEqual({ name: 'x', aNewerField: 5 })
  expect(withoutUnmentioned(suppressionLevel, { name: 'x', a_newer: 1 }, { name: 'x' })).toEqual({ name: 'x' })
})

test('a known field always counts', () => {
  expect(left({ customName: 'Ours', filters: [] }, {})).toEqual({ customName: 'Ours', filters: [] })
})

test.each([null, false, '', 0, [], {}])('further in, an unknown field that is %j does not count', (off) => {
  expect(left({ options: { keepAlive: 60, aNewerField: off } }, { options: { keepAlive: 60 } })).toEqual({
    options: { keepAlive: 60 },
  })
  expect(left({ queries: [{ query: 'a', aNewerField: off }] }, { queries: [{ query: 'a' }] })).toEqual({
    queries: [{ query: 'a' }],
  })
})

test.each([true, 'x', 1, [0], { a: null }])('one that is %j counts, since an update would lose it', (on) => {
  const actual: JsonObject = { options: { aNewerField: on }, queries: [{ aNewerField: on }] }
  expect(left(actual, { options: {}, queries: [{}] })).toEqual(actual)
})

test('an off field that git mentions counts', () => {
  const both: JsonObject = { options: { aNewerField: false } }
  expect(left(both, both)).toEqual(both)
})

test.each<[string, JsonObject]>([
  ['a step', { options: { sequenceDetectionOptions: { steps: [{ name: '', condition: '', evaluationWindow: 0 }] } } }],
  [
    'a transition',
    { options: { sequenceDetectionOptions: { stepTransitions: [{ parent: '', child: '', evaluationWindow: 0 }] } } },
  ],
  ['a calculated field', { calculatedFields: [{ name: '', expression: '' }] }],
  ['a filter', { filters: [{ action: '', query: '' }] }],
  ['a schedule', { schedulingOptions: { rrule: '', start: '', timezone: '' } }],
  ['a query', { queries: [{ query: '', ruleId: '', correlatedQueryIndex: 0, hasOptionalGroupByFields: false }] }],
  ['a case', { cases: [{ status: '', condition: '', name: '' }] }],
  ['options', { options: { evaluationWindow: 0, keepAlive: 0, decreaseCriticalityBasedOnEnv: false } }],
])('the known fields of %s count also when they are off', (_, actual) => {
  expect(left(actual, {})).toEqual(actual)
})
