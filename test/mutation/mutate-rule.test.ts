import { parseCondition } from '../../src/condition/parse-condition'
import { mutateCondition } from '../../src/mutation/mutate-condition'
import { mutateRule } from '../../src/mutation/mutate-rule'
import { mutateSuppression } from '../../src/mutation/mutate-suppression'
import { isDecidedByOneEvent } from '../../src/mutation/single-event'
import type { Draft } from '../../src/rule/rule'

const sequence: Draft = {
  id: 'pair',
  name: 'pair',
  message: '',
  isEnabled: true,
  queries: [
    { name: 'a', query: '@n:a', groupByFields: ['@u', '@v'] },
    { name: 'b', query: '@n:b', groupByFields: ['@u', '@w'] },
  ],
  cases: [{ status: 'critical', condition: 'two > 0' }],
  options: {
    detectionMethod: 'sequence_detection',
    keepAlive: 3600,
    maxSignalDuration: 0,
    sequenceDetectionOptions: {
      steps: [
        { name: 'one', condition: 'a > 0', evaluationWindow: 60 },
        { name: 'two', condition: 'b > 1', evaluationWindow: 60 },
      ],
      stepTransitions: [{ parent: 'one', child: 'two', evaluationWindow: 600 }],
    },
  },
}

it('a sequence is changed in its queries, groups, severity, steps, windows and life', () => {
  expect(mutateRule(sequence).map(({ description, path }) => `${path.join('.')}: ${description}`)).toEqual([
    'queries.0.query: the clause @n:a is negated',
    'queries.1.query: the clause @n:b is negated',
    'queries.0.groupByFields.0: the rule no longer groups by @u',
    'queries.0.groupByFields.1: the rule no longer groups by @v, @w',
    'cases.0.status: the severity critical becomes high',
    'options.sequenceDetectionOptions.steps.0: the steps one and two are swapped',
    'options.sequenceDetectionOptions.steps.0.condition: a > 0 becomes a > 1',
    'options.sequenceDetectionOptions.steps.0.evaluationWindow: the window of one is 59 s instead of 60 s',
    'options.sequenceDetectionOptions.steps.0.evaluationWindow: the window of one is 61 s instead of 60 s',
    'options.sequenceDetectionOptions.steps.1.condition: b > 1 becomes b > 2',
    'options.sequenceDetectionOptions.steps.1.condition: b > 1 becomes b > 0',
    'options.sequenceDetectionOptions.steps.1.evaluationWindow: the window of two is 59 s instead of 60 s',
    'options.sequenceDetectionOptions.steps.1.evaluationWindow: the window of two is 61 s instead of 60 s',
    'options.sequenceDetectionOptions.stepTransitions.0.evaluationWindow: the window from one to two is 599 s instead of 600 s',
    'options.sequenceDetectionOptions.stepTransitions.0.evaluationWindow: the window from one to two is 601 s instead of 600 s',
    'options.keepAlive: keepAlive is 3599 s instead of 3600 s',
    'options.keepAlive: keepAlive is 3601 s instead of 3600 s',
  ])
})

it('the window of a step that a single log decides has no say, and only that', () => {
  const equivalent = mutateRule(sequence).filter(({ equivalentBecause }) => equivalentBecause !== undefined)
  expect(equivalent.map(({ path }) => path.join('.'))).toEqual([
    'options.sequenceDetectionOptions.steps.0.evaluationWindow',
    'options.sequenceDetectionOptions.steps.0.evaluationWindow',
  ])
})

it('the rule itself is never changed', () => {
  const before = JSON.stringify(sequence)
  mutateRule(sequence)
  expect(JSON.stringify(sequence)).toBe(before)
})

it.each<[string, readonly string[]]>([
  ['a > 5', ['a > 6', 'a > 4']],
  ['a > 0', ['a > 1']],
  ['a > 1 && b > 2', ['a > 1 || b > 2', 'a > 2 && b > 2', 'a > 0 && b > 2', 'a > 1 && b > 3', 'a > 1 && b > 1']],
  ['a > 0 THEN b > 0', ['b > 0 THEN a > 0', 'a > 1 THEN b > 0', 'a > 0 THEN b > 1']],
  ['a >', []],
])('the condition %s', (text, expected) => {
  expect(mutateCondition(parseCondition(text)).map((mutation) => mutation.text)).toEqual(expected)
})

it.each([
  ['a > 0', true],
  ['a >= 1', true],
  ['a > 0 || b > 0', true],
  ['a > 1', false],
  ['a >= 2', false],
  ['a > 0 && b > 0', false],
  ['a > 0 THEN b > 0', false],
  ['a < 1', false],
  ['a > b', false],
])('%s is decided by one event: %s', (text, expected) => {
  expect(isDecidedByOneEvent(parseCondition(text))).toBe(expected)
})

it('a suppression is widened, loses rules, and begins and ends at other times', () => {
  const mutations = mutateSuppression({
    id: 's',
    name: 's',
    enabled: true,
    rules: ['pair'],
    suppressionQuery: '@u:x',
    startMs: 0,
    expiresMs: 5000,
    tags: [],
  })
  expect(mutations.map(({ description }) => description)).toEqual([
    'suppressionQuery is widened to everything',
    'the clause @u:x is negated',
    'pair is no longer in its scope',
    'start is one second earlier',
    'start is one second later',
    'expires is one second earlier',
    'expires is one second later',
  ])
})

it('the root queries of a third-party rule, their fields, and its cases are changed', () => {
  const found = mutateRule({
    name: 'r',
    message: '',
    isEnabled: true,
    queries: [],
    cases: [],
    thirdPartyCases: [
      { name: 'grave', query: '@sev:h', status: 'high' },
      { query: '@sev:l', status: 'low' },
    ],
    options: {
      detectionMethod: 'third_party',
      thirdPartyRuleOptions: {
        defaultStatus: 'info',
        rootQueries: [{ query: 'source:edr @k:x', groupByFields: ['@g'] }],
      },
    },
  })
  const root = 'options.thirdPartyRuleOptions.rootQueries.0'
  expect(found.map(({ path, description }) => `${path.join('.')}: ${description}`)).toEqual([
    `${root}.query: the clause source:edr is dropped`,
    `${root}.query: the clause source:edr is negated`,
    `${root}.query: the clause @k:x is dropped`,
    `${root}.query: the clause @k:x is negated`,
    `${root}.groupByFields.0: it no longer groups by @g`,
    'thirdPartyCases.0.query: the clause @sev:h is negated',
    'thirdPartyCases.0.status: the severity high becomes critical',
    'thirdPartyCases.0: the case "grave" is dropped',
    'thirdPartyCases.1.query: the clause @sev:l is negated',
    'thirdPartyCases.1.status: the severity low becomes medium',
    'thirdPartyCases.1: the case 2 is dropped',
    'options.thirdPartyRuleOptions.defaultStatus: the severity info becomes low',
  ])
})
