import type { Path } from '../diagnostic/diagnostic'
import { isJsonObject } from '../json/json-object'
import { asTexts } from '../json/json-text'
import type { CaseStatus } from '../rule/case-status'
import type { Expectation, ExpectedSignal, ExpectedStep, ExpectedText } from './declared-test'
import type { FindingList, Keys } from './finding-list'
import { momentHelp, readMoment } from './moments'
import { expectShape, signalShape, stepShape, textShape } from './test-shapes'

const nothing = {}
const expectKeys = expectShape(nothing)
const signalKeys = signalShape({ text: nothing, step: nothing })

/** Reads what a test expects: `silence`, `notEvaluated`, a number of signals, or a map. */
export function readExpectation(
  written: unknown,
  path: Path,
  startMs: number,
  found: FindingList,
): Expectation | undefined {
  if (written === 'silence') return { signals: 0, path }
  if (written === 'notEvaluated') return { signals: 0, isNotEvaluated: true, path }
  if (typeof written === 'number') {
    return isCount(written) ? { signals: written, path } : found.error('T002', path, 'expect should be a whole number')
  }
  if (!isJsonObject(written)) {
    const help = 'expect: silence, expect: 1, or expect: { signals: [{ severity: medium }] }'
    return found.error('T002', path, 'expect should be silence, notEvaluated, a number of signals, or a map', help)
  }
  const map = found.check(expectKeys, written, path)
  if (!map || !Object.hasOwn(map, 'signals')) return undefined
  const signals = new ExpectationReader(startMs, found).signals(map['signals'], [...path, 'signals'])
  if (signals === undefined) return undefined
  const { suppressed, excluded } = map
  checkSuppressed(signals, suppressed, path, found)
  return {
    signals,
    ...(typeof suppressed === 'number' && { suppressed }),
    ...(typeof excluded === 'number' && { excluded }),
    path,
  }
}

/** A list describes every signal, hidden ones too, so a number beside it must agree. */
function checkSuppressed(signals: Expectation['signals'], suppressed: unknown, path: Path, found: FindingList): void {
  if (typeof signals === 'number' || typeof suppressed !== 'number') return
  const hidden = signals.filter(isExpectedHidden).length
  if (hidden === suppressed) return
  const message = `suppressed says ${suppressed}, and ${hidden} of the listed signals have suppressedBy`
  found.error('T008', [...path, 'suppressed'], message, 'list the hidden signals too, or leave suppressed out')
}

/** Whether an expected signal is one that a suppression hides. */
export function isExpectedHidden({ suppressedBy = [] }: ExpectedSignal): boolean {
  return suppressedBy.length > 0
}

class ExpectationReader {
  constructor(
    private readonly startMs: number,
    private readonly found: FindingList,
  ) {}

  signals(written: unknown, path: Path): Expectation['signals'] | undefined {
    if (typeof written === 'number' && isCount(written)) return written
    if (!Array.isArray(written)) {
      const help = 'signals: 0, signals: 2, or a list with one entry for each signal: signals: [{ severity: high }]'
      return this.found.error('T002', path, 'signals should be a number or a list', help)
    }
    return written.flatMap((each, index) => this.signal(each, [...path, index]) ?? [])
  }

  private signal(written: unknown, path: Path): ExpectedSignal | undefined {
    const map = this.found.check(signalKeys, written, path)
    if (!map) return undefined
    const { rule, severity, count, tags, notifications, suppressedBy } = map
    const read = {
      title: this.text(map, 'title', path),
      message: this.text(map, 'message', path),
      group: this.group(map['group'], [...path, 'group']),
      firstSeenMs: this.moment(map, 'firstSeen', path),
      lastSeenMs: this.moment(map, 'lastSeen', path),
      events: this.events(map['events'], [...path, 'events']),
      steps: this.steps(map['steps'], [...path, 'steps']),
      rule: rule as string | undefined,
      severity: severity as CaseStatus | undefined,
      case: map['case'] as string | undefined,
      count: count as number | undefined,
      tags: tags as readonly string[] | undefined,
      notifications: notifications as readonly string[] | undefined,
      suppressedBy: suppressedBy as readonly string[] | undefined,
    }
    return { ...withoutUndefined(read), path }
  }

  private text(map: Keys, key: string, path: Path): ExpectedText | undefined {
    const written = map[key]
    if (written === undefined) return undefined
    if (typeof written === 'string') return { equals: written, contains: [], excludes: [] }
    const here = [...path, key]
    if (!isJsonObject(written)) {
      const help = `${key}: the whole text, or ${key}: { contains: a part of it }`
      return this.found.error('T002', here, `${key} should be a text or a map`, help)
    }
    const text = this.found.check(textShape, written, here)
    if (!text) return undefined
    const { equals } = text
    const contains = this.texts(text['contains'], [...here, 'contains'])
    const excludes = this.texts(text['excludes'], [...here, 'excludes'])
    return { ...(typeof equals === 'string' && { equals }), contains, excludes }
  }

  private texts(written: unknown, path: Path): readonly string[] {
    if (written === undefined) return []
    if (typeof written === 'string') return [written]
    return asTexts(written) ?? this.found.error('T002', path, 'this should be a text or a list of texts') ?? []
  }

  private group(written: unknown, path: Path): Readonly<Record<string, string>> | undefined {
    if (written === undefined) return undefined
    const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)
    if (!isJsonObject(written) || !Object.values(written).every(isScalar)) {
      const help = "for example group: { '@userIdentity.arn': 'arn:aws:iam::111122223333:user/mallory' }"
      return this.found.error('T002', path, 'group should be a map of fields and values', help)
    }
    return Object.fromEntries(Object.entries(written).map(([field, value]) => [field, String(value)]))
  }

  private moment(map: Keys, key: string, path: Path): number | undefined {
    const written = map[key]
    if (written === undefined) return undefined
    const timeMs = readMoment(written, this.startMs)
    return timeMs ?? this.found.error('T004', [...path, key], `${key} is not a time`, momentHelp)
  }

  private events(written: unknown, path: Path): number | readonly string[] | undefined {
    if (written === undefined || (typeof written === 'number' && isCount(written))) return written
    return asTexts(written) ?? this.found.error('T002', path, 'events should be a number, or a list of ids')
  }

  private steps(written: unknown, path: Path): readonly ExpectedStep[] | undefined {
    if (written === undefined) return undefined
    if (!Array.isArray(written)) return this.found.error('T002', path, 'steps should be a list')
    return written.flatMap((each, index) => {
      if (typeof each === 'string') return [{ step: each }]
      const here = [...path, index]
      const map = this.found.check(stepShape, each, here)
      if (typeof map?.['step'] !== 'string') return []
      const read = { atMs: this.moment(map, 'at', here), events: this.events(map['events'], [...here, 'events']) }
      return [{ step: map['step'], ...withoutUndefined(read) }]
    })
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

type Defined<Value> = { readonly [Key in keyof Value]?: Exclude<Value[Key], undefined> }

function withoutUndefined<Value extends object>(value: Value): Defined<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<Value>
}
