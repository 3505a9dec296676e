import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { evaluateEvents } from '../../src/detect/evaluate'
import { readSecurityFilter } from '../../src/detect/security-filter'
import type { Signal } from '../../src/detect/signals/signal'
import type { LogEvent } from '../../src/event/log-event'
import { readLog } from '../../src/event/read-log'
import type { JsonObject } from '../../src/json/json'
import type { Draft } from '../../src/rule/rule'
import type { Suppression } from '../../src/suppression/suppression'

/** A log by its second; what is no field of a log event is an attribute. */
type ShortLog = Partial<Omit<LogEvent, 'timeMs' | 'attributes' | 'id'>> & {
  at: number
  /** Its place if it is absent, none if it is null. */
  id?: string | null
  [attribute: string]: unknown
}

interface Case {
  readonly name: string
  /** Laid over the file's rule, options over options. */
  readonly rule?: Partial<Draft>
  /** Rules that run beside it. */
  readonly others?: readonly Partial<Draft>[]
  readonly suppressions?: readonly (Partial<Suppression> & { start?: number; expires?: number })[]
  /** Security filters as the API has them. */
  readonly filters?: readonly JsonObject[]
  readonly tables?: Record<string, readonly Record<string, string>[]>
  readonly logs: readonly ShortLog[]
  /** How many signals, or what they are like in the order in which they open. */
  readonly signals: number | readonly ExpectedSignal[]
  readonly excluded?: number
  /** The second up to which the clock goes on after the last log. */
  readonly until?: number
  /** How many signals only the end of the logs made. */
  readonly atEnd?: number
  /** What the reasons say, in the order of the rules. */
  readonly notEvaluated?: string | readonly string[]
}

type ExpectedSignal = Partial<Omit<Signal, 'firstSeenMs' | 'lastSeenMs' | 'steps'>> & {
  firstSeen?: number
  lastSeen?: number
  steps?: readonly { readonly step: string; readonly at: number; readonly events: readonly string[] }[]
}

const directory = join(__dirname, '../conformance')

for (const file of readdirSync(directory).filter((name) => /^detect-.*\.yaml$/.test(name))) {
  const { rule, cases } = parse(readFileSync(join(directory, file), 'utf8'), { merge: true }) as {
    rule: Draft
    cases: readonly Case[]
  }
  describe(file, () => {
    it.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
      const tested = merged({ name: 'r', message: '', isEnabled: true, queries: [], cases: [], options: {} }, rule)
      const rules = [merged(tested, one.rule ?? {}), ...(one.others ?? []).map((other) => merged(tested, other))]
      const evaluation = evaluateEvents(rules, one.logs.map(eventOf), {
        suppressions: (one.suppressions ?? []).map(suppressionOf),
        tables: new Map(Object.entries(one.tables ?? {})),
        filters: (one.filters ?? []).map(readSecurityFilter),
        ...(one.until !== undefined && { untilMs: one.until * 1000 }),
      })
      const reasons = evaluation.notEvaluated.map(({ reason }) => reason)
      expect(reasons).toEqual([one.notEvaluated ?? []].flat().map((said) => expect.stringContaining(said)))
      if (typeof one.signals === 'number') expect(evaluation.signals).toHaveLength(one.signals)
      else {
        expect(evaluation.signals.map(shortSignal)).toMatchObject(one.signals)
        for (const [index, { attributes }] of one.signals.entries()) {
          if (attributes !== undefined) expect(evaluation.signals[index]?.attributes).toEqual(attributes)
        }
      }
      if (one.excluded !== undefined) expect(evaluation.stats.excluded).toBe(one.excluded)
      if (one.atEnd !== undefined) expect(evaluation.stats.atEnd).toBe(one.atEnd)
    })

    it.each(cases.map((one) => [one.name, one] as const))('says how it is known: %s', (_, one) => {
      expect(one).toMatchObject({
        known_from: expect.stringMatching(/^(documented|observed|assumed)$/),
        source: expect.any(String),
      })
    })
  })
}

function merged(below: Draft, above: Partial<Draft>): Draft {
  return { ...below, ...above, options: { ...below.options, ...above.options } }
}

function nameless(log: object): LogEvent {
  const read = readLog(log)
  if ('trouble' in read) throw new Error(read.trouble)
  return read.event
}

function eventOf(log: ShortLog, index: number): LogEvent {
  const { at, id, tiebreaker, message, service, status, host, source, tags, ...attributes } = log
  const reserved = { tiebreaker, message, service, status, host, source }
  const present = Object.fromEntries(Object.entries(reserved).filter(([, value]) => value !== undefined))
  if (id === null) return nameless({ timestamp: at * 1000, tags: tags ?? [], attributes, ...present })
  return {
    id: id ?? `${index + 1}`,
    timeMs: at * 1000,
    tags: tags ?? [],
    attributes: attributes as LogEvent['attributes'],
    ...present,
  }
}

function suppressionOf(one: NonNullable<Case['suppressions']>[number]): Suppression {
  const { start, expires, ...rest } = one
  return {
    id: 's',
    name: 's',
    enabled: true,
    rules: [],
    ruleQuery: '*',
    tags: [],
    ...rest,
    ...(start !== undefined && { startMs: start * 1000 }),
    ...(expires !== undefined && { expiresMs: expires * 1000 }),
  }
}

function shortSignal(signal: Signal) {
  return {
    ...signal,
    firstSeen: signal.firstSeenMs / 1000,
    lastSeen: signal.lastSeenMs / 1000,
    steps: signal.steps.map(({ step, atMs, events }) => ({ step, at: atMs / 1000, events })),
  }
}
