import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  type Stats,
  statSync,
  truncateSync,
} from 'node:fs'
import { messageOf, systemCode } from '../../diagnostic/thrown'
import { WorldError } from '../../diagnostic/world-error'
import { asObject } from '../../json/json-object'
import { replaceFile } from '../../workspace/replace-file'
import { withFileLock } from './file-lock'
import { type Change, TenantState } from './tenant-state'

/** Keeps a tenant, so that what was answered as written is still there after a crash. */
export interface StateStore {
  /** The tenant as it is now, with what other processes wrote. */
  read(): TenantState
  /** Runs a write alone: no other process writes between what `work` reads and what it commits. */
  exclusively<T>(work: () => T): T
  /** Records changes, all or none. Only inside `exclusively`. */
  commit(changes: readonly Change[]): void
  /** Folds what was journaled into the state file. */
  close(): void
}

/** A tenant that lives as long as the process. */
export function storeInMemory(): StateStore {
  const state = new TenantState()
  return {
    read: () => state,
    exclusively: (work) => work(),
    commit: (changes) => {
      for (const change of changes) state.apply(change)
    },
    close: () => {},
  }
}

/**
 * A tenant in a JSON file with a journal beside it: each write is one appended line, so that a write costs the same
 * whether the tenant holds ten rules or ten thousand; closing folds the journal into the file, which is replaced in one
 * rename. Several processes may share the file: writes take turns under a lock, and each process reads what the others
 * appended. Throws a `bad-input` WorldError, with the way out, when the file cannot be understood.
 */
export function storeInFile(stateFile: string): StateStore {
  const store = new FileStore(stateFile)
  store.exclusively(() => undefined)
  return store
}

const noGeneration = 'empty'

/** The mark by which a state file is recognised. */
const stateFormat = 1

class FileStore implements StateStore {
  readonly #journalFile: string
  #state = new TenantState()
  /** Names the content of the state file; a journal belongs to one generation. */
  #generation = noGeneration
  #seen: string | undefined
  /** How many bytes of the journal are in `#state`. */
  #journalEnd = 0

  constructor(private readonly stateFile: string) {
    this.#journalFile = `${stateFile}.journal`
  }

  read(): TenantState {
    this.#catchUp()
    return this.#state
  }

  exclusively<T>(work: () => T): T {
    return withFileLock(`${this.stateFile}.lock`, () => {
      this.#catchUp()
      return work()
    })
  }

  commit(changes: readonly Change[]): void {
    if (changes.length === 0) return
    // A journal longer than what we read ends in a line that its writer did not finish; a journal of another
    // generation was folded already and only its removal was missed.
    const size = sizeOf(this.#journalFile)
    if (size > this.#journalEnd) truncateSync(this.#journalFile, this.#journalEnd)
    const heading = this.#journalEnd === 0 ? `${JSON.stringify({ follows: this.#generation })}\n` : ''
    const lines = Buffer.from(heading + changes.map((change) => `${JSON.stringify(change)}\n`).join(''))
    try {
      appendFileSync(this.#journalFile, lines)
    } catch (error) {
      if (existsSync(this.#journalFile)) truncateSync(this.#journalFile, this.#journalEnd)
      throw unwritable(this.#journalFile, error)
    }
    this.#journalEnd += lines.length
    for (const change of changes) this.#state.apply(change)
  }

  close(): void {
    this.exclusively(() => {
      if (this.#journalEnd === 0) return
      const generation = randomBytes(9).toString('base64url')
      try {
        replaceFile(
          this.stateFile,
          `${JSON.stringify({ format: stateFormat, generation, ...this.#state.toJSON() }, null, 1)}\n`,
        )
      } catch (error) {
        throw unwritable(this.stateFile, error)
      }
      removeJournal(this.#journalFile)
      this.#generation = generation
      this.#journalEnd = 0
      this.#seen = identityOf(this.stateFile)
    })
  }

  #catchUp(): void {
    const identity = identityOf(this.stateFile)
    const size = sizeOf(this.#journalFile)
    if (identity !== this.#seen || size < this.#journalEnd || this.#seen === undefined) this.#load(identity)
    if (sizeOf(this.#journalFile) > this.#journalEnd) this.#readJournal()
  }

  #load(identity: string): void {
    this.#seen = identity
    this.#journalEnd = 0
    if (identity === noGeneration) {
      this.#state = new TenantState()
      this.#generation = noGeneration
      return
    }
    try {
      const value = asObject(JSON.parse(readFileSync(this.stateFile, 'utf8')))
      // Any other file of the user's would be overwritten.
      if (value?.format !== stateFormat) throw new Error('it was not written by the emulator')
      this.#state = TenantState.fromJSON(value)
      this.#generation = String(value.generation ?? noGeneration)
    } catch (error) {
      throw unreadable(this.stateFile, error)
    }
  }

  /** Applies the whole lines after `#journalEnd`. A last line without an end is still being written, or never will be. */
  #readJournal(): void {
    const bytes = readFrom(this.#journalFile, this.#journalEnd)
    const end = bytes.lastIndexOf(10) + 1
    if (end === 0) return
    const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1)
    try {
      if (this.#journalEnd === 0) {
        const heading = JSON.parse(lines.shift() ?? '') as { follows?: unknown }
        if (heading.follows !== this.#generation) return
      }
      for (const line of lines) this.#state.apply(JSON.parse(line) as Change)
    } catch (error) {
      throw unreadable(this.#journalFile, error)
    }
    this.#journalEnd += end
  }
}

/** One that stays is of another generation than the file, so that nobody reads it, and the next write cuts it off. */
function removeJournal(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // As above.
  }
}

/** What a parser says of a text quotes it; of a file that may not be ours nothing is quoted. */
function faultOf(error: unknown): string {
  return error instanceof SyntaxError ? 'it is no JSON' : messageOf(error)
}

function unreadable(file: string, error: unknown): WorldError {
  return new WorldError(
    'bad-input',
    `the emulator's state file ${file} cannot be understood: ${faultOf(error)}`,
    'Put an earlier copy back, or delete it (and the files beside it that begin with its name) to start with an empty tenant.',
    { cause: error },
  )
}

function unwritable(file: string, error: unknown): WorldError {
  const full = systemCode(error) === 'ENOSPC'
  return new WorldError(
    full ? 'disk-full' : 'write-failed',
    `the emulator could not write ${file}: ${messageOf(error)}`,
    'What was answered before is kept; free the disk or change the rights of the folder, then run the command again.',
    { cause: error },
  )
}

function statOf(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false })
}

function sizeOf(file: string): number {
  return statOf(file)?.size ?? 0
}

/** Changes whenever the file is replaced. */
function identityOf(file: string): string {
  const stats = statOf(file)
  return stats ? `${stats.ino}:${stats.size}:${stats.mtimeMs}` : noGeneration
}

function readFrom(file: string, position: number): Buffer {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch {
    return Buffer.alloc(0)
  }
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - position))
    const read = readSync(descriptor, bytes, 0, bytes.length, position)
    return bytes.subarray(0, read)
  } finally {
    closeSync(descriptor)
  }
}
