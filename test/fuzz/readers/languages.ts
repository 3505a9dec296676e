import assert from 'node:assert/strict'
import { compileCondition } from '../../../src/condition/compile-condition'
import { parseCondition } from '../../../src/condition/parse-condition'
import { printCondition } from '../../../src/condition/print-condition'
import { readRecurrence } from '../../../src/detect/schedule/recurrence'
import { parseFaults } from '../../../src/emulator/parse-faults'
import { compilePath } from '../../../src/event/attribute-path'
import { readStruct } from '../../../src/event/envelopes/sql-struct'
import { readTime } from '../../../src/event/event-time'
import { attributesIn, parseFormula } from '../../../src/pipeline/formula'
import { readLogDate } from '../../../src/pipeline/read-log-date'
import { compileQuery } from '../../../src/query/matching/compile-query'
import { neverMatches } from '../../../src/query/never-matches'
import { parseQuery } from '../../../src/query/parse-query'
import { printQuery } from '../../../src/query/print-query'
import { parseDuration } from '../../../src/rule/durations'
import { parseExpression } from '../../../src/template/parse-expression'
import { parseTemplate } from '../../../src/template/parse-template'
import { renderTemplate } from '../../../src/template/render-template'
import { readMoment } from '../../../src/testing/moments'
import { conformance } from '../conformance'
import { noMistakes, type Reader } from '../reader'
import { unlessWorldError } from '../refused'

const event = { id: 'e', timeMs: 0, tags: ['a:b'], message: 'a', attributes: { a: { b: [1, 'x'], __proto__: 'y' } } }
const view = { attribute: () => ['x', 1], tag: () => ['y'], variable: () => 1 }

/** The small languages inside of files. */
export const languages: Readonly<Record<string, Reader>> = {
  query: {
    good: ['@a.b:(x* OR "y z") -c', 'NOT (CIDR(@ip, 10.0.0.0/8) OR @n:[1 TO 5])', '*:x _exists_:@a @n:>=5 tags:a\\:b'],
    more: conformance('query-', 'query'),
    read: (text) => {
      const { query, problems } = parseQuery(text)
      if (query !== undefined) {
        compileQuery(query)(event)
        neverMatches(query)
        const printed = printQuery(query)
        const again = parseQuery(printed).query
        assert.equal(again && printQuery(again), printed)
      }
      return problems
    },
  },
  condition: {
    good: ['(a > 5 || b >= 2) THEN c > 0', 'a > 2 * b && c < 10', 'step_one > 0'],
    more: conformance('condition-', 'condition'),
    read: (text) => {
      const { condition, problems } = parseCondition(text)
      if (condition !== undefined) {
        compileCondition(condition)(() => 1)
        const printed = printCondition(condition)
        const again = parseCondition(printed).condition
        assert.equal(again && printCondition(again), printed)
      }
      return problems.map((problem) => ({ ...problem, end: text === '' ? 1 : problem.end }))
    },
  },
  template: {
    good: [
      '## {{@a.b}} by {{ [x.y].name }}\n{{#is_match "@a" "b" "c"}}yes{{else}}no{{/is_match}}',
      '{{eval "round(first_seen_epoch / 1000, 2)"}} {{local_time "last_seen" "Asia/Tokyo"}} {{{severity}}}',
      '{{{{raw}}}}{{x}}{{{{/raw}}}}{{!-- c --}}{{^if @a}}none{{/if}}',
    ],
    more: conformance('template-', 'template'),
    read: (text) => {
      const { template, problems } = parseTemplate(text)
      renderTemplate(template, view)
      return problems
    },
  },
  expression: {
    good: ['a - 15*60*1000', '-(2 ^ 3) % abs(@x.y)', 'round(1.5, 0) + atan2(1, "2")'],
    read: (text) => parseExpression(text).problems.map((problem) => ({ ...problem, end: Math.max(problem.end, 1) })),
  },
  formula: {
    good: ['(@a.b / 1000) - c * -2.5', '@duration*1000', 'a-b + @x.y'],
    more: conformance('pipeline-', 'expression'),
    read: (text) => {
      const { formula, problem } = parseFormula(text)
      if (formula) {
        attributesIn(formula)
        formula(() => 1.5)
      }
      return problem ? [{ ...problem, end: Math.max(problem.end, 1) }] : noMistakes
    },
  },
  'attribute path': {
    good: ['@a.b', '@a."b.c".d', 'tags', '@__proto__.a', 'env', '@a.b.0'],
    read: (text) => {
      compilePath(text)(event)
      compilePath(`@${text}`)(event)
      return noMistakes
    },
  },
  RRULE: {
    good: ['FREQ=HOURLY;INTERVAL=2;', 'RRULE:FREQ=WEEKLY;BYDAY=MO,FR;BYHOUR=6', 'FREQ=DAILY;BYMINUTE=0,30;WKST=MO'],
    read: (text) => {
      for (const start of ['2025-06-18T12:00:00', text]) {
        const recurrence = readRecurrence(text, start, start === text ? text : 'Europe/Paris')
        if ('nextFrom' in recurrence) recurrence.nextFrom(Date.UTC(2026, 1, 3))
      }
      return noMistakes
    },
  },
  'times and durations': {
    good: [
      ...['2026-01-01T00:00:00.123456+02:00', '1700000000123', '+1d2h', '90s', '10m', '20261301', 'Oct 11 22:14:15'],
      ...['Sun, 01 Mar 2026 10:20:30 GMT', '01/Mar/2026:10:20:30 +0000', '2026-03-01 10:20:30,456', '-0'],
    ],
    read: (text) => {
      const times = [readTime(text), readMoment(text, 0), parseDuration(text), readLogDate(text, 0)]
      for (const time of times) if (time !== undefined) assert.ok(Number.isFinite(time), `${time} of ${text}`)
      return noMistakes
    },
  },
  'faults of the emulator': {
    good: ['429@3,500@5-8,drop@7+10,cut@2,slow=200ms'],
    read: (text) => unlessWorldError(() => void parseFaults(text)),
  },
  'SQL struct': {
    good: ['{a=1, b={c=x, d=[1, {e=null}]}}', '[{type=IAMUser, arn=arn:aws:iam::111122223333:user/x}]', '{a=, b=true}'],
    read: (text) => {
      readStruct(text)
      return noMistakes
    },
  },
}
