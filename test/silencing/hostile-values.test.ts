import fc from 'fast-check'
import { compileRules } from '../../src/detect/compile-rules'
import { evaluateTold } from '../../src/detect/evaluate'
import { watchSignal } from '../../src/detect/signals/tell-signal'
import type { LogEvent } from '../../src/event/log-event'
import { readRuleObject } from '../../src/rule/read-rule'
import { asSuppression } from '../../src/silencing/draft'
import { proposeFor } from '../../src/silencing/propose'
import { subjectOf } from '../../src/silencing/signal-fields'
import { makeSuppressionTest } from '../../src/silencing/suppression-test'
import { often } from '../random-runs'

function ruleBy(...fields: readonly string[]) {
  const { draft } = readRuleObject({
    id: 'watched',
    name: 'watched',
    message: 'Somebody did something.',
    tags: ['source:test'],
    queries: [{ name: 'a', query: 'source:test', groupByFields: fields }],
    cases: [{ name: 'found', status: 'medium', condition: 'a > 0' }],
    options: { evaluationWindow: 300, keepAlive: 300, maxSignalDuration: 600, detectionMethod: 'threshold' },
  })
  if (draft === undefined) throw new Error('no rule')
  return draft
}

function logOf(attributes: LogEvent['attributes'], number: number): LogEvent {
  return { id: `log-${number}`, timeMs: Date.UTC(2026, 10, 20) + number * 1000, source: 'test', tags: [], attributes }
}

/** Whose signals the narrowest proposal for the first of these values hides, and what is made of it. */
function tried(values: readonly string[]) {
  const rule = ruleBy('@usr.id')
  const events = values.map((id, number) => logOf({ usr: { id } }, number))
  const told = evaluateTold(compileRules([rule]), events, watchSignal).signals
  const given = told.find(({ signal }) => signal.group['@usr.id'] === values[0])
  const subject = subjectOf(rule, compileRules([rule]))
  if (given === undefined || subject === undefined) throw new Error('nothing fires')
  const proposed = proposeFor([{ subject, event: given.event }], [])
  if ('refusal' in proposed) return proposed
  const [proposal] = proposed.proposals
  if (proposal === undefined) throw new Error('nothing is proposed')
  const suppressions = [asSuppression('made', proposal)]
  const signals = evaluateTold(compileRules([rule], { suppressions }), events, watchSignal).signals
  const hidden = signals.flatMap(({ signal }) => (signal.suppressedBy.length > 0 ? [signal.group['@usr.id']] : []))
  return { proposal, hidden, rule, logs: given.logs }
}

const hostile: readonly (readonly [string, readonly string[]])[] = [
  ['"quoted"', ['quoted', '\\"quoted\\"']],
  ['a"b', ['a\\"b', 'ab']],
  ['*', ['x', '\\*', '**']],
  ['adm*', ['admin', 'adm']],
  ['a?c', ['abc', 'ac']],
  ['CORP\\ann', ['CORPann', 'CORP\\\\ann', 'CORP\\bob']],
  ['back\\', ['back', 'back\\\\']],
  ['\\"', ['"', '\\']],
  ['a b', ['a', 'b', 'a  b']],
  [' ann ', ['ann']],
  ['ann OR bob', ['ann', 'bob']],
  ['ann) OR (@usr.id:*', ['ann', 'bob']],
  ['-ann', ['ann', 'bob']],
  ['>5', ['6', '5']],
  ['[1 TO 9]', ['5']],
  ['@usr.id:ann', ['ann']],
  ['{{@usr.id}}', ['ann']],
  ['line\nbreak', ['line break', 'linebreak', 'line']],
  ['tab\there', ['tab here', 'tabhere']],
  ['bell\u0007', ['bell']],
  ['nul\u0000', ['nul']],
  ['esc\u001b[31m', ['esc[31m']],
  ['\u202eright', ['right']],
  ['ad\u200bmin', ['admin']],
  ['аdmin', ['admin']],
  ['ﬁsh', ['fish']],
  ['é', ['e\u0301', 'e']],
  ['K', ['\u212a']],
  ['ı', ['i', 'I']],
  ['ß', ['ss']],
  ['😀', ['😁', '\ud83d']],
  ['true', ['TRUEISH', 'yes']],
  ['007', ['7', '07']],
  ['1e3', ['1000']],
  ["o'hara", ['ohara']],
  ['# no comment', ['no comment']],
  ['a: b', ['a']],
  ['~', ['null']],
]

it.each(hostile)('%j is hidden, and nobody who is called alike', (value, others) => {
  const made = tried([value, ...others])
  expect(made).toMatchObject({ hidden: [value] })
})

it.each(['a"b', 'CORP\\ann', '*', ' ann ', 'line\nbreak', 'nul\u0000', '# no comment', 'a: b', '~', '😀', "o'hara"])(
  'the test of a suppression of %j passes, and notices every change of it',
  (value) => {
    const made = tried([value])
    if ('refusal' in made) throw new Error(made.refusal)
    const suppression = { ...asSuppression('made', made.proposal), expiresMs: Date.UTC(2027, 0, 31) }
    const example = { asked: made.proposal.alternatives[0] ?? [], rule: made.rule, logs: [made.logs] }
    const nowMs = Date.UTC(2026, 10, 25, 12)
    const test = makeSuppressionTest({ suppression, rules: [made.rule], examples: [example], nowMs })
    expect(test).toMatchObject({ mutations: { missed: [] }, notes: [] })
  },
)

it.each(['N/A', '', 'a'.repeat(501)])('a value that cannot be asked for is told: %.5s', (value) => {
  expect(tried([value])).toMatchObject({ refusal: expect.stringContaining('@usr.id') })
})

it('whatever the value, it alone is hidden', () => {
  const part = fc.constantFrom(
    '"',
    '\\',
    '*',
    '?',
    ' ',
    '(',
    ')',
    ':',
    '-',
    '\n',
    '\t',
    '\u0000',
    'a',
    'B',
    '1',
    'é',
    '@',
  )
  const text = fc.oneof(
    fc.string({ unit: part, minLength: 1, maxLength: 8 }),
    fc.string({ unit: 'binary', minLength: 1 }),
  )
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 5 }), (value, others) => {
      const values = [value, ...others.filter((each) => each !== value)]
      const made = tried(values)
      expect('refusal' in made ? made : made.hidden).toEqual([value])
    }),
    { numRuns: often(20) },
  )
})
