import { spanText } from '../diagnostic/times'
import { caseStatuses } from '../rule/case-status'
import type { MapShape, Shape, WrittenShape } from '../shape/shape'
import { momentHelp, momentPattern, readIsoTime, readSpan, spanPattern } from './moments'

const text: Shape = { kind: 'text', nonEmpty: true }
const anyText: Shape = { kind: 'text' }
const words: Shape = { kind: 'list', item: text }
const count: Shape = { kind: 'number', whole: true, min: 0 }

/** A value of several forms: read by hand where it is used, described here for the JSON Schema. */
function free(schema: Readonly<Record<string, unknown>>): WrittenShape {
  return { kind: 'written', read: (value) => ({ value }), write: (kept) => kept, schema }
}

const texts = { type: 'array', items: { type: 'string' } }
const textOrTexts = { anyOf: [{ type: 'string' }, texts] }

const start: WrittenShape = {
  kind: 'written',
  read: (written) => {
    const value = readIsoTime(written)
    if (value !== undefined) return { value }
    return { trouble: { message: 'start is not a time', help: 'write 2026-03-02T09:00:00Z' } }
  },
  write: (kept) => kept,
  schema: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}' },
}

const every: WrittenShape = {
  kind: 'written',
  read: (written) => {
    const value = typeof written === 'string' ? readSpan(written) : undefined
    if (value !== undefined) return { value }
    return { trouble: { message: 'every is not a stretch of time', help: 'write 10s or 1m30s (units d h m s ms)' } }
  },
  write: (kept) => (typeof kept === 'number' ? spanText(kept) : kept),
  schema: { type: 'string', pattern: spanPattern },
}

/** Which suppressions are in force. */
const inForce = free({ anyOf: [{ enum: ['all'] }, texts] })

/** A time from `start` or by the calendar; read by hand, because it needs `start`. */
const moment = free({ type: 'string', pattern: momentPattern, description: momentHelp })

/** How many logs, or which. */
const events = free({ anyOf: [{ type: 'integer', minimum: 0 }, texts] })

export const stepShape: MapShape = {
  kind: 'map',
  what: 'an expected step',
  fields: {
    step: { shape: text, required: true, about: 'The name of the step.' },
    at: { shape: moment, about: 'When the step fired.' },
    events: { shape: events, about: 'How many logs took part in the step, or their ids.' },
  },
}

export const textShape: MapShape = {
  kind: 'map',
  what: 'an expected text',
  fields: {
    equals: { shape: anyText, about: 'The whole text.' },
    contains: { shape: free(textOrTexts), about: 'What stands in the text: one text or several.' },
    excludes: { shape: free(textOrTexts), about: 'What does not stand in the text: one text or several.' },
  },
}

const rendered = (schema: object) => free({ anyOf: [{ type: 'string' }, schema] })

/** The shapes of the parts, with schemas of nested parts given by the caller. */
export function signalShape(schemas: { readonly text: object; readonly step: object }): MapShape {
  return {
    kind: 'map',
    what: 'an expected signal',
    fields: {
      rule: { shape: text, about: 'The id of the rule that raised it.' },
      severity: { shape: { kind: 'choice', of: caseStatuses }, about: 'Its severity.' },
      case: { shape: anyText, about: "The name of the case; '' for one without a name." },
      title: { shape: rendered(schemas.text), about: 'The rendered title: the whole text, or contains and excludes.' },
      message: { shape: rendered(schemas.text), about: 'The rendered message: the whole text, or contains, excludes.' },
      group: {
        shape: free({ type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } }),
        about: 'The values of group-by fields; fields that are not named here are not compared.',
      },
      firstSeen: { shape: moment, about: 'When its first log happened.' },
      lastSeen: { shape: moment, about: 'When its last log happened.' },
      events: { shape: events, about: 'How many logs took part, or their ids in order of time.' },
      count: { shape: count, about: 'How many matches it counts.' },
      steps: {
        shape: free({ type: 'array', items: { anyOf: [{ type: 'string' }, schemas.step] } }),
        about: 'The steps that fired, in order.',
      },
      tags: { shape: words, about: 'Tags that it must carry, among others.' },
      notifications: { shape: { kind: 'list', item: anyText }, about: 'Exactly these targets, in any order.' },
      suppressedBy: { shape: words, about: 'Exactly these suppressions hide it; [] says that it is shown.' },
    },
  }
}

export function expectShape(signal: object): MapShape {
  const signals = {
    anyOf: [
      { type: 'integer', minimum: 0 },
      { type: 'array', items: signal },
    ],
  }
  return {
    kind: 'map',
    what: 'an expectation',
    fields: {
      signals: { shape: free(signals), required: true, about: 'How many signals are shown, or what each is like.' },
      suppressed: { shape: count, about: 'How many signals are raised and hidden by a suppression.' },
      excluded: { shape: count, about: 'How many logs a dataExclusionQuery takes away.' },
    },
  }
}

const changes: MapShape['fields'] = {
  set: {
    shape: free({ type: 'object' }),
    about: 'Changes to the raw record: dotted path to new value, as requestParameters.emailAddress: a@example.com.',
  },
  unset: { shape: words, about: 'Dotted paths to remove from the raw record.' },
}

const origins: MapShape['fields'] = {
  log: { shape: free({ type: 'object' }), about: 'One raw record, written here.' },
  file: { shape: text, about: 'A log file, relative to this file.' },
  record: { shape: { kind: 'number', whole: true, min: 1 }, about: 'Which record of the file, counted from 1.' },
  base: { shape: text, about: 'The name of a base log.' },
}

export const baseShape: MapShape = { kind: 'map', what: 'a base log', fields: { ...origins, ...changes } }

export const logShape: MapShape = {
  kind: 'map',
  what: 'a log',
  fields: {
    ...origins,
    at: { shape: moment, about: 'Its time: +10m from start, or an ISO time.' },
    ...changes,
    id: { shape: text, about: 'Its id; two logs with one id are one log delivered twice.' },
    repeat: { shape: { kind: 'number', whole: true, min: 1, max: 100_000 }, about: 'How many copies go in.' },
    every: { shape: every, about: 'How much later each copy is than the one before.' },
  },
}

export function testShape(schemas: { readonly log: object; readonly expect: object }): MapShape {
  const logs = { type: 'array', minItems: 1, items: { anyOf: [{ type: 'string' }, schemas.log] } }
  const expectation = {
    anyOf: [{ enum: ['silence', 'notEvaluated'] }, { type: 'integer', minimum: 0 }, schemas.expect],
  }
  return {
    kind: 'map',
    what: 'a test',
    fields: {
      name: { shape: text, required: true, about: 'A sentence that states a fact; unique in the file.' },
      description: { shape: anyText, about: 'More for the reader.' },
      start: { shape: start, about: 'The time that +10m counts from, for this test alone.' },
      suppressions: { shape: inForce, about: 'The suppressions in force, for this test alone.' },
      until: {
        shape: moment,
        about:
          'The clock goes on to this time after the last log, for rules that wait for silence: +4h, or an ISO time.',
      },
      logs: { shape: free(logs), required: true, about: 'The logs that go in; their order has no meaning.' },
      expect: {
        shape: free(expectation),
        required: true,
        about: 'What must come out: silence, a number, or in full; or notEvaluated.',
      },
    },
  }
}

export function fileShape(schemas: { readonly base: object; readonly test: object }): MapShape {
  return {
    kind: 'map',
    what: 'a test file',
    fields: {
      rule: {
        shape: free({ anyOf: [{ type: 'string' }, { ...texts, minItems: 1 }] }),
        about: 'The id of the rule under test, or a list of ids. Without it, the rule in the file of the same name.',
      },
      suppression: { shape: text, about: 'The id of the suppression under test.' },
      description: { shape: anyText, about: 'More for the reader.' },
      start: { shape: start, about: 'The time that +10m counts from. Without it, 2026-01-01T00:00:00Z.' },
      suppressions: { shape: inForce, about: 'The suppressions in force: all of the workspace, or a list of ids.' },
      baseLogs: {
        shape: free({ type: 'object', additionalProperties: schemas.base }),
        about: 'Named logs to start from.',
      },
      tests: {
        shape: free({ type: 'array', minItems: 1, items: schemas.test }),
        required: true,
        about: 'The tests.',
      },
    },
  }
}
