import { type Dirent, promises as disk } from 'node:fs'
import { basename, join, relative, resolve, sep } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import { systemCode } from '../diagnostic/thrown'
import { WorldError } from '../diagnostic/world-error'
import { timesOfFile } from './file-times'
import { foreignName } from './foreign-file'
import type { LogTrouble } from './log-trouble'
import { reasonOf } from './reason-of'

/** A file of logs: `path` opens it, `name` is how the user knows it. The standard input has the path `-`. */
export interface LogFile {
  readonly path: string
  readonly name: string
}

export interface FoundLogFiles {
  readonly files: readonly LogFile[]
  /** Digest files of CloudTrail, which hold no log. */
  readonly skipped: readonly string[]
  /** What is there and may not be read. */
  readonly troubles: readonly LogTrouble[]
  /** How many are left out, for their names say that all of their logs are of other times. */
  readonly outside: number
}

/** Of which times logs are asked for; without an end, all before or after the other. */
export interface AskedTimes {
  readonly fromMs?: number | undefined
  readonly toMs?: number | undefined
}

const logFileName = /\.(?:json|ndjson|jsonl|log|csv|tsv)(?:\.gz)?$|\.gz$/i

/**
 * Finds the files behind the arguments of a command: files, folders (walked, hidden entries left out), globs, and `-`.
 * A file that is named itself is taken whatever its name; folders above what is named say nothing of its times. Throws a
 * WorldError where an argument leads to no log file.
 */
export async function findLogFiles(
  args: readonly string[],
  cwd: string,
  asked: AskedTimes = {},
): Promise<FoundLogFiles> {
  const search = new Search(cwd, asked)
  for (const arg of args) await search.add(arg)
  return search.found()
}

class Search {
  private readonly files = new Map<string, LogFile>()
  private readonly skipped = new Set<string>()
  private readonly troubles: LogTrouble[] = []
  /** What folders have of each kind of files that is not opened. */
  private readonly foreign = new Map<string, { readonly first: string; readonly help: string; count: number }>()

  private readonly outside = new Set<string>()

  constructor(
    private readonly cwd: string,
    private readonly asked: AskedTimes,
  ) {}

  found(): FoundLogFiles {
    const foreign = [...this.foreign].map(([kind, { first, help, count }]): LogTrouble => {
      const message =
        count === 1 ? `this is ${kind}, which is not opened` : `${count} files here are each ${kind}, and not opened`
      return { code: 'L005', severity: 'error', file: first, message, help }
    })
    return {
      files: [...this.files.values()],
      skipped: [...this.skipped].sort(),
      troubles: [...this.troubles, ...foreign],
      outside: this.outside.size,
    }
  }

  private get met(): number {
    return this.files.size + this.skipped.size + this.troubles.length + this.foreign.size + this.outside.size
  }

  async add(arg: string): Promise<void> {
    const before = this.met
    if (arg === '-') this.files.set('-', { path: '-', name: 'standard input' })
    else await this.addPath(arg)
    if (this.met === before && !this.seen(arg)) throw nothingIn(arg)
  }

  private async addPath(arg: string): Promise<void> {
    const path = resolve(this.cwd, arg)
    try {
      const entry = await disk.stat(path)
      if (entry.isDirectory()) await this.walk(path, arg)
      else this.addFile(path, arg, basename(path))
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') this.addTrouble(arg, error)
      else if (isDynamicPattern(arg)) await this.addGlob(arg)
      else throw new WorldError('not-found', `there is no file or folder ${arg}`, 'LOGS are files, folders, globs or -')
    }
  }

  private async addGlob(pattern: string): Promise<void> {
    const paths = await glob(withSlashes(pattern), {
      cwd: this.cwd,
      absolute: true,
      onlyFiles: true,
      expandDirectories: false,
    })
    for (const path of paths.sort()) {
      const name = withSlashes(relative(this.cwd, path))
      this.addFile(path, name, name)
    }
  }

  private async walk(folder: string, name: string): Promise<void> {
    const folders = [{ folder, name }]
    for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
      const deeper: typeof folders = []
      for (const entry of await this.entriesOf(next.folder, next.name)) {
        const inside = { folder: join(next.folder, entry.name), name: withSlashes(join(next.name, entry.name)) }
        if (entry.name.startsWith('.')) continue
        if (entry.isDirectory()) deeper.push(inside)
        else if (this.leavesOut(inside.name)) continue
        else if (await isRegular(entry, inside.folder))
          this.addFile(inside.folder, inside.name, relative(folder, inside.folder))
        else this.addTrouble(inside.name, new Error('it is no regular file'))
      }
      folders.push(...deeper.reverse())
    }
  }

  /** Whether a file in a folder is not read: it is no log file by its name, or one that is not opened. */
  private leavesOut(name: string): boolean {
    const kind = foreignName(name)
    if (kind === undefined) return !logFileName.test(name)
    const known = this.foreign.get(kind.name)
    if (known) known.count += 1
    else this.foreign.set(kind.name, { first: name, help: kind.help, count: 1 })
    return true
  }

  private async entriesOf(folder: string, name: string): Promise<readonly Dirent[]> {
    try {
      const entries = await disk.readdir(folder, { withFileTypes: true })
      return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
    } catch (error) {
      this.addTrouble(name, error)
      return []
    }
  }

  /** `below`: the name with the folders that were not named themselves. */
  private addFile(path: string, name: string, below: string): void {
    if (/CloudTrail-Digest/.test(path)) this.skipped.add(name)
    else if (this.isOutside(below)) this.outside.add(path)
    else if (!this.files.has(path)) this.files.set(path, { path, name })
  }

  private isOutside(below: string): boolean {
    const { fromMs, toMs } = this.asked
    if (fromMs === undefined && toMs === undefined) return false
    const times = timesOfFile(below)
    return times !== undefined && (times.toMs < (fromMs ?? times.toMs) || times.fromMs > (toMs ?? times.fromMs))
  }

  private addTrouble(file: string, error: unknown): void {
    this.troubles.push({ code: 'L005', severity: 'error', file, message: `cannot be read: ${reasonOf(error)}` })
  }

  private seen(arg: string): boolean {
    const path = resolve(this.cwd, arg)
    return [...this.files.keys(), ...this.outside].some((known) => known === arg || known.startsWith(path))
  }
}

/** A pipe or a device would never end; a broken link is told when it is opened. */
async function isRegular(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile()
  const target = await disk.stat(path).catch(() => undefined)
  return target === undefined || target.isFile()
}

function nothingIn(arg: string): WorldError {
  const what = isDynamicPattern(arg) ? `no file matches ${arg}` : `there is no log file in ${arg}`
  return new WorldError('not-found', what, 'log files end in .json, .ndjson, .jsonl, .log, .csv, .tsv or .gz')
}

/** A path or a glob with the slashes of this program, wherever it runs: in a glob a backslash of Windows would escape. */
export function withSlashes(path: string, separator: string = sep): string {
  return separator === '\\' ? path.replaceAll('\\', '/') : path
}
