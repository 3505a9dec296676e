// One piece: the states of the scanner share the same few fields and explain each other.
import { ByteWindow } from './byte-window'
import { LinePlaces } from './line-places'
import { ListCandidate } from './list-candidate'
import {
  backslash,
  closeList,
  closeObject,
  colon,
  comma,
  isBlank,
  lineFeed,
  openList,
  openObject,
  quote,
  wholeLinesBehind,
} from './log-bytes'
import { type BrokenRecord, largestRecord, type RecordPlace, type RecordSink } from './record-sink'

/** No source that writes plain lines writes longer ones. */
const longestPlainLine = 64 * 1024

/** Stands in for the last byte of a text or a scalar. */
const scalar = 0x30

/**
 * Cuts the bytes of a log file into the texts of its records without holding the document: JSON values one after
 * another or one a line, a list, or a container object such as `{"Records": […]}`. Chunks may end anywhere, also inside
 * a character. Broken text costs its own record; the next one is found again.
 */
export class RecordSplitter {
  private readonly bytes = new ByteWindow()
  private mode: 'document' | 'lines' | 'plain-line' | 'skip-line' | 'skip-to-record' = 'document'
  private readonly places = new LinePlaces()
  private depth = 0
  /** How deep the records lie: 0 by themselves, 1 in a list, 2 in the list of a container object. */
  private level = 0
  private inText = false
  private afterBackslash = false
  /** The last byte that was not blank, outside of texts. */
  private before = lineFeed
  /** Where the record at work began. */
  private start: RecordPlace | undefined
  private tooLarge = false
  /** The last text at depth 1: the key, should a list follow. */
  private key = { start: 0, end: 0 }
  private readonly candidate = new ListCandidate()
  /** The last record stood on one line by itself, so the file may be one of lines. */
  private onOneLine = false

  /** `largest`: a record with more bytes is left out. */
  constructor(
    private readonly sink: RecordSink,
    private readonly largest = largestRecord,
  ) {}

  /** Takes the next bytes of the file. */
  push(chunk: Buffer): void {
    const base = this.bytes.end
    this.bytes.push(chunk, this.start && !this.tooLarge ? this.start.offset : base)
    for (let at = 0; at < chunk.length; ) at = this.step(chunk, at, base)
    if (this.start && !this.tooLarge && this.bytes.end - this.start.offset > this.largest) this.giveUp(this.start)
  }

  /** What is too large in the first element of a list that logs may stand in is that one, and not all of its container. */
  private giveUp(start: RecordPlace): void {
    const { first } = this.candidate
    const isFirst = first !== undefined && this.bytes.end - first.offset > this.largest
    if (first !== undefined && !isFirst) return
    if (isFirst) {
      this.level = 2
      this.start = first
      this.candidate.close()
    }
    this.tooLarge = true
    this.sink.broken('too-large', this.start ?? start)
  }

  /** The file has ended: what is still open is told as cut off. */
  end(): void {
    const { start, mode } = this
    const { end } = this.bytes
    if (mode === 'lines' && start) this.emitUnlessBlank(start, end)
    else if (mode === 'plain-line' && start) this.offerLine(start, end)
    else if (mode === 'document' && (start || this.depth > 0) && !this.tooLarge) {
      this.sink.broken('cut-off', start ?? this.places.at(end))
      if (start && this.level === 0) this.salvageLines(start, end)
    }
  }

  private step(chunk: Buffer, at: number, base: number): number {
    if (this.mode === 'lines') return this.passLine(chunk, at, base)
    if (this.mode === 'plain-line') return this.passPlainLine(chunk, at, base)
    if (this.mode !== 'document') return this.skipLine(chunk, at, base)
    return this.inText ? this.passText(chunk, at, base) : this.passStructure(chunk, at, base)
  }

  /** Walks over what stands outside of texts, up to the next text or change of mode. */
  private passStructure(chunk: Buffer, from: number, base: number): number {
    const { length } = chunk
    for (let at = from; at < length; at += 1) {
      const byte = chunk[at] ?? 0
      if (byte === 0x20 || byte === 0x09 || byte === 0x0d) continue
      const offset = base + at
      if (byte === lineFeed) {
        this.places.end(offset)
        if (this.onOneLine && this.depth === 0) {
          this.mode = 'lines'
          return at + 1
        }
        continue
      }
      if (this.level === 0 && byte === openObject && this.brokeOffBefore(offset)) this.abandon('cut-off', offset)
      if (this.depth === this.level && !this.start) {
        const end = byte === openObject ? this.takeAtGlance(chunk, at, offset) : -1
        if (end !== -1) {
          at = end - 1
          continue
        }
        if (!this.begin(byte, offset)) return at
      }
      const { before } = this
      this.before = byte
      if (byte === quote) {
        this.before = scalar
        this.inText = true
        if (this.depth === 1 && this.level === 0) this.key = { start: offset + 1, end: offset + 1 }
        return at + 1
      }
      if (byte === openObject || byte === openList) this.open(byte, before, offset)
      else if (byte === closeObject || byte === closeList) this.close(offset)
      else if (byte === comma) {
        if (this.start && this.depth === this.level) this.emit(this.start, offset)
      } else if (byte !== colon) this.before = scalar
    }
    return length
  }

  /** Hands over a record that needs no walk of ours; answers where it ends, or -1. */
  private takeAtGlance(chunk: Buffer, at: number, offset: number): number {
    const taken = this.sink.glance?.(chunk, at, this.places.at(offset), this.level === 0)
    if (taken === undefined) return -1
    this.places.pass(taken.lineFeeds, offset - at + taken.lastLineFeed + 1)
    this.before = closeObject
    this.onOneLine = this.level === 0
    this.candidate.forget()
    return taken.end
  }

  /** Walks to the end of a text. No JSON text holds a line feed: there a record by itself is given up. */
  private passText(chunk: Buffer, from: number, base: number): number {
    const { length } = chunk
    let at = from
    if (this.afterBackslash) {
      this.afterBackslash = false
      at += 1
    }
    for (; at < length; at += 1) {
      const byte = chunk[at] ?? 0
      // Nearly all bytes of a text: letters, digits, and what is beyond ASCII.
      if (byte > backslash || (byte > quote && byte < backslash)) continue
      if (byte === quote) {
        this.inText = false
        if (this.depth === 1 && this.level === 0) this.key = { start: this.key.start, end: base + at }
        else if (this.depth === 0 && this.start) this.emitText(this.start, base + at + 1)
        return at + 1
      }
      if (byte === backslash) {
        at += 1
        if (at === length) this.afterBackslash = true
      } else if (byte === lineFeed) {
        this.places.end(base + at)
        if (this.level > 0) continue
        if (this.depth === 0) {
          this.refuseText()
          return at + 1
        }
        this.abandon('unclosed-text', base + at)
        this.mode = 'skip-to-record'
        return at + 1
      }
    }
    return length
  }

  /** A text by itself is a record if it is one of an object. */
  private emitText(start: RecordPlace, end: number): void {
    if (this.tooLarge || this.bytes.slice(start.offset + 1, start.offset + 2)[0] === openObject) this.emit(start, end)
    else {
      this.refuseText()
      this.mode = 'skip-line'
    }
  }

  private refuseText(): void {
    this.sink.broken('not-json', this.start ?? this.places.at(this.places.lineStart))
    this.start = undefined
    this.inText = false
    this.tooLarge = false
  }

  private passLine(chunk: Buffer, from: number, base: number): number {
    const taken = this.start || chunk[from] !== openObject ? undefined : this.sink.glanceLines?.(chunk, from)
    if (taken !== undefined) {
      this.places.pass(taken.lineFeeds, base + taken.end)
      return taken.end
    }
    this.start ??= this.places.at(base + from)
    const at = chunk.indexOf(lineFeed, from)
    if (at === -1) return chunk.length
    const { start } = this
    const isShort = base + at - start.offset < 4
    const text = isShort
      ? this.bytes
          .slice(start.offset, base + at)
          .toString('latin1')
          .trim()
      : undefined
    if (text === '{' || text === '[') this.enterDocument(text)
    else this.emitUnlessBlank(start, base + at)
    this.places.end(base + at)
    return at + 1
  }

  /** Some sources write lines of plain text. One that is far too long is given up at once. */
  private passPlainLine(chunk: Buffer, from: number, base: number): number {
    this.start ??= this.places.at(base + from)
    const at = chunk.indexOf(lineFeed, from)
    const end = base + (at === -1 ? chunk.length : at)
    if (at === -1 && end - this.start.offset <= longestPlainLine) return chunk.length
    this.offerLine(this.start, end)
    if (at === -1) this.mode = 'skip-line'
    else this.places.end(base + at)
    return at === -1 ? chunk.length : at + 1
  }

  private offerLine(start: RecordPlace, end: number): void {
    const isLog = end - start.offset <= longestPlainLine && this.sink.line(this.bytes.slice(start.offset, end), start)
    if (!isLog) this.sink.broken('not-json', start)
    this.start = undefined
    this.mode = 'document'
  }

  private emitUnlessBlank(start: RecordPlace, end: number): void {
    if (!this.tooLarge && isBlank(this.bytes.slice(start.offset, end))) this.start = undefined
    else this.emit(start, end)
  }

  /** Among lines, one that only opens an object or a list: from here on the file is not one of lines. */
  private enterDocument(opening: '{' | '['): void {
    this.mode = 'document'
    this.onOneLine = false
    this.depth = 1
    this.before = opening.charCodeAt(0)
    if (opening === '{') return
    this.level = 1
    this.start = undefined
  }

  private skipLine(chunk: Buffer, from: number, base: number): number {
    const opens = chunk[from] === openObject || chunk[from] === openList
    if (this.mode === 'skip-to-record' && opens && base + from === this.places.lineStart) {
      this.mode = 'document'
      return from
    }
    const at = chunk.indexOf(lineFeed, from)
    if (at === -1) return chunk.length
    this.places.end(base + at)
    if (this.mode === 'skip-line') this.mode = 'document'
    return at + 1
  }

  /** An object that opens a line after something that cannot go on with it: the record before it broke off. */
  private brokeOffBefore(offset: number): boolean {
    const inList = this.before === openList || (this.before === comma && this.depth > 1)
    const goesOn = inList || this.before === colon
    return this.depth > 0 && offset === this.places.lineStart && !goesOn
  }

  /** Begins a record, or passes what stands around records. Answers false where no record can begin. */
  private begin(byte: number, offset: number): boolean {
    const isRecord =
      this.level > 0
        ? byte !== comma && byte !== closeList && byte !== closeObject
        : byte === openObject || byte === quote
    if (isRecord) this.start = this.places.at(offset)
    if (isRecord || this.level > 0 || byte === openList) return true
    this.start = this.places.at(offset)
    this.mode = 'plain-line'
    return false
  }

  private open(byte: number, before: number, offset: number): void {
    this.onOneLine = false
    if (byte === openList && this.depth === 0) this.level = 1
    else if (byte === openList && this.depth === 1 && this.level === 0) this.openInside(before)
    else if (this.candidate.isOpen && this.depth === 2 && !this.candidate.first) {
      if (before === openList) this.candidate.first = this.places.at(offset)
      else this.candidate.close()
    }
    this.depth += 1
  }

  /** A list opens in the object at work. */
  private openInside(before: number): void {
    const { start, end } = this.key
    const mayBe = this.start && !this.tooLarge && before === colon
    if (mayBe) this.candidate.open(end - start, () => this.bytes.slice(start, end))
    else this.candidate.close()
  }

  private close(offset: number): void {
    this.depth -= 1
    const { candidate, start } = this
    if (candidate.isOpen && this.depth <= 2) this.decide(offset + 1)
    else if (start && this.depth === this.level) this.emit(start, offset + 1)
    else if (this.depth < this.level) {
      if (start) this.emit(start, offset)
      this.level = 0
    }
  }

  /** With the first element of a list complete, tells whether the list holds the records of a container object. */
  private decide(end: number): void {
    const { first } = this.candidate
    const holds = first && !this.tooLarge && this.candidate.holdsRecords(this.bytes.slice(first.offset, end))
    this.candidate.close()
    if (!holds) return
    this.level = 2
    this.emit(first, end)
  }

  private emit(start: RecordPlace, end: number): void {
    if (!this.tooLarge) this.sink.record(this.bytes.slice(start.offset, end), start)
    this.onOneLine = this.level === 0 && start.line === this.places.line
    this.candidate.forget()
    this.start = undefined
    this.tooLarge = false
  }

  private abandon(what: BrokenRecord, end: number): void {
    if (!this.tooLarge) {
      this.sink.broken(what, this.start ?? this.places.at(this.places.lineStart))
      if (this.start) this.salvageLines(this.start, end)
    }
    this.start = undefined
    this.candidate.forget()
    this.tooLarge = false
    this.inText = false
    this.depth = 0
    this.level = 0
  }

  /** A single record that never closes may be a broken first line: the whole lines after it are still read. */
  private salvageLines(start: RecordPlace, end: number): void {
    for (const { text, from, linesBefore } of wholeLinesBehind(this.bytes.slice(start.offset, end))) {
      this.sink.record(text, { offset: start.offset + from, line: start.line + linesBefore, column: 1 })
    }
  }
}
