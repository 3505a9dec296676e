import type { DistinctQuery } from '../detect/candidate-index'
import type { Code } from '../diagnostic/codes'
import { logOfExportedLine } from '../event/envelopes/cloudwatch'
import { envelopeKeys, recordsIn } from '../event/envelopes/envelopes'
import { whatTextIs } from '../event/envelopes/untimed'
import { readerOfHead, recordOfLine } from '../event/known-profiles'
import type { JsonObject } from '../json/json'
import { findJsonFault } from '../json/json-fault'
import { parseLogJson } from '../json/parse-log-json'
import type { LineGlance } from './glance/line-glance'
import type { SkippedLines } from './glance/line-skip'
import type { RecordGlance } from './glance/record-glance'
import type { PassedRecords } from './glance/record-scan'
import type { GlancedLog, RawLogReading } from './raw-log-reading'
import { isBlank } from './records/log-bytes'
import type { BrokenRecord, GlancedRecords, RecordPlace } from './records/record-sink'
import type { DamagedGzip } from './unpack/unpack-gzip'

/** Takes what is found in one file, record by record, and shows the logs in it. */
export class LogReader {
  logs = 0
  /** Nothing is handed over of a file that may turn out to be damaged: that is told with how many logs came before. */
  countsAll = false
  private quiet = false
  /** Reads the plain lines below a head that names their fields. */
  private readLine: ((line: string) => JsonObject | undefined) | undefined
  private glanceAt: RecordGlance | undefined
  /** Looked for when the first line of text is read. */
  private lines: readonly [LineGlance | undefined] | undefined
  /** Whether what kind of records the file has is told by one of them. */
  private isToldByFirst: boolean

  constructor(
    private readonly file: string,
    private readonly reading: RawLogReading,
  ) {
    this.glanceAt = reading.glance
    this.isToldByFirst = reading.glance === undefined && reading.glanceLike !== undefined
  }

  readonly record = (bytes: Buffer, place: RecordPlace): void => {
    const { mayMatch, nextWanted } = this.reading
    if (nextWanted && nextWanted(place.offset) !== place.offset) return
    const glanced = this.glanceAt?.look(bytes, 0, bytes.length) ?? 'unusual'
    if (glanced !== 'unusual' && isBlank(bytes.subarray(this.glanceAt?.end))) {
      this.glanced(glanced, bytes, place)
      return
    }
    const text = bytes.toString('utf8')
    if (mayMatch && looksWhole(text) && !mayMatch(text) && this.passesOver('others')) return
    const document = this.parse(text, place)
    if (document !== undefined) this.readAll(document, place, bytes)
  }

  /** Takes a record that begins in a chunk, if it is a usual one. */
  readonly glance = (chunk: Buffer, from: number, place: RecordPlace, isAlone: boolean): GlancedRecords | undefined => {
    const glance = this.glanceAt
    if (glance === undefined) return undefined
    const passed = isAlone ? undefined : this.passOver(glance, chunk, from, false)
    if (passed !== undefined) return passed
    const glanced = glance.look(chunk, from, chunk.length)
    if (glanced === 'unusual' || (isAlone && glance.lineFeeds > 0)) return undefined
    const { end, lineFeeds, lastLineFeed } = glance
    if (glanced.length > 0 || !this.passesOver(samplesOf(glance)))
      this.wanted(glanced, chunk.subarray(from, end), place)
    return { end, lineFeeds, lastLineFeed }
  }

  readonly glanceLines = (chunk: Buffer, from: number): GlancedRecords | undefined => {
    const glance = this.glanceAt
    return glance && this.passOver(glance, chunk, from, true)
  }

  /** Counts usual records of which it is known that nobody wants them. */
  private passOver(glance: RecordGlance, chunk: Buffer, from: number, isOfLines: boolean): PassedRecords | undefined {
    const sampling = this.reading.sampling?.[samplesOf(glance)]
    const passed = glance.passOver(chunk, from, sampling?.left ?? most, isOfLines)
    this.logs += passed?.count ?? 0
    sampling?.pass(passed?.count ?? 0)
    return passed
  }

  private glanced(candidates: readonly DistinctQuery[], bytes: Buffer, place: RecordPlace): void {
    const which = this.glanceAt === undefined ? 'others' : samplesOf(this.glanceAt)
    if (candidates.length > 0 || !this.passesOver(which)) this.wanted(candidates, bytes, place)
  }

  private wanted(candidates: readonly DistinctQuery[], bytes: Buffer, place: RecordPlace): void {
    const isHanded =
      !this.countsAll &&
      this.glanceAt?.kind.known !== undefined &&
      this.reading.handOver?.({ bytes, place, candidates }) === true
    if (!isHanded) this.readText(bytes.toString('utf8'), place, { candidates, known: this.glanceAt?.kind.known })
  }

  readText(text: string, place: RecordPlace, glanced: GlancedLog): void {
    const document = this.parse(text, place)
    // What was told at a glance is no envelope.
    if (document !== undefined) this.read(document, place, 0, glanced)
  }

  /** Counts a log that nobody wants, unless it is read all the same. */
  private passesOver(which: 'usual' | 'others'): boolean {
    const sampling = this.reading.sampling?.[which]
    if (sampling?.left === 0) {
      sampling.begin()
      return false
    }
    sampling?.pass(1)
    this.logs += 1
    return true
  }

  readonly line = (bytes: Buffer, place: RecordPlace): boolean =>
    this.readKnown(bytes.toString('utf8').trimEnd(), place)

  /** Answers whether a line is one that a source writes as text, and then reads it. */
  private readKnown(text: string, place: RecordPlace): boolean {
    const exported = logOfExportedLine(text)
    if (exported !== undefined) {
      this.read(exported, place)
      return true
    }
    const head = readerOfHead(text)
    if (head !== undefined) this.readLine = head
    const record = head === undefined ? (this.readLine?.(text) ?? recordOfLine(text, undefined)) : undefined
    if (record !== undefined) this.read({ message: { ...record, message: text } }, place)
    if (head !== undefined || record !== undefined) return true
    const isNamed = whatTextIs(text) !== undefined
    if (isNamed) this.read({ message: text }, place)
    return isNamed
  }

  /** A line of a file of text: JSON where it is JSON, what a source writes as text, or a message that somebody reads. */
  readonly textLine = (text: string, place: RecordPlace): void => {
    const { nextWanted } = this.reading
    if (nextWanted && nextWanted(place.offset) !== place.offset) {
      // Below it the lines that are wanted are read by its names.
      this.readLine = readerOfHead(text) ?? this.readLine
      return
    }
    const document = text.startsWith('{') ? parsedOrNothing(text) : undefined
    if (document !== undefined) this.readAll(document, place)
    else if (!this.readKnown(text, place)) this.readMessage(text, place)
  }

  readonly skipLines = (chunk: Buffer, from: number): SkippedLines | undefined => {
    // The first is read all the same, and below a head lines may be records.
    if (this.lines === undefined || this.readLine !== undefined) return undefined
    const sampling = this.reading.sampling?.others
    const skipped = this.lines[0]?.skip(chunk, from, sampling?.left ?? most)
    this.logs += skipped?.lineFeeds ?? 0
    sampling?.pass(skipped?.lineFeeds ?? 0)
    return skipped
  }

  private readMessage(text: string, place: RecordPlace): void {
    this.lines ??= [this.reading.lines?.()]
    const candidates = this.lines[0]?.candidates(text)
    if (candidates?.length === 0 && this.passesOver('others')) return
    this.read({ message: text }, place, 0, candidates && { candidates, known: undefined })
  }

  readonly tooLong = (place: RecordPlace): void => this.broken('too-large', place)

  /** A row of a table as a log. */
  whole(raw: unknown, line: number): void {
    this.readAll(raw, { line, column: 1, offset: line })
  }

  readonly broken = (what: BrokenRecord, place: RecordPlace): void => {
    const [code, message, help] = brokenRecords[what]
    this.trouble(code, message, place, help)
  }

  /** `end` gives the last log before the damage, should it be whole; if not, the damage says it all. */
  async damaged(how: DamagedGzip['how'], end: () => void | Promise<void>): Promise<void> {
    this.quiet = true
    await end()
    this.quiet = false
    this.trouble('L006', `the compressed file is ${how}; the ${this.logs} logs before that were read`)
  }

  tooLarge(mostBytes: number): void {
    this.trouble('L004', `the file holds more than ${mostBytes / 1024 / 1024} MB`)
  }

  trouble(code: Code, message: string, place?: Pick<RecordPlace, 'line' | 'column'>, help?: string): void {
    if (this.quiet) return
    const at = place && { line: place.line, column: place.column }
    this.reading.onTrouble({ code, severity: 'error', message, file: this.file, ...at, ...(help && { help }) })
  }

  private parse(text: string, place: RecordPlace): unknown {
    try {
      return parseLogJson(text)
    } catch {
      const fault = findJsonFault(text) ?? { offset: 0, message: 'it cannot be parsed' }
      const help = /"[-+]?(?:NaN|Infinity)"/.test(fault.message) ? 'JSON has no such number: write null' : undefined
      this.trouble('L001', `this log is not valid JSON: ${fault.message}`, placeInside(text, fault.offset, place), help)
      return undefined
    }
  }

  private readAll(document: unknown, place: RecordPlace, bytes?: Buffer): void {
    let part = 0
    const records = recordsIn(document)
    const glanced = this.isToldByFirst ? this.tellByFirst(document, records, bytes) : undefined
    for (const raw of records) {
      this.read(raw, place, part, glanced)
      part += 1
    }
  }

  /** What a glance tells of the first record itself, which is read all the same. */
  private tellByFirst(document: unknown, records: readonly unknown[], bytes?: Buffer): GlancedLog | undefined {
    this.isToldByFirst = false
    if (records.length !== 1 || records[0] !== document) return undefined
    this.glanceAt = this.reading.glanceLike?.(document)
    const candidates = bytes && this.glanceAt?.look(bytes, 0, bytes.length)
    if (candidates === undefined || candidates === 'unusual') return undefined
    return { candidates, known: this.glanceAt?.kind.known }
  }

  private read(raw: unknown, place: RecordPlace, part = 0, glanced?: GlancedLog): void {
    const wrong = this.reading.onLog(raw, { offset: place.offset, part }, glanced)
    if (wrong === undefined) this.logs += 1
    else this.trouble('L003', `this log ${wrong.trouble}`, place, wrong.help)
  }
}

/** Of records that have one source the first is enough, of others one in some. */
function samplesOf({ kind }: RecordGlance): 'usual' | 'others' {
  return kind.isUniform ? 'usual' : 'others'
}

/** So many records are passed over at once where none is read all the same. */
const most = 2 ** 30

function parsedOrNothing(text: string): unknown {
  try {
    return parseLogJson(text)
  } catch {
    return undefined
  }
}

const brokenRecords: Readonly<Record<BrokenRecord, readonly [Code, string, string?]>> = {
  'cut-off': ['L002', 'the text ends in the middle of a log; the complete ones before it were read'],
  'unclosed-text': ['L001', 'this log is not valid JSON: its line ends inside a text'],
  'not-json': [
    'L001',
    'here no log begins: logs are JSON objects, one by one, one a line, or in a list',
    'logs of text are read once their source is named: --source NAME, or logs: in ddac.yaml',
  ],
  'too-large': ['L004', 'this record is larger than 256 MB and was left out'],
}

/** A message is text in most logs; an envelope is only one that is an object. */
const envelopeMark = new RegExp(
  `"(?:${envelopeKeys.map((key) => (key === 'message' ? 'message"\\s*:\\s*\\{' : `${escaped(key)}"`)).join('|')})`,
)

/** Whether a text that nobody parses can pass for one whole log. What is written wrong inside of it goes unseen. */
function looksWhole(text: string): boolean {
  const [first, last] = [text.trimStart()[0], text.trimEnd().at(-1)]
  if (first !== '{' || last !== '}' || text.includes('NaN') || text.includes('Infinity')) return false
  return !envelopeMark.test(text.slice(0, 64))
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function placeInside(text: string, offset: number, place: RecordPlace): { line: number; column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  const column = Buffer.byteLength(before.slice(lineStart))
  if (lineStart === 0) return { line: place.line, column: place.column + column }
  return { line: place.line + before.split('\n').length - 1, column: column + 1 }
}
