import assert from 'node:assert/strict'
import { RecordSplitter } from '../../src/archive/record-splitter'
import { compileCondition } from '../../src/condition/compile-condition'
import { parseCondition } from '../../src/condition/parse-condition'
import { printCondition } from '../../src/condition/print-condition'
import { readTable } from '../../src/detect/reference-table'
import { readRecurrence } from '../../src/detect/schedule/recurrence'
import { recordsIn } from '../../src/event/envelopes/envelopes'
import { readTime } from '../../src/event/event-time'
import { recordOfLine } from '../../src/event/known-profiles'
import { readLog } from '../../src/event/read-log'
import { findJsonFault } from '../../src/json/json-fault'
import { parseLogJson } from '../../src/json/parse-log-json'
import { compileQuery } from '../../src/query/matching/compile-query'
import { parseQuery } from '../../src/query/parse-query'
import { printQuery } from '../../src/query/print-query'
import { parseDuration } from '../../src/rule/durations'
import { readRule } from '../../src/rule/read-rule'
import { readSuppression } from '../../src/suppression/read-suppression'
import { parseExpression } from '../../src/template/parse-expression'
import { parseTemplate } from '../../src/template/parse-template'
import { renderTemplate } from '../../src/template/render-template'
import { readMoment } from '../../src/testing/moments'
import { readTests } from '../../src/testing/read-tests'
import { readYaml } from '../../src/yaml/yaml-document'
import { noMistakes, type Reader } from './reader'

const event = { id: 'e', timeMs: 0, tags: ['a:b'], message: 'a', attributes: { a: { b: [1, 'x'] } } }
const view = { attribute: () => ['x', 1], tag: () => ['y'], variable: () => 1 }

/** All that read such texts, by what the text is. */
export const readers: Readonly<Record<string, Reader>> = {
  query: {
    good: ['@a.b:(x* OR "y z") -c', 'NOT (CIDR(@ip, 10.0.0.0/8) OR @n:[1 TO 5])', '*:x _exists_:@a @n:>=5 tags:a\\:b'],
    read: (text) => {
      const { query, problems } = parseQuery(text)
      if (query !== undefined) {
        compileQuery(query)(event)
        const printed = printQuery(query)
        const again = parseQuery(printed).query
        assert.equal(again && printQuery(again), printed)
      }
      return problems
    },
  },
  condition: {
    good: ['(a > 5 || b >= 2) THEN c > 0', 'a > 2 * b && c < 10', 'step_one > 0'],
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
  yaml: {
    good: [
      'id: a\nname: b\nqueries:\n  - query: "@a:b"\ncases: [{ status: low, condition: a > 0 }]\noptions: { keepAlive: 1h }\n',
      'name: s\nrules: [a]\nsuppressionQuery: >-\n  x\n  y\nexpires: 2026-01-01\nowner: o\nreason: |\n  r\n',
      'rule: a\nbaseLogs: { b: { x: &x 1 } }\ntests:\n  - name: t\n    logs: [{ at: +10m, set: { y: *x } }]\n    expect: 1\n',
    ],
    read: (text) => {
      const document = readYaml({ path: 'any.yaml', text })
      const findings = [readRule, readSuppression, readTests].flatMap((read) => read(document).findings)
      const placed = findings.map(({ path, range, on }) =>
        document.locate(path, { ...(range && { range }), ...(on && { on }) }),
      )
      const spans = [...document.diagnostics.map(({ span }) => span), ...placed]
      return spans.flatMap((span) => (span ? [{ start: span.start, end: span.end, message: 'told' }] : []))
    },
  },
  'log JSON': {
    good: [
      '{"timestamp":"2026-01-01T00:00:00Z","ddsource":"aws","message":"{\\"a\\":1}","n":12345678901234567890}',
      '{"Records":[{"eventVersion":"1","eventName":"A","eventSource":"b","eventTime":"2026-01-01T00:00:00Z"}]}',
      '{"attributes":{"__proto__":{"x":1},"a":[null,true,1e400]},"tags":["a:b"],"date":1700000000,"_id":"i"}',
    ],
    read: (text) => {
      let document: unknown
      try {
        document = parseLogJson(text)
      } catch {
        assert.ok(findJsonFault(text), 'no fault is told')
        return noMistakes
      }
      assert.equal(findJsonFault(text), undefined)
      for (const raw of recordsIn(document)) readLog(raw)
      return noMistakes
    },
  },
  'records of a file': {
    good: ['{"a":1}\n{"b":"\\""}\n', '[{"a":[1]},\n{"b":2}]', '{"Records":[{"a":1},{"b":{"c":[]}}],"x":1}'],
    read: (text) => {
      const splitter = new RecordSplitter({
        record: (bytes) => bytes.toString(),
        broken: () => {},
        line: (bytes) => recordOfLine(bytes.toString(), undefined) !== undefined,
      })
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; at += 4096) splitter.push(bytes.subarray(at, at + 4096))
      splitter.end()
      return noMistakes
    },
  },
  CSV: {
    good: ['ip,owner\n192.0.2.1,"a, ""b"""\n', 'a\r\n1\r\n', '"x\ny",z\n,\n'],
    read: (text) =>
      readTable({ path: 'any.csv', text }).findings.map(({ span, message }) => {
        return { start: span?.start ?? -1, end: Math.max(span?.end ?? -1, text === '' ? 1 : 0), message }
      }),
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
    good: ['2026-01-01T00:00:00.123456+02:00', '1700000000123', '+1d2h', '90s', '10m', '20261301'],
    read: (text) => {
      for (const time of [readTime(text), readMoment(text, 0), parseDuration(text)]) {
        if (time !== undefined) assert.ok(Number.isFinite(time), `${time} of ${text}`)
      }
      return noMistakes
    },
  },
}
