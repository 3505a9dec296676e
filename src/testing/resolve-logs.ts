import type { Finding, Path } from '../diagnostic/diagnostic'
import { isIdPath, openedForm, withId, withTime } from '../event/change-log'
import { recordsIn } from '../event/envelopes/envelopes'
import type { GivenOfLogs } from '../event/given'
import type { LogEvent } from '../event/log-event'
import { readLog } from '../event/read-log'
import { setInRecord, unsetInRecord } from './change-record'
import type { DeclaredLog, DeclaredTest, RecordSource, TestFile } from './declared-test'
import { FindingList } from './finding-list'

/** Raw records, with what is said of them for what they lack. */
interface Records {
  readonly records: readonly unknown[]
  /** Set for logs of a file, which happened when they say; those of a test begin with it. */
  readonly areOfFile?: boolean
  readonly given?: GivenOfLogs | undefined
}

/** The raw records of a log file, by its path as the test file writes it; or why there are none. */
export type ReadRecords = (file: string) => Records | { readonly trouble: string }

/** Where the logs of a test file come from. */
export interface LogSources {
  readonly readRecords: ReadRecords
  /** What is said of the logs that stand in the test file itself. */
  readonly given?: GivenOfLogs | undefined
}

/** The logs of tests, made once. */
export type ResolvedLogs = WeakMap<DeclaredTest, TestLogs>

interface TestLogs {
  readonly events: readonly LogEvent[]
  readonly findings: readonly Finding[]
}

/** The logs of a test; made once where the sources hold what was made earlier. */
export function resolveOnce(
  file: TestFile,
  test: DeclaredTest,
  sources: LogSources & { readonly resolved?: ResolvedLogs },
): TestLogs {
  const logs = sources.resolved?.get(test) ?? resolveLogs(file, test, sources)
  sources.resolved?.set(test, logs)
  return logs
}

/** What the logs in the tests of a file hold, for those who look at them and run nothing. */
export type LookedAt = WeakMap<TestFile, TestLogs>

/**
 * The logs of all tests of a file, for a look at what they hold: what is repeated, and a base log that many tests use as it
 * is, is made once. Made once where `known` holds it.
 */
export function lookAtLogs(file: TestFile, sources: LogSources, known: LookedAt): TestLogs {
  const before = known.get(file)
  if (before) return before
  const found = new FindingList()
  const seen = new Set<string>()
  const events = file.tests.flatMap((test) => {
    const resolver = new LogResolver(file, test.startMs, sources, found)
    return test.logs.flatMap((log, index) => {
      const { origin, set, unset, atMs, id } = log
      if (origin.kind === 'base' && set.length + unset.length === 0) {
        const use = JSON.stringify([origin.base, atMs === undefined, id === undefined])
        if (seen.has(use)) return []
        seen.add(use)
      }
      return resolver.lookAt(log, index + 1)
    })
  })
  const logs = { events, findings: found.findings }
  known.set(file, logs)
  return logs
}

/** Turns the logs of a test into events. With an error among the findings the test cannot be run. */
export function resolveLogs(file: TestFile, test: DeclaredTest, sources: LogSources): TestLogs {
  const found = new FindingList()
  const resolver = new LogResolver(file, test.startMs, sources, found)
  const events = test.logs.flatMap((log, index) => resolver.eventsOf(log, index + 1))
  return { events, findings: found.findings }
}

const nothing: Records = { records: [] }

class LogResolver {
  constructor(
    private readonly file: TestFile,
    private readonly startMs: number,
    private readonly sources: LogSources,
    private readonly found: FindingList,
  ) {}

  eventsOf(log: DeclaredLog, place: number): readonly LogEvent[] {
    const from = this.recordsOf(log)
    const { records, given } = from
    const { times, shiftMs } = this.timesOf(log, from)
    return Array.from({ length: log.repeat }).flatMap((_, copy) =>
      records.flatMap((record, index) => {
        const timeMs = (times[index] ?? this.startMs) + shiftMs + copy * log.everyMs
        const isMoved = log.atMs !== undefined || copy > 0
        const moved = isMoved ? withTime(record, timeMs, given) : record
        return this.event(this.withFreshId(moved, log, { place, copy, index }, given), log.path, from) ?? []
      }),
    )
  }

  /** The records as they are read, each once. */
  lookAt(log: DeclaredLog, place: number): readonly LogEvent[] {
    const from = this.recordsOf(log)
    const { given } = from
    return from.records.flatMap((record, index) => {
      const moved = log.atMs === undefined ? record : withTime(record, log.atMs, given)
      return this.event(this.withFreshId(moved, log, { place, copy: 0, index }, given), log.path, from) ?? []
    })
  }

  /** When the records happened, and how far the test moves them. What is put somewhere alone need not say when it was. */
  private timesOf(log: DeclaredLog, from: Records) {
    const { records } = from
    if (records.length === 1 && log.atMs !== undefined) return { times: [log.atMs], shiftMs: 0 }
    if (log.atMs === undefined && log.repeat === 1) return { times: [], shiftMs: 0 }
    const times = records.map((record) => this.event(record, log.path, from)?.timeMs ?? this.startMs)
    return { times, shiftMs: log.atMs === undefined ? 0 : log.atMs - times.reduce((a, b) => Math.min(a, b), Infinity) }
  }

  private withFreshId(
    record: unknown,
    log: DeclaredLog,
    at: { place: number; copy: number; index: number },
    given: GivenOfLogs | undefined,
  ): unknown {
    if (log.id !== undefined) return withId(record, log.id, given)
    const isFresh = log.origin.kind === 'base' || log.repeat > 1
    if (!isFresh || log.set.some(([path]) => isIdPath(record, path, given))) return record
    const stem = `${log.origin.kind === 'base' ? log.origin.base : log.origin.kind}-${at.place}`
    const copy = log.repeat > 1 ? `.${at.copy + 1}` : ''
    const many = log.origin.kind === 'file' && log.origin.record === undefined ? `.${at.index + 1}` : ''
    return withId(record, stem + copy + many, given)
  }

  private event(record: unknown, path: Path, { given, areOfFile }: Records): LogEvent | undefined {
    const read = readLog(record, { defaultTimeMs: this.startMs, guessesTime: areOfFile, given })
    if ('event' in read) return read.event
    if (!this.found.hasErrorUnder(path)) this.found.error('T011', path, `this log ${read.trouble}`, read.help)
    return undefined
  }

  private recordsOf(source: RecordSource): Records {
    const from = this.originalsOf(source)
    const { given } = from
    const opened = from.records.map((record) => openedForm(record, given))
    return { ...from, records: this.set(this.unset(opened, source), source, given) }
  }

  private originalsOf({ origin, path }: RecordSource): Records {
    switch (origin.kind) {
      case 'record':
        return { records: recordsIn(origin.record), given: this.sources.given }
      case 'base': {
        const base = this.file.baseLogs.get(origin.base)
        if (!base) return nothing
        const from = this.recordsOf(base)
        const { records } = from
        if (records.length === 1 || this.found.hasErrorUnder(base.path))
          return { ...from, records: records.slice(0, 1) }
        const message = `the base log "${origin.base}" is ${records.length} records`
        this.found.error('T010', base.path, message, 'pick one: record: 1')
        return nothing
      }
      default:
        return this.fileRecords(origin.file, origin.record, path)
    }
  }

  private fileRecords(file: string, record: number | undefined, path: Path): Records {
    const read = this.sources.readRecords(file)
    if ('trouble' in read) return this.refused([...path, 'file'], read.trouble)
    const { records, given } = read
    if (records.length === 0) return this.refused([...path, 'file'], 'the file holds no log')
    if (record === undefined) return { records, given, areOfFile: true }
    if (record <= records.length) return { records: [records[record - 1]], given, areOfFile: true }
    const holds = records.length === 1 ? 'one record' : `${records.length} records`
    return this.refused([...path, 'record'], `there is no record ${record}`, `the file holds ${holds}`)
  }

  private refused(path: Path, message: string, help?: string): Records {
    this.found.error('T010', path, message, help)
    return nothing
  }

  private unset(records: readonly unknown[], { unset, path }: RecordSource): readonly unknown[] {
    return unset.reduce((current, dotted, index) => {
      const changed = current.map((record) => unsetInRecord(record, dotted))
      if (current.length > 0 && changed.every((record) => record === undefined)) {
        const message = `the record has nothing at "${dotted}"`
        const help = pathHelp(dotted) ?? '\\. stands for a dot inside a key'
        this.found.error('T010', [...path, 'unset', index], message, help)
      }
      return changed.map((record, each) => record ?? current[each])
    }, records)
  }

  private set(
    records: readonly unknown[],
    { set, path }: RecordSource,
    given: GivenOfLogs | undefined,
  ): readonly unknown[] {
    return records.map((original) =>
      set.reduce((record, [dotted, value]) => {
        const changed = setInRecord(record, dotted, value, given)
        if ('record' in changed) return changed.record
        const here = [...path, 'set', dotted]
        if (!this.found.hasErrorUnder(here)) this.found.error('T010', here, changed.trouble, pathHelp(dotted), 'key')
        return record
      }, original),
    )
  }
}

function pathHelp(path: string): string | undefined {
  return path.startsWith('@') ? 'paths here are those of the raw record, without @: userIdentity.arn' : undefined
}
